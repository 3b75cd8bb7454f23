import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { runsQueries } from '../routes/runs/runs.queries.ts'
import { sessionQueries } from '../routes/session/session.queries.ts'
import { Popover } from '../ui/antd.ts'
import { Count, DateText } from '../ui/figures.tsx'
import { type Freshness, freshnessOf } from './freshness.ts'

/** The data's age in the header of every page: a person must never take yesterday's picture for today's. */
export const FreshnessStamp = ({ mayReadRuns }: { mayReadRuns: boolean }): ReactElement | null => {
  const { t } = useTranslation()
  const health = useQuery(sessionQueries.health())
  const runs = useQuery({ ...runsQueries.latest(), enabled: mayReadRuns })
  if (health.isPending) return null
  const data = health.data?.data ?? null
  const state: Freshness = health.error ? 'unknown' : freshnessOf(data, runs.data?.items[0]?.status)
  return (
    <Popover
      trigger={['click']}
      title={t(`freshness.${state}`)}
      content={
        <dl className="facts" style={{ width: 260 }}>
          <div>
            <dt>{t('freshness.asOf')}</dt>
            <dd>
              <DateText value={data?.asOf} />
            </dd>
          </div>
          <div>
            <dt>{t('freshness.publishedAt')}</dt>
            <dd>
              <DateText value={data?.publishedAt} withTime />
            </dd>
          </div>
          <div>
            <dt>{t('freshness.customers')}</dt>
            <dd>
              <Count value={data?.customers} />
            </dd>
          </div>
          <div>
            <dt>{t('freshness.pack')}</dt>
            <dd>{health.data ? `${health.data.pack.id} ${health.data.pack.version}` : null}</dd>
          </div>
        </dl>
      }
    >
      <button type="button" className={`stamp ${state === 'fresh' ? '' : state === 'stale' ? 'stale' : 'failed'}`}>
        <i aria-hidden="true" />
        <span>{data ? t('freshness.stamp', { date: data.asOf }) : t(`freshness.${state}`)}</span>
        {data && state !== 'fresh' ? <span>· {t(`freshness.${state}`)}</span> : null}
      </button>
    </Popover>
  )
}
