import { EyeOutlined } from '@ant-design/icons'
import type { Customer } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, Button, Form, Input, Modal } from '../../ui/antd.ts'
import { Unknown } from '../../ui/figures.tsx'
import { useReveal } from './customers.queries.ts'

type Props = { readonly customer: Customer; readonly field: 'phone' | 'id_number'; readonly value: string | null }

/** A masked field that may be seen in clear for a stated reason; the clear value lives on this screen only and is not kept. */
export const Revealable = ({ customer, field, value }: Props): ReactElement => {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const [clear, setClear] = useState<string>()
  if (value === null) return <Unknown />
  const mayReveal = customer.may.reveal && customer.revealable.includes(field) && clear === undefined
  const fieldName = t(field === 'phone' ? 'customer.phone' : 'customer.idNumber')
  return (
    <span className="row" style={{ gap: 2 }}>
      <span className="figure">{clear ?? value}</span>
      {mayReveal ? (
        <Button
          type="text"
          size="small"
          icon={<EyeOutlined />}
          aria-label={t('customer.reveal', { field: fieldName })}
          onClick={() => setAsking(true)}
        />
      ) : null}
      <RevealDialog
        customer={customer}
        field={field}
        title={t('customer.reveal', { field: fieldName })}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onClear={setClear}
      />
    </span>
  )
}

type DialogProps = {
  readonly customer: Customer
  readonly field: 'phone' | 'id_number'
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onClear: (value: string) => void
}

const RevealDialog = ({ customer, field, title, isOpen, onClose, onClear }: DialogProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const reveal = useReveal(customer.customerId)
  const ask = ({ reason }: { reason: string }): void =>
    reveal.mutate(
      { field, reason },
      {
        onSuccess: ({ value }) => {
          onClear(value)
          onClose()
        },
      },
    )
  return (
    <Modal open={isOpen} onCancel={onClose} title={title} footer={null} destroyOnHidden>
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('customer.revealNotice')}
      </p>
      {reveal.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(reveal.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form layout="vertical" requiredMark={false} onFinish={ask}>
        <Form.Item
          name="reason"
          label={t('customer.revealReason')}
          rules={[{ required: true, min: 4, message: t('customer.revealReasonShort') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={reveal.isPending}>
            {t('customer.revealConfirm')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
