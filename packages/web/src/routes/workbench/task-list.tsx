import type { TaskSummary } from '@tend/contract'
import { type ReactElement, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { contactLabelName, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { DateText } from '../../ui/figures.tsx'
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

const TaskRow = ({ task, isCurrent, onOpen }: RowProps): ReactElement => {
  const name = useLabel()
  const catalogue = useCatalogue()
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
          <span className="chip">{contactLabelName(catalogue, task.contactLabel, name)}</span>
        </span>
        <span className="task-reason">{name(task.reason)}</span>
        <TaskMeta task={task} />
      </button>
      <WorthButton task={task} />
    </li>
  )
}

const TaskMeta = ({ task }: { task: TaskSummary }): ReactElement => {
  const { t } = useTranslation()
  return (
    <span className="row wrap small muted task-meta">
      <DueTime task={task} />
      <span className="row" style={{ gap: 6 }}>
        <Attempts made={task.attempts} most={task.maxAttempts} />
        {t('task.attempts', { made: task.attempts, most: task.maxAttempts })}
      </span>
      {task.state === 'done' ? <PoolTag pool={task.pool} /> : null}
    </span>
  )
}

/** An appointment names its hour, what waits its earliest time, everything else when it is due. */
export const DueTime = ({ task }: { task: TaskSummary }): ReactElement => {
  const { t } = useTranslation()
  const [text, at] =
    task.state === 'done'
      ? (['task.closedAt', task.closedAt] as const)
      : task.appointmentAt !== null
        ? (['task.appointment', task.appointmentAt] as const)
        : task.state === 'later'
          ? (['task.nextAt', task.notBefore] as const)
          : ([task.isLate ? 'task.lateSince' : 'task.dueAt', task.dueAt] as const)
  return (
    <span className={task.isLate && task.state !== 'done' ? 'bad' : task.appointmentAt !== null ? 'info' : undefined}>
      {t(text)} <DateText value={at} withTime />
    </span>
  )
}

const Attempts = ({ made, most }: { made: number; most: number }): ReactElement => (
  <span className="attempts" aria-hidden="true">
    {Array.from({ length: most }, (_, place) => `attempt-${place + 1}`).map((id, place) => (
      <i key={id} className={place < made ? 'made' : undefined} />
    ))}
  </span>
)
