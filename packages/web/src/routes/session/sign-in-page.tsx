import { LockOutlined, UserOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { codeOf, messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { BrandMark } from '../../page/brand.tsx'
import { LanguageSwitch } from '../../page/language-switch.tsx'
import { useDocumentTitle } from '../../page/page-frame.tsx'
import { Alert, Button, Form, Input } from '../../ui/antd.ts'
import { useSignIn } from './session.queries.ts'

type Credentials = { readonly username: string; readonly password: string }

export const SignInPage = (): ReactElement => {
  const { t } = useTranslation()
  useDocumentTitle(t('session.signIn'))
  return (
    <main className="door">
      <section className="door-brand">
        <div className="row">
          <BrandMark size={36} />
          <span className="strong">Tend</span>
        </div>
        <div>
          <h1>常青</h1>
          <p>{t('session.promise')}</p>
        </div>
        <ol className="door-loop" aria-label={t('session.loop')}>
          {(['facts', 'levels', 'moments', 'tasks', 'contacts'] as const).map((station) => (
            <li key={station}>{t(`session.station.${station}`)}</li>
          ))}
        </ol>
        <Rings />
      </section>
      <section className="door-form">
        <div className="right">
          <LanguageSwitch />
        </div>
        <SignInForm />
        <p className="small muted">{t('session.confidential')}</p>
      </section>
    </main>
  )
}

const SignInForm = (): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/sign-in' })
  const signIn = useSignIn()
  const enter = (credentials: Credentials): void =>
    signIn.mutate(credentials, { onSuccess: () => void navigate({ href: next ?? '/', replace: true }) })
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={enter} size="large">
      <h2 style={{ fontSize: 22, marginBottom: 20 }}>{t('session.signIn')}</h2>
      {signIn.error ? (
        <Alert
          role="alert"
          type={codeOf(signIn.error) === 'sign-in-locked' ? 'warning' : 'error'}
          showIcon
          title={messageOf(signIn.error, language)}
          style={{ marginBottom: 20 }}
        />
      ) : null}
      <Form.Item
        name="username"
        label={t('session.username')}
        rules={[{ required: true, message: t('session.usernameMissing') }]}
      >
        <Input prefix={<UserOutlined className="muted" />} autoComplete="username" autoFocus spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('session.password')}
        rules={[{ required: true, message: t('session.passwordMissing') }]}
      >
        <Input.Password prefix={<LockOutlined className="muted" />} autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={signIn.isPending} style={{ marginTop: 8 }}>
        {t('session.enter')}
      </Button>
    </Form>
  )
}

/** A tree's rings: years looked after. */
const Rings = (): ReactElement => (
  <svg className="door-rings" viewBox="0 0 620 620" aria-hidden="true" fill="none" stroke="#2b6b54">
    {[40, 66, 98, 124, 160, 184, 222, 262, 300].map((radius) => (
      <circle key={radius} cx="310" cy="310" r={radius} strokeWidth={radius % 4 === 0 ? 1.5 : 2.5} />
    ))}
  </svg>
)
