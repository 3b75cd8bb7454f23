import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../api/failure.ts'
import { useLanguage } from '../i18n/index.ts'
import { Alert, Form, Input, Modal } from './antd.ts'

type Reason = { readonly reason: string }

type Props<Fields> = {
  readonly title: string
  /** The title where absent. */
  readonly okText?: string
  readonly hint?: ReactNode
  readonly isOpen: boolean
  readonly isBusy: boolean
  readonly error?: unknown
  /** What else is asked: items of the form, above the reason. */
  readonly children?: ReactNode
  readonly onClose: () => void
  readonly onReason: (reason: string, fields: Fields) => void
}

/** Asks why before something that others must be able to follow. */
export const AskDialog = <Fields extends object>(props: Props<Fields>): ReactElement => {
  const { title, okText = title, hint, isOpen, isBusy, error, children, onClose, onReason } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const [form] = Form.useForm<Fields & Reason>()
  return (
    <Modal
      open={isOpen}
      title={title}
      okText={okText}
      // What is asked about may itself be a cancelling.
      cancelText={t('action.back')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={isBusy}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        onFinish={(fields) => onReason(fields.reason.trim(), fields)}
      >
        {hint ? <p style={{ marginBottom: 12 }}>{hint}</p> : null}
        {error ? (
          <Alert role="alert" type="error" showIcon title={messageOf(error, language)} style={{ marginBottom: 12 }} />
        ) : null}
        {children}
        <Form.Item
          name="reason"
          label={t('list.reason')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('list.reasonMissing') }]}
        >
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
