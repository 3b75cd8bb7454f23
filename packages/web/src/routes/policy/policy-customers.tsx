import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RouteResponse } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { Drawer, type TableColumnsType } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { type PolicyQuestion, policyQueries } from './policy.queries.ts'
import type { PolicyGroup, PolicySearch } from './policy-search.ts'

type Row = RouteResponse<'listPolicyCustomers'>['items'][number]
type Props = { readonly question: PolicyQuestion; readonly search: PolicySearch; readonly onClose: () => void }

/** The customers behind a figure of the board, each with the verdict as a sentence. */
export const PolicyCustomers = ({ question, search, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const titleOf = (group: PolicyGroup): string =>
    group === 'reachable'
      ? t('policy.reachable')
      : group === 'below-minimum'
        ? t('policy.belowMinimum')
        : t(`today.code.${group}`)
  return (
    <Drawer
      open={search.group !== undefined}
      onClose={onClose}
      title={search.group ? titleOf(search.group) : ''}
      size={760}
    >
      {search.group ? <List question={question} group={search.group} level={search.level} /> : null}
    </Drawer>
  )
}

type ListProps = {
  readonly question: PolicyQuestion
  readonly group: PolicyGroup
  readonly level: string | undefined
}

const List = ({ question, group, level }: ListProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const list = useInfiniteQuery(policyQueries.customers(question, group, level))
  const columns: TableColumnsType<Row> = [
    {
      key: 'customer',
      title: t('nav.customer'),
      render: (_value, { customerId, name: customerName }) => (
        <Link to="/customers/$customerId" params={{ customerId }}>
          {customerName ?? customerId}
        </Link>
      ),
    },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit?.name },
    { key: 'owner', title: t('customer.owner'), render: (_value, { owner }) => owner?.name },
    {
      key: 'verdict',
      title: t('policy.verdict'),
      render: (_value, { verdict }) => <span className="wrapped">{name(verdict.sentence)}</span>,
    },
    {
      key: 'until',
      title: t('policy.until'),
      render: (_value, { verdict }) => (verdict.until ? <DateText value={verdict.until} withTime /> : null),
    },
  ]
  return (
    <PagedTable<Row>
      of={list}
      rowKey="customerId"
      columns={columns}
      empty={<EmptyState compact title={t('policy.nobody')} />}
    />
  )
}
