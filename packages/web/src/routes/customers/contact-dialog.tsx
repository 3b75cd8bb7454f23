import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Form, Input, Modal, Radio, Select } from '../../ui/antd.ts'
import { useMe } from '../session/use-me.ts'
import { useRecordContact } from './customers.queries.ts'

type Answers = {
  readonly channel: string
  readonly direction: 'inbound' | 'outbound'
  readonly outcome: string
  readonly purpose?: string
  readonly note?: string
  readonly opinion?: string
  readonly opinionKind?: string
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
  const { outcomes, channels, purposes, cases } = useCatalogue()
  const { message } = App.useApp()
  const mayCases = useMe().permissions.includes('cases.work')
  const [idempotencyKey] = useState(newKey)
  const record = useRecordContact(customerId)
  // An appointment belongs to a task, which keeps its time.
  const offered = outcomes.filter(({ result }) => result !== 'appointment')
  const save = ({ note, purpose, opinion, opinionKind, ...answers }: Answers): void =>
    record.mutate(
      {
        ...answers,
        ...(purpose ? { purpose } : {}),
        ...(note?.trim() ? { note: note.trim() } : {}),
        ...(opinionKind && opinion?.trim() ? { opinions: [{ kind: opinionKind, text: opinion.trim() }] } : {}),
        idempotencyKey,
      },
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
        <Select
          options={channels
            .filter(({ isInternal }) => !isInternal)
            .map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
      </Form.Item>
      <Form.Item
        name="outcome"
        label={t('contact.outcome')}
        rules={[{ required: true, message: t('task.lack.outcome') }]}
      >
        <Select options={offered.map(({ id, label }) => ({ value: id, label: name(label) }))} />
      </Form.Item>
      <Form.Item name="purpose" label={t('appointments.purpose')}>
        <Select allowClear options={purposes.map(({ id, label }) => ({ value: id, label: name(label) }))} />
      </Form.Item>
      <Form.Item name="note" label={t('task.note')}>
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={2000} />
      </Form.Item>
      {mayCases ? (
        <Form.Item label={t('cases.what')}>
          <div className="stack tight">
            <Form.Item name="opinion" noStyle>
              <Input aria-label={t('cases.what')} maxLength={2000} />
            </Form.Item>
            <Form.Item name="opinionKind" noStyle>
              <Radio.Group
                aria-label={t('cases.turnInto')}
                options={cases.map(({ id, label }) => ({ value: id, label: name(label) }))}
              />
            </Form.Item>
          </div>
        </Form.Item>
      ) : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={record.isPending}>
          {t('action.save')}
        </Button>
      </div>
    </Form>
  )
}
