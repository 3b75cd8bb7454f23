import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../keyboard.ts'
import { useDocumentTitle } from '../../page/page-frame.tsx'
import { Grid } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { KeyboardHelp } from './keyboard-help.tsx'
import { neighbour, nextAfter } from './queue.ts'
import { TaskDetail } from './task-detail.tsx'
import { TaskPane } from './task-pane.tsx'
import { taskQueries } from './tasks.queries.ts'
import { useCommands } from './use-commands.ts'
import type { WorkbenchSearch } from './workbench-search.ts'

/** The morning's one screen: the list in order of worth, and beside it the task at hand. */
export const WorkbenchPage = (): ReactElement => {
  const { t } = useTranslation()
  useDocumentTitle(t('nav.workbench'))
  const search = useSearch({ from: '/in/workbench' })
  const navigate = useNavigate({ from: '/workbench' })
  const isDesk = Grid.useBreakpoint().md !== false
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [outcomePressed, setOutcomePressed] = useState<{ taskId: string; index: number; press: number }>()
  const show = search.show ?? 'ready'
  const list = useInfiniteQuery(taskQueries.mine(show, search.label))
  const counts = useQuery(taskQueries.counts())
  const plans = useQuery(taskQueries.plans())
  const ids = list.data?.pages.flatMap(({ items }) => items.map(({ taskId }) => taskId)) ?? []
  const current = search.task ?? (isDesk ? ids[0] : undefined)

  const change = (next: WorkbenchSearch): void => void navigate({ search: next, replace: isDesk })
  const open = (task: string | undefined): void => {
    const { task: _closed, ...rest } = search
    setOutcomePressed(undefined)
    change(task ? { ...rest, task } : rest)
  }

  useCommands((command: Command) => {
    switch (command.kind) {
      case 'next':
      case 'previous': {
        open(neighbour(ids, current, command.kind))
        return true
      }
      case 'open':
        open(current ?? ids[0])
        return true
      case 'outcome':
        if (current === undefined) return false
        setOutcomePressed((before) => ({ taskId: current, index: command.index, press: (before?.press ?? 0) + 1 }))
        return true
      case 'note': {
        const note = document.getElementById('outcome-note')
        note?.focus()
        return note !== null
      }
      case 'help':
        setHelpOpen(true)
        return true
      case 'claim': {
        const claim = document.getElementById('claim')
        claim?.click()
        return claim !== null
      }
      case 'close':
        if (!isDesk) open(undefined)
        return !isDesk
    }
  })

  return (
    <div className={search.task ? 'page-fill workbench has-task' : 'page-fill workbench'}>
      <TaskPane
        search={search}
        list={list}
        counts={counts.data}
        plans={plans.data?.items ?? []}
        current={current}
        onChange={change}
        onOpen={open}
        onHelp={() => setHelpOpen(true)}
      />
      <section className="workbench-detail">
        {current ? (
          <TaskDetail
            key={current}
            taskId={current}
            outcomePressed={outcomePressed?.taskId === current ? outcomePressed : undefined}
            onBack={() => open(undefined)}
            onDone={(done) => open(nextAfter(ids, done))}
          />
        ) : ids.length > 0 ? (
          <EmptyState title={t('workbench.nothingOpen')} hint={t('workbench.nothingOpenHint')} />
        ) : null}
      </section>
      <KeyboardHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}
