import type { RouteInput } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Form, Input, Modal } from '../../ui/antd.ts'
import { useCreateUser } from './users.queries.ts'

type NewUser = RouteInput<'createUser'>['body']

/** A sign-in for a person of the staff list, whose role and unit it takes. */
export const CreateUserDialog = ({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const create = useCreateUser()
  const save = (user: NewUser): void =>
    create.mutate(user, {
      onSuccess: ({ username }) => {
        void message.success(t('users.created', { username }))
        onClose()
      },
    })
  return (
    <Modal open={isOpen} onCancel={onClose} title={t('users.create')} footer={null} destroyOnHidden>
      {create.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(create.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form<NewUser> layout="vertical" requiredMark={false} onFinish={save}>
        <Form.Item
          name="staffId"
          label={t('users.staffId')}
          rules={[{ required: true, message: t('users.staffIdMissing') }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="username"
          label={t('session.username')}
          rules={[{ required: true, min: 2, pattern: /^[a-z0-9][a-z0-9._-]*$/, message: t('users.usernameForm') }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('users.firstPassword')}
          rules={[{ required: true, min: 8, message: t('session.passwordShort') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t('users.create')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
