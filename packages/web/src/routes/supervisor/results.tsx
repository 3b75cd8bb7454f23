import { useQuery } from '@tanstack/react-query'
import type { LabelResult } from '@tend/contract'
import dayjs from 'dayjs'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { contactLabelName, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { PlainTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import type { TableColumnsType } from '../../ui/antd.ts'
import { Count, Percent } from '../../ui/figures.tsx'
import { FilterDays, FilterSelect } from '../../ui/filters.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'

type Props = { readonly search: SupervisorSearch; readonly onChange: (search: SupervisorSearch) => void }

/** What came of the work of a period, by contact label (S161); the month so far where no days are chosen. */
export const Results = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const today = dayjs().format('YYYY-MM-DD')
  const from = search.from ?? `${today.slice(0, 8)}01`
  const to = search.to ?? today
  const query = useQuery(
    supervisorQueries.results({
      from,
      to,
      ...(search.unit ? { unit: search.unit } : {}),
      ...(search.module ? { module: search.module } : {}),
    }),
  )
  return (
    <div className="stack tight">
      <div className="row wrap">
        <FilterDays
          from={from}
          to={to}
          onChange={(days) => onChange(changed(search, { from: days.from, to: days.to }))}
        />
        <FilterSelect
          label={t('team.module')}
          value={search.module}
          onChange={(module) => onChange(changed(search, { module }))}
          options={catalogue.modules.map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
      </div>
      <PlainTable<LabelResult>
        of={query}
        rows={query.data?.items ?? []}
        rowKey="contactLabel"
        columns={useResultColumns()}
        empty={<EmptyState title={t('team.noResults')} hint={t('team.noResultsHint')} />}
      />
    </div>
  )
}

const useResultColumns = (): TableColumnsType<LabelResult> => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const figure = (
    key: 'customers' | 'attempts' | 'reached' | 'noAnswer' | 'refusals' | 'success' | 'failure',
    title: string,
  ) => ({
    key,
    title,
    align: 'right' as const,
    render: (_value: unknown, row: LabelResult) => <Count value={row[key]} />,
  })
  const share = (key: 'reachedShare' | 'successShare', title: string) => ({
    key,
    title,
    align: 'right' as const,
    render: (_value: unknown, row: LabelResult) => <Percent ratio={row[key]} />,
  })
  return [
    {
      key: 'label',
      title: t('task.label'),
      render: (_value, { contactLabel }) => contactLabelName(catalogue, contactLabel, name),
    },
    figure('customers', t('team.customers')),
    figure('attempts', t('team.attempts')),
    figure('reached', t('team.reached')),
    share('reachedShare', t('team.reachedShare')),
    figure('noAnswer', t('team.noAnswer')),
    figure('refusals', t('team.refusals')),
    figure('success', t('team.success')),
    figure('failure', t('team.failure')),
    share('successShare', t('supervisor.successRate')),
  ]
}
