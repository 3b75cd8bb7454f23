import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, Input, Modal } from '../../ui/antd.ts'

type Props = {
  readonly title: string
  readonly hint?: string
  readonly isOpen: boolean
  readonly isBusy: boolean
  readonly onClose: () => void
  readonly onReason: (reason: string) => void
}

/** Asks why before something that others must be able to follow. */
export const ReasonDialog = ({ title, hint, isOpen, isBusy, onClose, onReason }: Props): ReactElement => {
  const { t } = useTranslation()
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
        <Form.Item
          name="reason"
          label={t('version.reason')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('version.reasonMissing') }]}
        >
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
