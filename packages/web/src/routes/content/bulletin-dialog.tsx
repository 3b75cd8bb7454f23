import type { Bulletin } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { type Label, useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Form, Input, Modal, Select } from '../../ui/antd.ts'
import { useWriteBulletin } from './content.queries.ts'

type Fields = {
  readonly category: string
  readonly zhTitle: string
  readonly zhBody: string
  readonly enTitle?: string
  readonly enBody?: string
}

type Props = {
  readonly bulletin: Bulletin | undefined
  readonly categories: readonly { readonly id: string; readonly label: Label }[]
  readonly onClose: () => void
}

/** Chinese first; English readers get the Chinese text where there is no other. */
export const BulletinDialog = ({ bulletin, categories, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const write = useWriteBulletin()
  const save = ({ category, zhTitle, zhBody, enTitle, enBody }: Fields): void =>
    write.mutate(
      {
        ...(bulletin ? { bulletinId: bulletin.bulletinId } : {}),
        category,
        zh: { title: zhTitle, body: zhBody },
        ...(enTitle?.trim() && enBody?.trim() ? { en: { title: enTitle, body: enBody } } : {}),
      },
      {
        onSuccess: () => {
          void message.success(t('bulletin.submitted'))
          onClose()
        },
      },
    )
  const needed = [{ required: true, whitespace: true, message: t('form.required') }]
  return (
    <Modal
      open
      title={t('bulletin.write')}
      okText={t('bulletin.submit')}
      cancelText={t('action.cancel')}
      confirmLoading={write.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={720}
    >
      {write.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(write.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={save}
        initialValues={
          bulletin
            ? {
                category: bulletin.category,
                zhTitle: bulletin.zh.title,
                zhBody: bulletin.zh.body,
                enTitle: bulletin.en?.title,
                enBody: bulletin.en?.body,
              }
            : {}
        }
      >
        <Form.Item name="category" label={t('bulletin.category')} rules={needed}>
          <Select options={categories.map(({ id, label }) => ({ value: id, label: name(label) }))} />
        </Form.Item>
        <Form.Item name="zhTitle" label={t('bulletin.zhTitle')} rules={needed}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="zhBody" label={t('bulletin.zhBody')} rules={needed} extra={t('bulletin.places')}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 4, maxRows: 14 }} />
        </Form.Item>
        <Form.Item name="enTitle" label={t('bulletin.enTitle')}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="enBody" label={t('bulletin.enBody')}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 14 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
