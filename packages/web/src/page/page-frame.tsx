import type { ReactElement, ReactNode } from 'react'
import { useEffect } from 'react'
import { isForbidden, isNotFound } from '../api/failure.ts'
import { ErrorState, ForbiddenState, LoadingState, NotFoundState } from '../ui/states.tsx'

type Query = { readonly isPending: boolean; readonly error: unknown; readonly refetch: () => unknown }

/** What a page shows while its data are on their way, refused or missing; the children once they are there. */
export const Loaded = ({ of, rows, children }: { of: Query; rows?: number; children: () => ReactNode }): ReactNode => {
  if (isForbidden(of.error)) return <ForbiddenState />
  if (isNotFound(of.error)) return <NotFoundState />
  if (of.error && of.isPending === false) return <ErrorState error={of.error} onRetry={() => void of.refetch()} />
  if (of.isPending) return <LoadingState {...(rows === undefined ? {} : { rows })} />
  return children()
}

type FrameProps = {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export const PageFrame = ({ title, lead, actions, children }: FrameProps): ReactElement => {
  useDocumentTitle(title)
  return (
    <div className="page">
      <header className="page-head">
        <div className="grow">
          <h1>{title}</h1>
          {lead ? <div className="muted">{lead}</div> : null}
        </div>
        {actions}
      </header>
      {children}
    </div>
  )
}

export const useDocumentTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · 常青 Tend`
  }, [title])
}
