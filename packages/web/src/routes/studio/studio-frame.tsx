import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageFrame } from '../../page/page-frame.tsx'
import { studioQueries } from './studio.queries.ts'

type Props = {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  /** The draft that is being edited. */
  readonly version?: number | undefined
  readonly children: ReactNode
}

/** The studio's own ways, and the draft in hand, above each of its pages. */
export const StudioFrame = ({ title, lead, actions, version, children }: Props): ReactElement => {
  const { t } = useTranslation()
  const carried = version === undefined ? {} : { version }
  const current = { activeProps: { 'aria-current': 'page' as const } }
  return (
    <PageFrame title={title} lead={lead} actions={actions}>
      <div className="stack">
        <nav className="subnav" aria-label={t('nav.studio')}>
          <Link to="/studio" search={carried} activeOptions={{ exact: true, includeSearch: false }} {...current}>
            {t('studio.catalogue')}
          </Link>
          <Link to="/studio/versions" activeOptions={{ includeSearch: false }} {...current}>
            {t('studio.versions')}
          </Link>
          <Link to="/studio/backtest" search={carried} activeOptions={{ includeSearch: false }} {...current}>
            {t('studio.backtest')}
          </Link>
          <Link to="/studio/models" activeOptions={{ includeSearch: false }} {...current}>
            {t('models.title')}
          </Link>
        </nav>
        {version === undefined ? null : <DraftBar version={version} />}
        {children}
      </div>
    </PageFrame>
  )
}

const DraftBar = ({ version }: { version: number }): ReactElement => {
  const { t } = useTranslation()
  const { data } = useQuery(studioQueries.version(version))
  const errors = data?.issues.filter(({ severity }) => severity === 'error').length ?? 0
  return (
    <div className="draft-bar row wrap between">
      <span className="row wrap">
        <strong>{t('studio.editing', { version })}</strong>
        {data ? <span>{data.title}</span> : null}
        {data ? <span className="chip chip-info">{t('version.changes', { count: data.changes })}</span> : null}
        {errors > 0 ? <span className="chip chip-bad">{t('studio.savedWithIssues', { count: errors })}</span> : null}
      </span>
      <span className="row wrap">
        <Link to="/studio/versions/$version" params={{ version: String(version) }}>
          {t('studio.toDraft')}
        </Link>
        <Link to="/studio" search={{}}>
          {t('studio.leaveDraft')}
        </Link>
      </span>
    </div>
  )
}
