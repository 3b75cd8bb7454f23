import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Form, Input, Modal } from '../../ui/antd.ts'
import { useChangePassword } from './session.queries.ts'

type Passwords = { readonly currentPassword: string; readonly newPassword: string; readonly repeated: string }

type Props = { readonly isOpen: boolean; readonly mustChange: boolean; readonly onClose: () => void }

/** A first password, set by somebody else, is changed before anything else is done. */
export const PasswordDialog = ({ isOpen, mustChange, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const change = useChangePassword()
  const submit = ({ currentPassword, newPassword }: Passwords): void =>
    change.mutate(
      { currentPassword, newPassword },
      {
        onSuccess: () => {
          void message.success(t('session.passwordChanged'))
          onClose()
        },
      },
    )
  return (
    <Modal
      open={isOpen || mustChange}
      closable={!mustChange}
      onCancel={onClose}
      title={t('session.changePassword')}
      footer={null}
      destroyOnHidden
    >
      {mustChange ? (
        <Alert type="warning" showIcon title={t('session.mustChange')} style={{ marginBottom: 16 }} />
      ) : null}
      {change.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(change.error, language)}
          style={{ marginBottom: 16 }}
        />
      ) : null}
      <Form<Passwords> layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item
          name="currentPassword"
          label={t('session.currentPassword')}
          rules={[{ required: true, message: t('session.passwordMissing') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="newPassword"
          label={t('session.newPassword')}
          rules={[{ required: true, min: 8, message: t('session.passwordShort') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="repeated"
          label={t('session.repeatPassword')}
          dependencies={['newPassword']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_rule, value) =>
                value === getFieldValue('newPassword')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('session.passwordDiffers'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          {mustChange ? null : <Button onClick={onClose}>{t('action.cancel')}</Button>}
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t('session.changePassword')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
