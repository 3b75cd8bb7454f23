import type { TaskSummary } from '@tend/contract'
import type { TFunction } from 'i18next'
import { memo, type ReactElement, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { contactLabelName, useCatalogue } from '../../catalogue/catalogue.ts'
import { LevelTags } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { DateText, Day } from '../../ui/figures.tsx'
import { PoolTag } from '../../ui/pool-tag.tsx'
import { WorthButton } from './priority-terms.tsx'

type ListProps = {
  readonly tasks: readonly TaskSummary[]
  readonly current: string | undefined
  readonly onOpen: (taskId: string) => void
}

export const TaskList = ({ tasks, current, onOpen }: ListProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <ol className="tasks" aria-label={t('workbench.list')}>
      {tasks.map((task) => (
        <TaskRow key={task.taskId} task={task} isCurrent={task.taskId === current} onOpen={onOpen} />
      ))}
    </ol>
  )
}

type RowProps = { readonly task: TaskSummary; readonly isCurrent: boolean; readonly onOpen: (taskId: string) => void }

/** Drawn anew only when it changes itself: moving on touches two rows of hundreds. */
const TaskRow = memo(({ task, isCurrent, onOpen }: RowProps): ReactElement => {
  const name = useLabel()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isCurrent])
  return (
    <li ref={row} className={isCurrent ? 'task current' : 'task'}>
      <button
        type="button"
        className="task-open"
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => onOpen(task.taskId)}
      >
        <span className="row">
          <span className="strong ellipsis">{task.customer.name ?? task.customer.customerId}</span>
          <LevelTags levels={task.customer.levels} laddersOnly />
        </span>
        <span className="task-reason">{name(task.reason)}</span>
        <TaskMeta task={task} />
      </button>
      <WorthButton task={task} />
    </li>
  )
})

const TaskMeta = ({ task }: { task: TaskSummary }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  return (
    <span className="row wrap small muted task-meta">
      <span className="chip">{contactLabelName(catalogue, task.contactLabel, name)}</span>
      <DueTime task={task} />
      <span className="row" style={{ gap: 6 }}>
        <Attempts made={task.attempts} most={task.maxAttempts} />
        <span className="figure" title={t('task.attempts', { made: task.attempts, most: task.maxAttempts })}>
          {task.attempts}/{task.maxAttempts}
        </span>
      </span>
      {!task.isOpen ? <PoolTag pool={task.pool} /> : null}
    </span>
  )
}

/** An appointment names its hour, what waits its earliest time, everything else the day on which it is due. */
export const DueTime = ({ task }: { task: TaskSummary }): ReactElement => {
  const { t } = useTranslation()
  const tone = task.isLate && task.isOpen ? 'bad' : task.appointmentAt !== null ? 'info' : undefined
  return <span className={tone}>{writeDue(task, t)}</span>
}

const writeDue = (task: TaskSummary, t: TFunction): ReactElement => {
  if (!task.isOpen)
    return (
      <>
        {t('task.closedAt')} <DateText value={task.closedAt} withTime />
      </>
    )
  if (task.appointmentAt !== null)
    return (
      <>
        {t('task.appointment')} <DateText value={task.appointmentAt} withTime />
      </>
    )
  if (!task.isReady)
    return (
      <>
        {t('task.nextAt')} <DateText value={task.notBefore} withTime />
      </>
    )
  return (
    <>
      {t(task.isLate ? 'task.lateSince' : 'task.dueAt')} <Day of={task.dueAt} />
    </>
  )
}

const Attempts = ({ made, most }: { made: number; most: number }): ReactElement => (
  <span className="attempts" aria-hidden="true">
    {Array.from({ length: most }, (_, place) => `attempt-${place + 1}`).map((id, place) => (
      <i key={id} className={place < made ? 'made' : undefined} />
    ))}
  </span>
)
