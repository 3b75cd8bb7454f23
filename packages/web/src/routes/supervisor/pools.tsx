import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { contactLabelName, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Table, type TableColumnsType } from '../../ui/antd.ts'
import { Count, Money } from '../../ui/figures.tsx'
import { PoolTag, pools } from '../../ui/pool-tag.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { byLabel, type LabelRow, totalsOf } from './pool-table.ts'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'

type Props = { readonly search: SupervisorSearch; readonly onChange: (search: SupervisorSearch) => void }

/** The five pools, whole and by contact label; every count opens its tasks. */
export const Pools = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const query = useQuery(supervisorQueries.pools(search.unit))
  const rows = query.data?.items ?? []
  const totals = totalsOf(rows)
  const columns: TableColumnsType<LabelRow> = [
    {
      key: 'label',
      title: t('task.label'),
      render: (_value, { contactLabel }) => (
        <button
          type="button"
          className="link"
          onClick={() => onChange({ ...search, tab: 'assign', label: contactLabel })}
        >
          {contactLabelName(catalogue, contactLabel, name)}
        </button>
      ),
    },
    ...pools.map((pool) => ({
      key: pool,
      title: <PoolTag pool={pool} />,
      align: 'right' as const,
      render: (_value: unknown, { counts }: LabelRow) => <Count value={counts[pool]} />,
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
      render: (_value, { valueMinor }) => <Money minor={valueMinor} />,
    },
  ]
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
          <div className="card clip">
            {rows.length === 0 ? (
              <EmptyState title={t('supervisor.noTasks')} hint={t('supervisor.noTasksHint')} />
            ) : (
              <Table<LabelRow>
                size="small"
                rowKey="contactLabel"
                dataSource={[...byLabel(rows)]}
                columns={columns}
                pagination={false}
                scroll={{ x: 'max-content' }}
              />
            )}
          </div>
        </div>
      )}
    </Loaded>
  )
}
