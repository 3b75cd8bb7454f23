import { useInfiniteQuery } from '@tanstack/react-query'
import type { Absence } from '@tend/contract'
import { type ReactElement, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Modal } from '../../ui/antd.ts'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { LoadingState } from '../../ui/states.tsx'
import { DueTime } from '../workbench/task-list.tsx'
import { absenceQueries, type Direction, useMoveTasks, usePreviewMove } from './absences.queries.ts'

type Props = { readonly absence: Absence; readonly direction: Direction; readonly onClose: () => void }

/** What falls due while somebody is away goes to who stands in, and what is untouched comes back. */
export const MoveTasksDialog = ({ absence, direction, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const preview = usePreviewMove(absence.absenceId)
  const move = useMoveTasks(absence.absenceId)
  const ask = preview.mutate
  useEffect(() => ask(direction), [ask, direction])
  const title = t(direction === 'out' ? 'absence.moveOut' : 'absence.moveBack')
  const confirm = (): void =>
    move.mutate(direction, {
      onSuccess: ({ total, to }) => {
        void message.success(t('absence.moved', { count: total, name: to.name }))
        onClose()
      },
    })
  const failure = preview.error ?? move.error
  const seen = preview.data
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: !seen || seen.total === 0 }}
      confirmLoading={move.isPending}
      onCancel={onClose}
      onOk={confirm}
      width={640}
    >
      <div className="stack">
        {failure ? <Alert role="alert" type="error" showIcon title={messageOf(failure, language)} /> : null}
        {preview.isPending ? <LoadingState rows={2} /> : null}
        {seen ? (
          <p role="status" className="strong">
            {t('absence.movePreview', {
              count: seen.total,
              from: seen.from.name,
              to: seen.to.name,
              hours: formatNumber(seen.hours, language, 1),
            })}
          </p>
        ) : null}
        {direction === 'out' ? <DueMeanwhile absenceId={absence.absenceId} /> : null}
      </div>
    </Modal>
  )
}

const DueMeanwhile = ({ absenceId }: { absenceId: string }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const list = useInfiniteQuery(absenceQueries.tasks(absenceId))
  if (itemsOf(list).length === 0) return null
  return (
    <div className="card short-list">
      <ul className="lines" aria-label={t('absence.openTasks')}>
        {itemsOf(list).map((task) => (
          <li key={task.taskId}>
            <span>
              <span className="strong">{task.customer.name ?? task.customer.customerId}</span> · {name(task.reason)}
            </span>
            <span className="small muted">
              <DueTime task={task} />
            </span>
          </li>
        ))}
      </ul>
      <LoadMore of={list} />
    </div>
  )
}
