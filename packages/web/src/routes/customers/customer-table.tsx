import { Link, useNavigate } from '@tanstack/react-router'
import type { CustomerSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { FieldCell, isFigure } from '../../catalogue/cell.tsx'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Table, type TableColumnsType } from '../../ui/antd.ts'
import { Unknown } from '../../ui/figures.tsx'
import { shownColumns } from './columns.ts'
import { type CustomersSearch, readSort, writeSort } from './customers-search.ts'

type Props = {
  readonly customers: readonly CustomerSummary[]
  readonly search: CustomersSearch
  readonly onChange: (search: CustomersSearch) => void
}

/** Pixels that hold the usual content in both languages; what does not fit wraps. */
const widths = { name: 120, figure: 124, level: 104, roles: 160, owner: 132 } as const

export const CustomerTable = ({ customers, search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const columns = useColumns(search)
  return (
    <Table<CustomerSummary>
      size="small"
      rowKey="customerId"
      dataSource={[...customers]}
      columns={columns}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: columns.reduce((sum, { width }) => sum + Number(width), 0) }}
      aria-label={t('nav.customers')}
      onRow={({ customerId }) => ({
        className: 'clickable',
        onClick: () => void navigate({ to: '/customers/$customerId', params: { customerId } }),
      })}
      onChange={(_page, _filters, sorter) => {
        const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter
        const { sort: _before, ...rest } = search
        onChange(
          order && columnKey
            ? { ...rest, sort: writeSort({ field: String(columnKey), isDescending: order === 'descend' }) }
            : rest,
        )
      }}
    />
  )
}

const useColumns = (search: CustomersSearch): TableColumnsType<CustomerSummary> => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const sort = readSort(search.sort)
  const orderOf = (id: string) =>
    sort?.field === id ? (sort.isDescending ? ('descend' as const) : ('ascend' as const)) : null
  const shown = shownColumns(catalogue, search.columns)
  return [
    {
      key: 'name',
      title: t('customer.name'),
      fixed: 'left',
      width: widths.name,
      render: (_value, { customerId, name: customerName }) => (
        <Link
          to="/customers/$customerId"
          params={{ customerId }}
          className="customer-name"
          onClick={(event) => event.stopPropagation()}
        >
          <span className="strong">{customerName ?? customerId}</span>
          {customerName ? <span className="small muted figure">{customerId}</span> : null}
        </Link>
      ),
    },
    ...shown.flatMap((id) => {
      const indicator = catalogue.indicators.find((each) => each.id === id)
      if (!indicator) return []
      return {
        key: id,
        width: widths.figure,
        title: <span className="column-title">{name(indicator.label)}</span>,
        align: isFigure(indicator.unit) ? ('right' as const) : ('left' as const),
        sorter: true,
        sortDirections: ['descend' as const, 'ascend' as const],
        sortOrder: orderOf(id),
        render: (_value: unknown, { indicators }: CustomerSummary) => (
          <FieldCell id={id} unit={indicator.unit} value={indicators[id]} />
        ),
      }
    }),
    ...catalogue.schemes.map(({ id, label, variant }) => ({
      key: id,
      // Roles are held side by side, and their names are longer than a level's.
      width: variant === 'rules' ? widths.roles : widths.level,
      title: <span className="column-title">{name(label)}</span>,
      sorter: true,
      sortDirections: ['descend' as const, 'ascend' as const],
      sortOrder: orderOf(id),
      render: (_value: unknown, { levels }: CustomerSummary) => <SchemeLevel scheme={id} level={levels[id]} />,
    })),
    {
      key: 'owner',
      width: widths.owner,
      title: t('customer.owner'),
      render: (_value, { owner, unit }) => (
        <span className="customer-name">
          <span>{owner?.name ?? <Unknown />}</span>
          <span className="small muted">{unit?.name}</span>
        </span>
      ),
    },
  ]
}
