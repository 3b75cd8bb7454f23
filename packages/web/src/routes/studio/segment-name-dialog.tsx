import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { type Label, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Form, Input, Modal } from '../../ui/antd.ts'
import { useNameSegment } from './studio.queries.ts'

type Props = {
  readonly model: string
  /** Of what was learned, as the page shows it. */
  readonly hash: string
  readonly segment: { readonly id: string; readonly name: Label }
  readonly onClose: () => void
}

/** As many letters as the server takes. */
const lettersMax = 30

/** Asks what a segment is to be called, in both languages of the app. */
export const SegmentNameDialog = ({ model, hash, segment, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [form] = Form.useForm<Label>()
  const naming = useNameSegment(model, segment.id)
  const save = ({ zh, en }: Label): void =>
    naming.mutate(
      { name: { zh: zh.trim(), en: en.trim() }, hash },
      {
        onSuccess: () => {
          void message.success(t('models.named'))
          onClose()
        },
      },
    )
  const rules = [{ required: true, whitespace: true, message: t('models.nameMissing') }]
  return (
    <Modal
      open
      title={t('models.renameTitle', { id: segment.id })}
      okText={t('models.saveName')}
      cancelText={t('action.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={naming.isPending}
    >
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('models.nameNotice')}
      </p>
      {naming.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(naming.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={segment.name} onFinish={save}>
        <Form.Item name="zh" label={t('models.nameZh')} rules={rules}>
          <Input maxLength={lettersMax} />
        </Form.Item>
        <Form.Item name="en" label={t('models.nameEn')} rules={rules}>
          <Input maxLength={lettersMax} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
