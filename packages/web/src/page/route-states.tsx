import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { isForbidden, isNotFound } from '../api/failure.ts'
import { ErrorState, ForbiddenState, LoadingState, NotFoundState } from '../ui/states.tsx'

export const RoutePending = (): ReactElement => (
  <div className="page">
    <LoadingState />
  </div>
)

export const RouteMissing = (): ReactElement => {
  const { t } = useTranslation()
  return (
    <div className="page">
      <NotFoundState action={<Link to="/">{t('action.home')}</Link>} />
    </div>
  )
}

export const RouteFailure = ({ error, reset }: ErrorComponentProps): ReactElement => {
  const router = useRouter()
  if (isForbidden(error)) return <ForbiddenState />
  if (isNotFound(error)) return <RouteMissing />
  const again = (): void => {
    reset()
    void router.invalidate()
  }
  return (
    <div className="page">
      <ErrorState error={error} onRetry={again} />
    </div>
  )
}
