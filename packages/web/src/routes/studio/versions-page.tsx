import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { PackVersion } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../page/page-frame.tsx'
import { DateText } from '../../ui/figures.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { RollBackButton } from './roll-back-button.tsx'
import { studioQueries } from './studio.queries.ts'
import { StudioFrame } from './studio-frame.tsx'
import { VersionState } from './version-state.tsx'

/** What waits to be checked, one's own drafts, and every version with who made and who checked it. */
export const VersionsPage = (): ReactElement => {
  const { t } = useTranslation()
  const { permissions, userId } = useMe()
  const query = useInfiniteQuery(studioQueries.versions())
  const versions = itemsOf(query)
  const queue = versions.filter(({ state }) => state === 'submitted')
  const drafts = versions.filter(({ state, createdBy }) => state === 'draft' && createdBy.userId === userId)
  const history = versions.filter((version) => !queue.includes(version) && !drafts.includes(version))
  return (
    <StudioFrame title={t('studio.versions')} lead={t('studio.lead')}>
      <Loaded of={query}>
        {() => (
          <>
            {queue.length > 0 || permissions.includes('studio.approve') ? (
              <Panel title={t('version.queue')} flush>
                {queue.length === 0 ? (
                  <p className="muted panel-note">{t('version.queueEmpty')}</p>
                ) : (
                  <VersionRows versions={queue} label={t('version.queue')} />
                )}
              </Panel>
            ) : null}
            {drafts.length > 0 ? (
              <Panel title={t('version.mine')} flush>
                <VersionRows versions={drafts} label={t('version.mine')} />
              </Panel>
            ) : null}
            <Panel title={t('version.history')} flush>
              {history.length === 0 ? (
                <EmptyState compact title={t('version.none')} hint={t('version.noneHint')} />
              ) : (
                <VersionRows versions={history} label={t('version.history')} />
              )}
              <Shipped />
              <LoadMore of={query} />
            </Panel>
          </>
        )}
      </Loaded>
    </StudioFrame>
  )
}

const VersionRows = ({ versions, label }: { versions: readonly PackVersion[]; label: string }): ReactElement => {
  const { t } = useTranslation()
  return (
    <ul className="lines versions" aria-label={label}>
      {versions.map((version) => (
        <li key={version.version}>
          <div className="row wrap between">
            <span className="row wrap">
              <Link to="/studio/versions/$version" params={{ version: String(version.version) }} className="strong">
                #{version.version} {version.title}
              </Link>
              <VersionState version={version} />
              <span className="small muted">{t('version.changes', { count: version.changes })}</span>
            </span>
            {version.may.rollBack ? <RollBackButton version={version.version} /> : null}
          </div>
          <Provenance version={version} />
        </li>
      ))}
    </ul>
  )
}

/** Who made it and who decided, with the days. */
export const Provenance = ({ version }: { version: PackVersion }): ReactElement => {
  const { t } = useTranslation()
  return (
    <span className="small muted row wrap">
      <span>
        {t('version.by')} {version.createdBy.name} <DateText value={version.createdAt} withTime />
      </span>
      {version.decidedBy ? (
        <span>
          {t('version.checkedBy')} {version.decidedBy.name} <DateText value={version.decidedAt} withTime />
        </span>
      ) : null}
      {version.hash ? <code title={version.hash}>{version.hash.slice(0, 12)}</code> : null}
    </span>
  )
}

/** Version 0: what came with the product, before anything was published. */
const Shipped = (): ReactElement | null => {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const { data } = useQuery(studioQueries.pack())
  if (!data) return null
  const isInForce = data.inForce.version === 0
  return (
    <ul className="lines versions">
      <li>
        <div className="row wrap between">
          <span className="row wrap">
            <strong>{t('version.shipped')}</strong>
            {isInForce ? <span className="chip chip-good">{t('version.inForce')}</span> : null}
          </span>
          {!isInForce && permissions.includes('studio.approve') ? <RollBackButton version={0} /> : null}
        </div>
      </li>
    </ul>
  )
}
