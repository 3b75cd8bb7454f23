import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { CaseSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { useLabel } from '../../i18n/index.ts'
import { PageFrame } from '../../page/page-frame.tsx'
import { PagedTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { Button, Segmented, type TableColumnsType, Tabs } from '../../ui/antd.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { FilterSelect, FilterText } from '../../ui/filters.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { Benefits } from './benefits.tsx'
import { CaseStateChip } from './case-state.tsx'
import { caseQueries } from './cases.queries.ts'
import { type CasesSearch, caseStates } from './cases-search.ts'
import { GiftRegister } from './gift-register.tsx'

type Props = { readonly search: CasesSearch; readonly onChange: (search: CasesSearch) => void }

/** What was promised, suggested or complained of, until it is closed; and what was given. */
export const CasesPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/cases' })
  const navigate = useNavigate({ from: '/cases' })
  const { permissions } = useMe()
  const change = (next: CasesSearch): void => void navigate({ search: next, replace: true })
  const mayWork = permissions.includes('cases.work')
  const both = { search, onChange: change }
  const items = [
    ...(mayWork ? [{ key: 'cases', label: t('case.title'), children: <Cases {...both} /> }] : []),
    { key: 'benefits', label: t('benefit.title'), children: <Benefits {...both} /> },
    ...(permissions.includes('boards.view')
      ? [{ key: 'register', label: t('benefit.register'), children: <GiftRegister unit={search.unit} /> }]
      : []),
  ]
  return (
    <PageFrame
      title={t('nav.cases')}
      lead={t('case.lead')}
      actions={<UnitSelect value={search.unit} onChange={(unit) => change(changed(search, { unit }))} />}
    >
      <Tabs
        activeKey={search.tab ?? items[0]?.key ?? 'benefits'}
        onChange={(tab) => change(tab === 'cases' ? {} : { tab: tab as NonNullable<CasesSearch['tab']> })}
        destroyOnHidden
        items={items}
      />
    </PageFrame>
  )
}

const Cases = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const list = useInfiniteQuery(caseQueries.list(search))
  const counts = useQuery(caseQueries.counts(search.scope))
  const set = (change: Parameters<typeof changed<CasesSearch>>[1]): void => onChange(changed(search, change))
  return (
    <div className="stack tight">
      <ul className="line-counts" aria-label={t('case.byKind')}>
        {(counts.data?.byKind ?? []).map(({ kind, label, open, late }) => (
          <li key={kind}>
            <button
              type="button"
              aria-pressed={search.kind === kind}
              onClick={() => set({ kind: search.kind === kind ? undefined : kind })}
            >
              <span className="small">{name(label)}</span>
              <span className="tile-figure small-tile">
                <Count value={open} />
              </span>
              {late > 0 ? <span className="small bad">{t('case.lateCount', { count: late })}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      <div className="row wrap">
        <Segmented
          aria-label={t('case.whose')}
          value={search.scope ?? 'all'}
          onChange={(scope) => set({ scope: scope === 'mine' ? 'mine' : undefined })}
          options={[
            { value: 'all', label: t('case.all') },
            { value: 'mine', label: t('case.mine') },
          ]}
        />
        <FilterSelect
          label={t('case.stateTitle')}
          mayClear={false}
          width={130}
          value={search.state ?? 'open'}
          onChange={(state) => set({ state })}
          options={caseStates.map((state) => ({ value: state, label: t(`case.filter.${state}`) }))}
        />
        <FilterText label={t('outbox.customer')} value={search.customer} onChange={(customer) => set({ customer })} />
      </div>
      <PagedTable<CaseSummary>
        of={list}
        rowKey="caseId"
        columns={useCaseColumns()}
        empty={
          <EmptyState
            title={t('case.none')}
            hint={t('case.noneHint')}
            action={
              Object.keys(search).length > 0 ? (
                <Button onClick={() => onChange({})}>{t('customers.clear')}</Button>
              ) : undefined
            }
          />
        }
      />
    </div>
  )
}

const useCaseColumns = (): TableColumnsType<CaseSummary> => {
  const { t } = useTranslation()
  const name = useLabel()
  return [
    {
      key: 'kind',
      title: t('case.kind'),
      render: (_value, { caseId, label }) => (
        <Link to="/cases/$caseId" params={{ caseId }}>
          {name(label)}
        </Link>
      ),
    },
    {
      key: 'text',
      title: t('case.text'),
      width: 320,
      render: (_value, { text }) => <span className="wrapped">{name(text)}</span>,
    },
    {
      key: 'customer',
      title: t('nav.customer'),
      render: (_value, { customer }) => (
        <Link to="/customers/$customerId" params={{ customerId: customer.customerId }}>
          {customer.name ?? customer.customerId}
        </Link>
      ),
    },
    { key: 'state', title: t('case.stateTitle'), render: (_value, one) => <CaseStateChip of={one} /> },
    { key: 'due', title: t('case.dueOn'), render: (_value, { dueOn }) => <DateText value={dueOn} /> },
    {
      key: 'assignee',
      title: t('case.assignee'),
      render: (_value, { assignee, route }) =>
        assignee?.name ?? <span className="muted">{t(`case.route.${route}`)}</span>,
    },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit.name },
    {
      key: 'received',
      title: t('case.receivedAt'),
      render: (_value, { receivedAt }) => <DateText value={receivedAt} withTime />,
    },
  ]
}
