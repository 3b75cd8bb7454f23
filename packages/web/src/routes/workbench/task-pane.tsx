import { QuestionCircleOutlined } from '@ant-design/icons'
import type { TaskSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { contactLabelOptions, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Select, Tooltip } from '../../ui/antd.ts'
import { LoadMore, type Paged } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { CountsBar } from './counts-bar.tsx'
import { type PlanCount, PlanProgress } from './plan-progress.tsx'
import { TaskList } from './task-list.tsx'
import { useClaim } from './tasks.queries.ts'
import type { Counted, Show, WorkbenchSearch } from './workbench-search.ts'

type Counts = {
  readonly due: number
  readonly later: number
  readonly done: number
  readonly late: number
}

type Props = {
  readonly search: WorkbenchSearch
  readonly list: Paged<TaskSummary>
  readonly counts: Counts | undefined
  readonly plans: readonly PlanCount[]
  readonly current: string | undefined
  readonly onChange: (search: WorkbenchSearch) => void
  readonly onOpen: (taskId: string | undefined) => void
  readonly onHelp: () => void
}

export const TaskPane = ({ search, list, counts, plans, current, onChange, onOpen, onHelp }: Props): ReactElement => {
  const { t } = useTranslation()
  const show: Show = search.show ?? 'ready'
  const toggle = (next: Counted): void => onChange({ ...labelOnly, ...(next === search.show ? {} : { show: next }) })
  const labelOnly = search.label ? { label: search.label } : {}
  const showOnly = search.show ? { show: search.show } : {}
  const mayClaim = useMe().permissions.includes('tasks.claim')
  const tasks = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section className="workbench-list" aria-label={t('nav.workbench')}>
      <header className="workbench-head">
        <div className="row between">
          <h1>{t('workbench.title')}</h1>
          <Tooltip title={t('keys.title')}>
            <Button
              className="only-desk"
              type="text"
              size="small"
              icon={<QuestionCircleOutlined />}
              aria-label={t('keys.title')}
              onClick={onHelp}
            />
          </Tooltip>
        </div>
        <CountsBar counts={counts} show={show} onShow={toggle} />
        <div className="row">
          <LabelFilter
            chosen={search.label}
            onChoose={(label) => onChange({ ...showOnly, ...(label ? { label } : {}) })}
          />
          <Claim onClaimed={onOpen} />
        </div>
      </header>
      <div className="workbench-scroll">
        <Loaded of={list}>
          {() =>
            tasks.length === 0 ? (
              <EmptyState
                title={t(`workbench.empty.${show}`)}
                hint={show === 'ready' ? t(mayClaim ? 'workbench.claimHint' : 'workbench.emptyHint') : undefined}
              />
            ) : (
              <>
                <TaskList tasks={tasks} current={current} onOpen={onOpen} />
                <LoadMore of={list} />
              </>
            )
          }
        </Loaded>
      </div>
      <PlanProgress plans={plans} />
    </section>
  )
}

const LabelFilter = ({
  chosen,
  onChoose,
}: {
  chosen: string | undefined
  onChoose: (label: string | null | undefined) => void
}): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  return (
    <Select
      className="grow"
      size="small"
      aria-label={t('workbench.label')}
      placeholder={t('workbench.allLabels')}
      value={chosen ?? null}
      onChange={onChoose}
      options={contactLabelOptions(catalogue, name)}
      allowClear
    />
  )
}

const Claim = ({ onClaimed }: { onClaimed: (taskId: string) => void }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const claim = useClaim()
  if (!useMe().permissions.includes('tasks.claim')) return null
  const claimNext = (): void =>
    claim.mutate(1, {
      onSuccess: ({ items: [first] }) =>
        first ? onClaimed(first.taskId) : void message.info(t('workbench.nothingToClaim')),
      onError: (error) => void message.error(messageOf(error, language)),
    })
  return (
    <Button id="claim" type="primary" size="small" loading={claim.isPending} onClick={claimNext}>
      {t('workbench.claimNext')}
    </Button>
  )
}
