import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { User } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { PageFrame } from '../../page/page-frame.tsx'
import { PagedTable } from '../../page/paged-table.tsx'
import { App, Button, Input, Popconfirm, type TableColumnsType } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { CreateUserDialog } from './create-user-dialog.tsx'
import { ResetPasswordDialog } from './reset-password-dialog.tsx'
import { userQueries, useUpdateUser } from './users.queries.ts'

/** Who may sign in. */
export const UsersPage = (): ReactElement => {
  const { t } = useTranslation()
  const { search } = useSearch({ from: '/in/users' })
  const navigate = useNavigate({ from: '/users' })
  const list = useInfiniteQuery(userQueries.list(search))
  const [isCreating, setCreating] = useState(false)
  const [resetting, setResetting] = useState<User>()
  const columns = useUserColumns(setResetting)
  const find = (text: string): void => void navigate({ search: text.trim() === '' ? {} : { search: text.trim() } })
  return (
    <PageFrame
      title={t('nav.users')}
      actions={
        <Button type="primary" onClick={() => setCreating(true)}>
          {t('users.create')}
        </Button>
      }
    >
      <div className="stack tight">
        <Input
          key={search ?? ''}
          type="search"
          style={{ maxWidth: 320 }}
          aria-label={t('users.search')}
          placeholder={t('users.search')}
          defaultValue={search}
          allowClear
          onClear={() => find('')}
          onPressEnter={({ currentTarget }) => find(currentTarget.value)}
        />
        <PagedTable<User> of={list} rowKey="userId" columns={columns} empty={<EmptyState title={t('users.none')} />} />
      </div>
      <CreateUserDialog isOpen={isCreating} onClose={() => setCreating(false)} />
      <ResetPasswordDialog user={resetting} onClose={() => setResetting(undefined)} />
    </PageFrame>
  )
}

const useUserColumns = (onReset: (user: User) => void): TableColumnsType<User> => {
  const { t } = useTranslation()
  const me = useMe()
  return [
    {
      key: 'username',
      title: t('session.username'),
      render: (_value, { username }) => <span className="strong">{username}</span>,
    },
    { key: 'name', title: t('customer.name'), dataIndex: 'name' },
    { key: 'role', title: t('supervisor.role'), render: (_value, { role }) => t(`role.${role}`) },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit?.name },
    {
      key: 'state',
      title: t('users.state'),
      render: (_value, { isActive, isLocked }) => (
        <span className={isLocked ? 'chip chip-bad' : isActive ? 'chip chip-good' : 'chip'}>
          {t(isLocked ? 'users.locked' : isActive ? 'users.active' : 'users.disabled')}
        </span>
      ),
    },
    {
      key: 'last',
      title: t('users.lastSignIn'),
      render: (_value, { lastSignInAt }) => <DateText value={lastSignInAt} withTime />,
    },
    {
      key: 'actions',
      title: t('users.actions'),
      render: (_value, user) => (
        <span className="row">
          <Button size="small" onClick={() => onReset(user)}>
            {t('users.reset')}
          </Button>
          {user.userId === me.userId ? null : <Switch user={user} />}
        </span>
      ),
    },
  ]
}

const Switch = ({ user }: { user: User }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const update = useUpdateUser()
  const set = (isActive: boolean): void =>
    update.mutate(
      { userId: user.userId, isActive },
      { onError: (error) => void message.error(messageOf(error, language)) },
    )
  return user.isActive ? (
    <Popconfirm title={t('users.disableSure', { name: user.name })} onConfirm={() => set(false)}>
      <Button size="small" danger loading={update.isPending}>
        {t('users.disable')}
      </Button>
    </Popconfirm>
  ) : (
    <Button size="small" loading={update.isPending} onClick={() => set(true)}>
      {t('users.enable')}
    </Button>
  )
}
