import type { TaskSummary } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Input, Modal } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { QuickTimePicker } from '../workbench/quick-time-picker.tsx'
import { useCancelAppointment, useMoveAppointment } from './appointments.queries.ts'

type Props = {
  readonly appointment: Pick<TaskSummary, 'taskId' | 'customer' | 'appointmentAt'>
  readonly change: 'move' | 'cancel' | undefined
  readonly onClose: () => void
}

/** Another time, or none: either with a reason, which the timeline keeps. */
export const AppointmentChange = ({ appointment, change, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = appointment.customer.name ?? appointment.customer.customerId
  return (
    <Modal
      open={change !== undefined}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
      title={t(change === 'cancel' ? 'appointments.cancelOf' : 'appointments.moveOf', { name })}
    >
      {change ? <ChangeForm appointment={appointment} change={change} onClose={onClose} /> : null}
    </Modal>
  )
}

type FormProps = Omit<Props, 'change'> & { readonly change: 'move' | 'cancel' }

const ChangeForm = ({ appointment, change, onClose }: FormProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [at, setAt] = useState<string>()
  const [reason, setReason] = useState('')
  const move = useMoveAppointment(appointment.taskId)
  const cancel = useCancelAppointment(appointment.taskId)
  const error = move.error ?? cancel.error
  const isReady = reason.trim() !== '' && (change === 'cancel' || at !== undefined)
  const done = {
    onSuccess: () => {
      void message.success(t(change === 'move' ? 'appointments.moved' : 'appointments.cancelled'))
      onClose()
    },
  }
  const send = (): void => {
    if (change === 'cancel') cancel.mutate({ reason: reason.trim() }, done)
    else if (at) move.mutate({ at, reason: reason.trim() }, done)
  }
  return (
    <div className="stack">
      {error ? <Alert role="alert" type="error" showIcon title={messageOf(error, language)} /> : null}
      <p className="muted">
        {t('appointments.agreed')} <DateText value={appointment.appointmentAt} withTime />
      </p>
      {change === 'move' ? <QuickTimePicker label={t('appointments.newTime')} value={at} onChange={setAt} /> : null}
      <Input.TextArea
        aria-label={t('appointments.reason')}
        placeholder={t('appointments.reason')}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="row end">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          type="primary"
          danger={change === 'cancel'}
          disabled={!isReady}
          loading={move.isPending || cancel.isPending}
          onClick={send}
        >
          {t(change === 'move' ? 'appointments.move' : 'appointments.cancel')}
        </Button>
      </div>
    </div>
  )
}
