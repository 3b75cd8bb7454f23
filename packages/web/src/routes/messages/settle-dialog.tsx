import type { MessageSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Form, Input, Modal, Radio } from '../../ui/antd.ts'
import { type Settlement, useSettleMessage } from './messages.queries.ts'

type Fields = { readonly as: Settlement; readonly reason: string }

const settlements: readonly Settlement[] = ['delivered', 'not_delivered', 'resend']

/** Nobody knows whether the provider took it: a person finds out, decides, and says why. */
export const SettleDialog = ({ message, onClose }: { message: MessageSummary; onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message: notice } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const settle = useSettleMessage(message.messageId)
  const save = (fields: Fields): void =>
    settle.mutate(fields, {
      onSuccess: () => {
        void notice.success(t('outbox.settled'))
        onClose()
      },
    })
  return (
    <Modal
      open
      title={t('outbox.settleTitle')}
      okText={t('outbox.settle')}
      cancelText={t('action.cancel')}
      confirmLoading={settle.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('outbox.settleHint')}
      </p>
      {settle.error ? <Alert role="alert" type="error" showIcon title={messageOf(settle.error, language)} /> : null}
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={save}>
        <Form.Item name="as" rules={[{ required: true, message: t('outbox.settleMissing') }]}>
          <Radio.Group vertical options={settlements.map((as) => ({ value: as, label: t(`outbox.settleAs.${as}`) }))} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('list.reason')}
          rules={[{ required: true, whitespace: true, message: t('list.reasonMissing') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
