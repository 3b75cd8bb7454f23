import type { User } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Form, Input, Modal } from '../../ui/antd.ts'
import { useUpdateUser } from './users.queries.ts'

/** A fresh password, to be changed at the next sign-in; it also unlocks. */
export const ResetPasswordDialog = ({
  user,
  onClose,
}: {
  user: User | undefined
  onClose: () => void
}): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const update = useUpdateUser()
  const save = ({ password }: { password: string }): void => {
    if (!user) return
    update.mutate(
      { userId: user.userId, password },
      {
        onSuccess: () => {
          void message.success(t('users.wasReset'))
          onClose()
        },
      },
    )
  }
  return (
    <Modal
      open={user !== undefined}
      onCancel={onClose}
      title={t('users.resetOf', { name: user?.name ?? '' })}
      footer={null}
      destroyOnHidden
    >
      {update.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(update.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form layout="vertical" requiredMark={false} onFinish={save}>
        <Form.Item
          name="password"
          label={t('users.firstPassword')}
          rules={[{ required: true, min: 8, message: t('session.passwordShort') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={update.isPending}>
            {t('users.reset')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
