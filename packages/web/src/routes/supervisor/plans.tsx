import { useQuery } from '@tanstack/react-query'
import type { RouteResponse } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { PlainTable } from '../../page/paged-table.tsx'
import type { TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText, Percent } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'

export type Plan = RouteResponse<'listPlans'>['items'][number]

/** Every plan with its cumulative and today's results (S156), as they come in. */
export const Plans = ({ search }: { search: SupervisorSearch }): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(supervisorQueries.plans(search.unit))
  return (
    <div className="stack tight">
      <p className="small muted live" role="status">
        <i aria-hidden="true" />
        {t('team.live')} {query.data ? <DateText value={query.data.at} withTime /> : null}
      </p>
      <PlanTable of={query} plans={query.data?.items ?? []} />
    </div>
  )
}

type TableProps = { readonly of: Parameters<typeof PlainTable>[0]['of']; readonly plans: readonly Plan[] }

export const PlanTable = ({ of, plans }: TableProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const figure = (key: 'total' | 'open' | 'done' | 'doneToday', title: string) => ({
    key,
    title,
    align: 'right' as const,
    render: (_value: unknown, row: Plan) => <Count value={row[key]} />,
  })
  const columns: TableColumnsType<Plan> = [
    {
      key: 'play',
      title: t('supervisor.plan'),
      render: (_value, plan) => (
        <span className="row">
          {name(plan.name)}
          {plan.theme ? <span className="chip chip-info">{t('team.theme')}</span> : null}
        </span>
      ),
    },
    {
      key: 'progress',
      title: t('team.progress'),
      width: 170,
      render: (_value, { total, done }) => (
        <span className="row">
          <span className="bar wide" aria-hidden="true">
            <i style={{ width: `${total === 0 ? 0 : Math.round((100 * done) / total)}%` }} />
          </span>
          <Percent ratio={total === 0 ? null : done / total} digits={0} />
        </span>
      ),
    },
    figure('total', t('supervisor.total')),
    figure('open', t('supervisor.open')),
    figure('done', t('supervisor.done')),
    figure('doneToday', t('supervisor.doneToday')),
    {
      key: 'success',
      title: t('supervisor.successRate'),
      align: 'right',
      render: (_value, { done, succeeded }) => <Percent ratio={done === 0 ? null : succeeded / done} />,
    },
  ]
  return (
    <PlainTable<Plan>
      of={of}
      rows={plans}
      rowKey={({ play, theme }) => `${play}/${theme?.themeId ?? ''}`}
      columns={columns}
      empty={<EmptyState title={t('supervisor.noTasks')} hint={t('supervisor.noTasksHint')} />}
    />
  )
}
