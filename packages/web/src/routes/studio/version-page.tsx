import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { PackVersionDetail } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../page/page-frame.tsx'
import { Alert, Tabs } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { DiffInWords } from './diff-in-words.tsx'
import { IssueList } from './issue-list.tsx'
import { SimulationTab } from './simulation-tab.tsx'
import { studioQueries } from './studio.queries.ts'
import { StudioFrame } from './studio-frame.tsx'
import type { VersionSearch } from './studio-search.ts'
import { VersionActions } from './version-actions.tsx'
import { VersionState } from './version-state.tsx'
import { Provenance } from './versions-page.tsx'

/** A version on its way: what it changes, whether anything is wrong, what it would do, and what may be done with it. */
export const VersionPage = (): ReactElement => {
  const { t } = useTranslation()
  const version = Number(useParams({ from: '/in/studio/versions/$version' }).version)
  const query = useQuery(studioQueries.version(version))
  const detail = query.data
  return (
    <StudioFrame
      title={detail ? `#${detail.version} ${detail.title}` : t('version.number', { version })}
      lead={
        detail ? (
          <span className="row wrap">
            <VersionState version={detail} />
            <Provenance version={detail} />
          </span>
        ) : null
      }
      actions={detail ? <VersionActions detail={detail} /> : null}
    >
      <Loaded of={query}>{() => (detail ? <VersionBody detail={detail} /> : null)}</Loaded>
    </StudioFrame>
  )
}

const VersionBody = ({ detail }: { detail: PackVersionDetail }): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/studio/versions/$version' })
  const navigate = useNavigate({ from: '/studio/versions/$version' })
  const change = (next: VersionSearch): void => void navigate({ search: next, replace: true })
  const errors = detail.issues.filter(({ severity }) => severity === 'error').length
  return (
    <div className="stack">
      {detail.isBehind ? <Alert type="warning" showIcon title={t('version.behind')} /> : null}
      {detail.state === 'rejected' && detail.reason ? (
        <Alert type="error" showIcon title={t('version.rejectedBecause', { reason: detail.reason })} />
      ) : null}
      {detail.note ? <p>{detail.note}</p> : null}
      <p className="row wrap hash">
        <span className="eyebrow">{t('version.hash')}</span>
        {detail.hash ? <code>{detail.hash}</code> : <span className="muted">{t('version.hashMissing')}</span>}
        <span className="small muted">{t('version.hashHint')}</span>
      </p>
      <Tabs
        activeKey={search.tab ?? 'diff'}
        onChange={(tab) => change({ ...search, tab: tab as NonNullable<VersionSearch['tab']> })}
        destroyOnHidden
        items={[
          { key: 'diff', label: `${t('version.diff')} ${detail.changes}`, children: <DiffInWords detail={detail} /> },
          {
            key: 'issues',
            label: `${t('version.issues')} ${errors === 0 ? '✓' : errors}`,
            children: <Issues detail={detail} />,
          },
          {
            key: 'simulation',
            label: t('simulation.title'),
            children: <SimulationTab detail={detail} search={search} onChange={change} />,
          },
        ]}
      />
    </div>
  )
}

const Issues = ({ detail }: { detail: PackVersionDetail }): ReactElement => {
  const { t } = useTranslation()
  return (
    <div className="card clip">
      {detail.issues.length === 0 ? (
        <EmptyState compact title={t('studio.noIssues')} />
      ) : (
        <IssueList
          issues={detail.issues}
          lead={({ kind, id }) =>
            kind && id ? (
              <Link
                to="/studio/definitions/$kind/$definitionId"
                params={{ kind, definitionId: id }}
                search={{ version: detail.version, as: 'text' }}
              >
                {id}
              </Link>
            ) : null
          }
        />
      )}
    </div>
  )
}
