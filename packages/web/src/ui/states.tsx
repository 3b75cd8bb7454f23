import { InboxOutlined, LockOutlined, QuestionOutlined, WarningOutlined } from '@ant-design/icons'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf, requestIdOf } from '../api/failure.ts'
import { useLanguage } from '../i18n/index.ts'
import { Button, Skeleton } from './antd.ts'

type StateProps = {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  readonly tone?: 'calm' | 'bad'
  readonly compact?: boolean
  readonly role?: 'alert' | 'status'
}

const State = ({ icon, title, children, action, tone = 'calm', compact = false, role }: StateProps): ReactElement => (
  <div className={compact ? 'state compact' : 'state'} role={role}>
    <span className={tone === 'bad' ? 'mark bad' : 'mark'} aria-hidden="true">
      {icon}
    </span>
    <strong>{title}</strong>
    {children}
    {action}
  </div>
)

type EmptyProps = {
  readonly title: string
  readonly hint?: string | undefined
  readonly action?: ReactNode
  readonly compact?: boolean
}

export const EmptyState = ({ title, hint, action, compact = false }: EmptyProps): ReactElement => (
  <State icon={<InboxOutlined />} title={title} action={action} compact={compact} role="status">
    {hint ? <p>{hint}</p> : null}
  </State>
)

export const LoadingState = ({ rows = 6 }: { rows?: number }): ReactElement => {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('state.loading')} style={{ padding: 16 }}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  )
}

type ErrorProps = { readonly error: unknown; readonly onRetry?: () => void; readonly compact?: boolean }

/** Says what happened in the reader's language, keeps the request id at hand for whoever helps, and offers another try. */
export const ErrorState = ({ error, onRetry, compact = false }: ErrorProps): ReactElement => {
  const { t } = useTranslation()
  const requestId = requestIdOf(error)
  const language = useLanguage()
  return (
    <State
      icon={<WarningOutlined />}
      title={t('state.failed')}
      tone="bad"
      compact={compact}
      role="alert"
      action={onRetry ? <Button onClick={onRetry}>{t('state.retry')}</Button> : undefined}
    >
      <p>{messageOf(error, language)}</p>
      {requestId ? <p className="small muted">{t('state.requestId', { requestId })}</p> : null}
    </State>
  )
}

export const ForbiddenState = (): ReactElement => {
  const { t } = useTranslation()
  return (
    <State icon={<LockOutlined />} title={t('state.forbidden')} role="alert">
      <p>{t('state.forbiddenHint')}</p>
    </State>
  )
}

export const NotFoundState = ({ action }: { action?: ReactNode }): ReactElement => {
  const { t } = useTranslation()
  return (
    <State icon={<QuestionOutlined />} title={t('state.notFound')} action={action} role="alert">
      <p>{t('state.notFoundHint')}</p>
    </State>
  )
}
