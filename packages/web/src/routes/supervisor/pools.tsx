import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { contactLabelName, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { PlainTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { Segmented, type TableColumnsType } from '../../ui/antd.ts'
import { Count, Money } from '../../ui/figures.tsx'
import { PoolTag, pools } from '../../ui/pool-tag.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { byLabel, byUnit, type PoolLine, totalsOf } from './pool-table.ts'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'

type Props = { readonly search: SupervisorSearch; readonly onChange: (search: SupervisorSearch) => void }

/** The five pools, whole, by contact label and by unit; every line opens its tasks. */
export const Pools = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(supervisorQueries.pools(search.unit))
  const rows = query.data?.items ?? []
  const totals = totalsOf(rows)
  const columns = usePoolColumns({ search, onChange })
  return (
    <Loaded of={query}>
      {() => (
        <div className="stack">
          <ul className="tiles" aria-label={t('supervisor.pools')}>
            {pools.map((pool) => (
              <li key={pool} className="card">
                <PoolTag pool={pool} />
                <span className="tile-figure">
                  <Count value={totals[pool]} />
                </span>
                <span className="small muted">{t(`pool.hint.${pool}`)}</span>
              </li>
            ))}
          </ul>
          <div className="stack tight">
            <div>
              <Segmented
                aria-label={t('team.groupBy')}
                value={search.by ?? 'label'}
                onChange={(by) => onChange(changed(search, { by: by === 'unit' ? 'unit' : undefined }))}
                options={[
                  { value: 'label', label: t('team.byLabel') },
                  { value: 'unit', label: t('team.byUnit') },
                ]}
              />
            </div>
            <PlainTable<PoolLine>
              of={query}
              rows={search.by === 'unit' ? byUnit(rows) : byLabel(rows)}
              rowKey="id"
              columns={columns}
              empty={<EmptyState title={t('supervisor.noTasks')} hint={t('supervisor.noTasksHint')} />}
            />
          </div>
        </div>
      )}
    </Loaded>
  )
}

const usePoolColumns = ({ search, onChange }: Props): TableColumnsType<PoolLine> => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const isUnit = search.by === 'unit'
  return [
    {
      key: 'line',
      title: t(isUnit ? 'customer.unit' : 'task.label'),
      render: (_value, { id, name: unitName }) => (
        <button
          type="button"
          className="link"
          onClick={() => onChange(changed(search, { tab: 'assign', ...(isUnit ? { unit: id } : { label: id }) }))}
        >
          {isUnit ? unitName : contactLabelName(catalogue, id, name)}
        </button>
      ),
    },
    ...pools.map((pool) => ({
      key: pool,
      title: <PoolTag pool={pool} />,
      align: 'right' as const,
      render: (_value: unknown, { counts }: PoolLine) => <Count value={counts[pool]} />,
    })),
    {
      key: 'unassigned',
      title: t('supervisor.unassigned'),
      align: 'right',
      render: (_value, { unassigned }) => <Count value={unassigned} />,
    },
    {
      key: 'value',
      title: t('supervisor.openValue'),
      align: 'right',
      render: (_value, { valueMinor }) => <Money minor={valueMinor || null} />,
    },
  ]
}
