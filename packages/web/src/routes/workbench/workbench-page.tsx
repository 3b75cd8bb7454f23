import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { StopEvent, Task } from '@tend/contract'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../keyboard.ts'
import { Loaded, useDocumentTitle } from '../../page/page-frame.tsx'
import { Button, Grid } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { dropDrafts } from './draft-store.ts'
import { KeyboardHelp } from './keyboard-help.tsx'
import { OutcomePanel } from './outcome-panel.tsx'
import type { PlanCount } from './plan-progress.tsx'
import { neighbour, nextAfter } from './queue.ts'
import { type ModuleCounts, QueuePane } from './queue-pane.tsx'
import type { Attempt } from './send-queue.ts'
import { type Stop, stopOf } from './stop.ts'
import { TaskDetail } from './task-detail.tsx'
import { taskQueries, useClaim } from './tasks.queries.ts'
import { UnsentBar } from './unsent-bar.tsx'
import { useCommands } from './use-commands.ts'
import { useSendQueue } from './use-send-queue.ts'
import { useStable } from './use-stable.ts'
import { useStops } from './use-stops.ts'
import type { WorkbenchSearch } from './workbench-search.ts'

/** The morning's one screen: the queue, the customer in front, and what came of it. */
export const WorkbenchPage = (): ReactElement => {
  const { t } = useTranslation()
  useDocumentTitle(t('nav.workbench'))
  const desk = useDesk()
  const { search, current } = desk
  const [isHelpOpen, setHelpOpen] = useState(false)
  const openHelp = useStable(() => setHelpOpen(true))
  const withdrawn = useWithdrawn(current)
  useEffect(() => dropDrafts(Date.now()), [])

  useCommands((command: Command) => {
    switch (command.kind) {
      case 'next':
      case 'previous':
        desk.open(neighbour(desk.ids, current, command.kind))
        return true
      case 'help':
        openHelp()
        return true
      case 'call':
        return press('dial')
      case 'claim':
        return press('claim')
      case 'close':
        if (!desk.isDesk) desk.open(undefined)
        return !desk.isDesk
      default:
        return false
    }
  })

  return (
    <div className={search.task ? 'page-fill workbench has-task' : 'page-fill workbench'}>
      <QueuePane
        search={search}
        list={desk.list}
        tasks={desk.tasks}
        counts={desk.counts}
        modules={desk.modules}
        plans={desk.plans}
        current={current}
        onChange={desk.change}
        onOpen={desk.open}
        onHelp={openHelp}
      />
      <div className="workbench-detail">
        <UnsentBar attempts={desk.attempts} queue={desk.queue} onOpen={desk.open} />
        {current ? (
          <TaskAtHand
            key={current}
            taskId={current}
            withdrawn={withdrawn}
            onBack={() => desk.open(undefined)}
            onSubmit={desk.submit}
            onGone={(gone) => desk.open(nextAfter(desk.ids, gone))}
          />
        ) : (
          <NothingAtHand hasTasks={desk.ids.length > 0} doneToday={desk.counts?.done ?? 0} isWaiting={desk.isWaiting} />
        )}
      </div>
      <KeyboardHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}

const press = (id: string): boolean => {
  const control = document.getElementById(id)
  control?.click()
  return control !== null
}

const noModules: ModuleCounts = []
const noPlans: readonly PlanCount[] = []

/** The queue and how one moves in it; an outcome leaves in the background while the next customer is opened. */
const useDesk = () => {
  const client = useQueryClient()
  const search = useSearch({ from: '/in/workbench' })
  const navigate = useNavigate({ from: '/workbench' })
  const isDesk = Grid.useBreakpoint().md !== false
  const mayClaim = useMe().permissions.includes('tasks.claim')
  const { queue, attempts } = useSendQueue()
  const list = useInfiniteQuery(taskQueries.mine(search.show ?? 'ready', search))
  const counts = useQuery(taskQueries.counts())
  const modules = useQuery(taskQueries.modules())
  const plans = useQuery(taskQueries.plans())
  const isOnItsWay = new Set(attempts.flatMap(({ taskId, state }) => (state === 'refused' ? [] : [taskId])))
  const tasks = (list.data?.pages.flatMap(({ items }) => items) ?? []).filter(({ taskId }) => !isOnItsWay.has(taskId))
  const ids = tasks.map(({ taskId }) => taskId)
  const view = [search.show, search.module, search.label].join('|')
  const [held, setHeld] = useState<{ readonly view: string; readonly taskId: string }>()
  const first = held?.view === view ? held.taskId : ids[0]
  const [moved, setMoved] = useState<{ readonly from: string | undefined; readonly to: string | undefined }>()
  // The screen moves at once, the address follows.
  const asked = moved && moved.from === search.task ? moved.to : search.task
  const current = asked ?? (isDesk ? first : undefined)
  const following = current === undefined ? undefined : ids[ids.indexOf(current) + 1]

  // Who is on the screen stays there, whatever becomes of the list: only the person moves on.
  useEffect(() => setHeld(first === undefined ? undefined : { view, taskId: first }), [view, first])

  useEffect(() => {
    if (moved && moved.to === search.task) setMoved(undefined)
  }, [moved, search.task])

  // The next customer is read while this one speaks.
  useEffect(() => {
    if (following) void client.prefetchQuery(taskQueries.one(following))
  }, [client, following])

  useClaimAhead(mayClaim && !search.show && current !== undefined && ids.at(-1) === current, current)

  const change = useStable((next: WorkbenchSearch): void => void navigate({ search: next, replace: isDesk }))
  const open = useStable((task: string | undefined): void => {
    const { task: _closed, ...rest } = search
    if (task === undefined) setHeld(undefined)
    setMoved({ from: search.task, to: task })
    change(task ? { ...rest, task } : rest)
    const isNearEnd = task !== undefined && ids.indexOf(task) >= ids.length - 3
    if (isNearEnd && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  })
  const submit = (attempt: Omit<Attempt, 'state'>): void => {
    const next = nextAfter(ids, attempt.taskId)
    const asksForNext = next === undefined && mayClaim
    const sent = queue.add({ ...attempt, body: { ...attempt.body, next: asksForNext } })
    open(next)
    if (asksForNext) void sent.then((recorded) => recorded?.next && open(recorded.next.taskId))
  }
  const isWaiting = attempts.some(({ state }) => state === 'sending')
  return {
    search,
    isDesk,
    list,
    tasks,
    ids,
    current,
    counts: counts.data,
    modules: modules.data?.items ?? noModules,
    plans: plans.data?.items ?? noPlans,
    queue,
    attempts,
    isWaiting,
    change,
    open,
    submit,
  }
}

/** Whoever works the pool has the next customer claimed and read before this one has hung up; asked once for each customer. */
const useClaimAhead = (isLast: boolean, current: string | undefined): void => {
  const { mutate } = useClaim()
  const [askedFor, setAskedFor] = useState<string>()
  useEffect(() => {
    if (!isLast || askedFor === current) return
    setAskedFor(current)
    mutate(1)
  }, [isLast, askedFor, current, mutate])
}

/** Customers who withdrew something while the page is open; the task at hand is read again at once. */
const useWithdrawn = (current: string | undefined): ReadonlySet<string> => {
  const client = useQueryClient()
  const [withdrawn, setWithdrawn] = useState<ReadonlySet<string>>(new Set())
  const readAgain = (): void => {
    if (current) void client.invalidateQueries({ queryKey: taskQueries.one(current).queryKey })
    void client.invalidateQueries({ queryKey: ['tasks'] })
  }
  useStops(({ customerId }: StopEvent) => {
    setWithdrawn((before) => new Set(before).add(customerId))
    readAgain()
  }, readAgain)
  return withdrawn
}

type AtHandProps = {
  readonly taskId: string
  readonly withdrawn: ReadonlySet<string>
  readonly onBack: () => void
  readonly onSubmit: (attempt: Omit<Attempt, 'state'>) => void
  readonly onGone: (taskId: string) => void
}

const TaskAtHand = ({ taskId, withdrawn, onBack, onSubmit, onGone }: AtHandProps): ReactElement => {
  const query = useQuery(taskQueries.one(taskId))
  return (
    <Loaded of={query}>
      {() =>
        query.data ? (
          <LoadedTask
            task={query.data}
            stop={stopOf(query.data, withdrawn.has(query.data.customer.customerId))}
            onBack={onBack}
            onSubmit={onSubmit}
            onGone={onGone}
          />
        ) : null
      }
    </Loaded>
  )
}

type LoadedProps = Pick<AtHandProps, 'onBack' | 'onSubmit' | 'onGone'> & {
  readonly task: Task
  readonly stop: Stop | undefined
}

/** On a phone the outcome is a step of its own, behind a button at the thumb. */
const LoadedTask = ({ task, stop, onBack, onSubmit, onGone }: LoadedProps): ReactElement => {
  const { t } = useTranslation()
  const [isAtOutcome, setAtOutcome] = useState(false)
  return (
    <div className={isAtOutcome ? 'at-hand at-outcome' : 'at-hand'}>
      <TaskDetail task={task} stop={stop} onBack={onBack} />
      <OutcomePanel task={task} stop={stop} onSubmit={onSubmit} onGone={onGone} />
      {task.isOpen ? (
        <Button
          className="only-phone outcome-step"
          type={isAtOutcome ? 'default' : 'primary'}
          size="large"
          onClick={() => setAtOutcome(!isAtOutcome)}
        >
          {t(isAtOutcome ? 'desk.backToCustomer' : 'task.outcome')}
        </Button>
      ) : null}
    </div>
  )
}

type NothingProps = { readonly hasTasks: boolean; readonly doneToday: number; readonly isWaiting: boolean }

const NothingAtHand = ({ hasTasks, doneToday, isWaiting }: NothingProps): ReactElement | null => {
  const { t } = useTranslation()
  const mayClaim = useMe().permissions.includes('tasks.claim')
  if (isWaiting) return null
  const comes = t(mayClaim ? 'workbench.claimHint' : 'workbench.emptyHint')
  const hint = doneToday > 0 ? `${t('desk.doneToday', { count: doneToday })}${comes}` : comes
  return hasTasks ? (
    <EmptyState title={t('workbench.nothingOpen')} hint={t('workbench.nothingOpenHint')} />
  ) : (
    <EmptyState title={t(doneToday > 0 ? 'desk.allDone' : 'workbench.empty.ready')} hint={hint} />
  )
}
