import type { TaskSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { App, Form } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { DateText } from '../../ui/figures.tsx'
import { QuickTimePicker } from '../workbench/quick-time-picker.tsx'
import { useCancelAppointment, useMoveAppointment } from './appointments.queries.ts'

type Props = {
  readonly appointment: Pick<TaskSummary, 'taskId' | 'customer' | 'appointmentAt'>
  readonly change: 'move' | 'cancel'
  readonly onClose: () => void
}

/** Another time, or none: either with a reason, which the timeline keeps. */
export const AppointmentChange = ({ appointment, change, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const move = useMoveAppointment(appointment.taskId)
  const cancel = useCancelAppointment(appointment.taskId)
  const name = appointment.customer.name ?? appointment.customer.customerId
  const done = {
    onSuccess: () => {
      void message.success(t(change === 'move' ? 'appointments.moved' : 'appointments.cancelled'))
      onClose()
    },
  }
  return (
    <AskDialog<{ readonly at: string }>
      isOpen
      title={t(change === 'cancel' ? 'appointments.cancelOf' : 'appointments.moveOf', { name })}
      okText={t(change === 'cancel' ? 'appointments.cancel' : 'appointments.move')}
      hint={
        <>
          {t('appointments.agreed')} <DateText value={appointment.appointmentAt} withTime />
        </>
      }
      isBusy={move.isPending || cancel.isPending}
      error={move.error ?? cancel.error}
      onClose={onClose}
      onReason={(reason, { at }) =>
        change === 'cancel' ? cancel.mutate({ reason }, done) : move.mutate({ at, reason }, done)
      }
    >
      {change === 'move' ? (
        <Form.Item name="at" rules={[{ required: true, message: t('task.lack.time') }]}>
          <NewTime />
        </Form.Item>
      ) : null}
    </AskDialog>
  )
}

/** The form gives it its value. */
const NewTime = ({
  value,
  onChange,
}: {
  readonly value?: string
  readonly onChange?: (at: string | undefined) => void
}): ReactElement => {
  const { t } = useTranslation()
  return <QuickTimePicker label={t('appointments.newTime')} value={value} onChange={(at) => onChange?.(at)} />
}
