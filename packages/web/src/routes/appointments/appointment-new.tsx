import type { CustomerSummary } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Input, InputNumber, Modal, Select } from '../../ui/antd.ts'
import { QuickTimePicker } from '../workbench/quick-time-picker.tsx'
import { useCreateAppointment } from './appointments.queries.ts'

type Who = Pick<CustomerSummary, 'customerId' | 'name'>
type Props = { readonly customer: Who; readonly isOpen: boolean; readonly onClose: () => void }

/** A time agreed with the customer outside any task. */
export const AppointmentNew = ({ customer, isOpen, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
      title={t('appointments.newOf', { name: customer.name ?? customer.customerId })}
    >
      <NewForm customer={customer} onClose={onClose} />
    </Modal>
  )
}

const usualMinutes = 30

const NewForm = ({ customer, onClose }: Omit<Props, 'isOpen'>): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const { channels, purposes } = useCatalogue()
  const create = useCreateAppointment()
  const [idempotencyKey] = useState(newKey)
  const byPerson = channels.filter(({ by, isInternal }) => by === 'person' && !isInternal)
  const [at, setAt] = useState<string>()
  const [channel, setChannel] = useState((byPerson.find(({ id }) => id === 'phone') ?? byPerson[0])?.id)
  const [purpose, setPurpose] = useState<string>()
  const [minutes, setMinutes] = useState(usualMinutes)
  const [note, setNote] = useState('')
  const [wasTried, setTried] = useState(false)
  const save = (): void => {
    setTried(true)
    if (!at || !channel) return
    create.mutate(
      {
        customerId: customer.customerId,
        at,
        channel,
        minutes,
        ...(purpose ? { purpose } : {}),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
        idempotencyKey,
      },
      {
        onSuccess: ({ mayContact: { isAllowed, sentence } }) => {
          if (isAllowed || !sentence) void message.success(t('appointments.created'))
          else void message.warning(t('appointments.stopped', { sentence: name(sentence) }))
          onClose()
        },
      },
    )
  }
  return (
    <div className="stack">
      {create.error ? <Alert role="alert" type="error" showIcon title={messageOf(create.error, language)} /> : null}
      <QuickTimePicker label={t('appointments.time')} value={at} onChange={setAt} />
      {wasTried && !at ? (
        <p role="alert" className="bad small">
          {t('task.lack.time')}
        </p>
      ) : null}
      <div className="row wrap">
        <Select
          aria-label={t('appointments.channel')}
          value={channel ?? null}
          onChange={(chosen) => setChannel(chosen ?? undefined)}
          options={byPerson.map(({ id, label }) => ({ value: id, label: name(label) }))}
          style={{ minWidth: 120 }}
        />
        <Select
          aria-label={t('appointments.purpose')}
          placeholder={t('appointments.purpose')}
          allowClear
          value={purpose ?? null}
          onChange={(chosen) => setPurpose(chosen ?? undefined)}
          options={purposes.map(({ id, label }) => ({ value: id, label: name(label) }))}
          style={{ minWidth: 140 }}
        />
        <InputNumber
          aria-label={t('appointments.minutes')}
          suffix={t('appointments.minutes')}
          min={5}
          max={480}
          step={5}
          style={{ width: 150 }}
          value={minutes}
          onChange={(value) => setMinutes(value ?? usualMinutes)}
        />
      </div>
      <Input.TextArea
        aria-label={t('appointments.note')}
        placeholder={t('appointments.note')}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="row end">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="primary" loading={create.isPending} onClick={save}>
          {t('appointments.save')}
        </Button>
      </div>
    </div>
  )
}
