import { useNavigate } from '@tanstack/react-router'
import type { Task } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { App, Button } from '../../ui/antd.ts'
import { AppointmentChange } from '../appointments/appointment-change.tsx'
import { useBeginVisit } from '../customers/care.queries.ts'
import { useMe } from '../session/use-me.ts'
import { TaskHandOver } from './task-hand-over.tsx'
import { useRelease } from './tasks.queries.ts'

/** What else may be done with a task than to work it. */
export const TaskActions = ({
  task,
  onGone,
}: {
  task: Task
  onGone: (taskId: string) => void
}): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [dialog, setDialog] = useState<'handOver' | 'move' | 'cancel'>()
  const release = useRelease()
  const { may } = task
  const begin = useBeginVisit(task.customer.customerId)
  const navigate = useNavigate()
  const mayRecord = useMe().permissions.includes('contacts.record') && task.isOpen && may.work
  if (!may.release && !may.handOver && !may.reschedule && !mayRecord) return null
  const writeRecord = (): void =>
    begin.mutate(
      { channel: task.channel, taskId: task.taskId },
      {
        onSuccess: ({ customerId }) =>
          void navigate({ to: '/customers/$customerId', params: { customerId }, search: { tab: 'visits' } }),
        onError: (error) => void message.error(messageOf(error, language)),
      },
    )
  const close = (): void => setDialog(undefined)
  return (
    <div className="row wrap task-actions">
      {may.reschedule ? (
        <>
          <Button size="small" type="link" onClick={() => setDialog('move')}>
            {t('appointments.move')}
          </Button>
          <Button size="small" type="link" onClick={() => setDialog('cancel')}>
            {t('appointments.cancel')}
          </Button>
        </>
      ) : null}
      {mayRecord ? (
        <Button size="small" type="link" loading={begin.isPending} onClick={writeRecord}>
          {t('visit.ofTask')}
        </Button>
      ) : null}
      {may.handOver ? (
        <Button size="small" type="link" onClick={() => setDialog('handOver')}>
          {t('desk.handOver')}
        </Button>
      ) : null}
      {may.release ? (
        <Button
          size="small"
          type="link"
          loading={release.isPending}
          onClick={() =>
            release.mutate(task.taskId, {
              onSuccess: () => onGone(task.taskId),
              onError: (error) => void message.error(messageOf(error, language)),
            })
          }
        >
          {t('task.release')}
        </Button>
      ) : null}
      {dialog === 'handOver' ? <TaskHandOver task={task} onClose={close} onDone={() => onGone(task.taskId)} /> : null}
      {dialog === 'move' || dialog === 'cancel' ? (
        <AppointmentChange appointment={task} change={dialog} onClose={close} />
      ) : null}
    </div>
  )
}
