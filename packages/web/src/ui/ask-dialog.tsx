import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../api/failure.ts'
import { useLanguage } from '../i18n/index.ts'
import { Alert, Form, Input, Modal } from './antd.ts'

type Props = {
  readonly title: string
  readonly hint?: string | undefined
  readonly isOpen: boolean
  readonly isBusy: boolean
  readonly error?: unknown
  readonly onClose: () => void
  readonly onReason: (reason: string) => void
}

/** Asks why before something that others must be able to follow. */
export const AskDialog = ({ title, hint, isOpen, isBusy, error, onClose, onReason }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const [form] = Form.useForm<{ reason: string }>()
  return (
    <Modal
      open={isOpen}
      title={title}
      okText={title}
      cancelText={t('action.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={isBusy}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" preserve={false} onFinish={({ reason }) => onReason(reason.trim())}>
        {hint ? <p style={{ marginBottom: 12 }}>{hint}</p> : null}
        {error ? (
          <Alert role="alert" type="error" showIcon title={messageOf(error, language)} style={{ marginBottom: 12 }} />
        ) : null}
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
