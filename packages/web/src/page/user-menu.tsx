import { DownOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import type { Me } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordDialog } from '../routes/session/password-dialog.tsx'
import { useSignOut } from '../routes/session/session.queries.ts'
import { Button, Dropdown } from '../ui/antd.ts'

/** Who is signed in, in which role, and the way out. */
export const UserMenu = ({ me }: { me: Me }): ReactElement => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const [isChangingPassword, setChangingPassword] = useState(false)
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'who', type: 'group', label: `${me.username} · ${t(`role.${me.role}`)}` },
            ...(me.staffId && me.permissions.includes('tasks.view')
              ? [{ key: 'absences', label: t('absence.title'), onClick: () => void navigate({ to: '/absences' }) }]
              : []),
            { key: 'password', label: t('session.changePassword'), onClick: () => setChangingPassword(true) },
            {
              key: 'sign-out',
              label: t('session.signOut'),
              onClick: () => signOut.mutate(undefined, { onSettled: () => void navigate({ to: '/sign-in' }) }),
            },
          ],
        }}
      >
        <Button type="text" aria-label={t('session.account', { name: me.name })} aria-haspopup="menu">
          <span className="strong">{me.name}</span>
          <span className="muted user-role">{t(`role.${me.role}`)}</span>
          <DownOutlined style={{ fontSize: 10 }} />
        </Button>
      </Dropdown>
      <PasswordDialog
        isOpen={isChangingPassword}
        mustChange={me.mustChangePassword}
        onClose={() => setChangingPassword(false)}
      />
    </>
  )
}
