import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Form, Input, Modal, Radio, Select } from '../../ui/antd.ts'
import { useRecordContact } from './customers.queries.ts'

const channels = ['phone', 'visit', 'branch', 'wechat', 'sms', 'email', 'other'] as const

type Answers = {
  readonly channel: string
  readonly direction: 'inbound' | 'outbound'
  readonly outcome: string
  readonly note?: string
}

type Props = { readonly customerId: string; readonly isOpen: boolean; readonly onClose: () => void }

/** A contact outside any task: the customer came in, or rang. */
export const ContactDialog = ({ customerId, isOpen, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal open={isOpen} onCancel={onClose} title={t('customer.recordContact')} footer={null} destroyOnHidden>
      <ContactForm customerId={customerId} onClose={onClose} />
    </Modal>
  )
}

const ContactForm = ({ customerId, onClose }: Omit<Props, 'isOpen'>): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = useLabel()
  const { outcomes } = useCatalogue()
  const { message } = App.useApp()
  const [idempotencyKey] = useState(newKey)
  const record = useRecordContact(customerId)
  // An appointment belongs to a task, which keeps its time.
  const offered = outcomes.filter(({ result }) => result !== 'appointment')
  const save = ({ note, ...answers }: Answers): void =>
    record.mutate(
      { ...answers, ...(note?.trim() ? { note: note.trim() } : {}), idempotencyKey },
      {
        onSuccess: () => {
          void message.success(t('task.recorded'))
          onClose()
        },
      },
    )
  return (
    <Form<Answers>
      layout="vertical"
      requiredMark={false}
      initialValues={{ channel: 'phone', direction: 'inbound' }}
      onFinish={save}
    >
      {record.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(record.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form.Item name="direction" label={t('contact.direction')}>
        <Radio.Group
          options={[
            { value: 'inbound', label: t('contact.inbound') },
            { value: 'outbound', label: t('contact.outbound') },
          ]}
        />
      </Form.Item>
      <Form.Item name="channel" label={t('contact.channel')}>
        <Select options={channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))} />
      </Form.Item>
      <Form.Item
        name="outcome"
        label={t('contact.outcome')}
        rules={[{ required: true, message: t('task.lack.outcome') }]}
      >
        <Select options={offered.map(({ id, label }) => ({ value: id, label: name(label) }))} />
      </Form.Item>
      <Form.Item name="note" label={t('task.note')}>
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={2000} />
      </Form.Item>
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={record.isPending}>
          {t('action.save')}
        </Button>
      </div>
    </Form>
  )
}
