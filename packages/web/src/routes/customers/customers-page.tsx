import { FilterOutlined, SearchOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded, PageFrame } from '../../page/page-frame.tsx'
import { Badge, Button, Drawer, Grid, Input, Select } from '../../ui/antd.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { defaultSort, shownColumns } from './columns.ts'
import { CustomerCards } from './customer-cards.tsx'
import { CustomerFilters } from './customer-filters.tsx'
import { CustomerTable } from './customer-table.tsx'
import { customerQueries } from './customers.queries.ts'
import type { CustomersSearch } from './customers-search.ts'

export const CustomersPage = (): ReactElement => {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const search = useSearch({ from: '/in/customers' })
  const sort = search.sort ?? defaultSort(catalogue)
  const sorted = sort ? { ...search, sort } : search
  const navigate = useNavigate({ from: '/customers' })
  const change = (next: CustomersSearch): void => void navigate({ search: next })
  const isDesk = Grid.useBreakpoint().lg !== false
  const [isFilterOpen, setFilterOpen] = useState(false)
  const list = useInfiniteQuery(customerQueries.list(sorted))
  const count = useQuery(customerQueries.count(search))
  const filters = <CustomerFilters search={search} onChange={change} />
  const asked =
    (search.level?.length ?? 0) + (search.range?.length ?? 0) + (search.moment ? 1 : 0) + (search.unit ? 1 : 0)
  const hasFilters = asked > 0 || search.search !== undefined
  return (
    <PageFrame
      title={t('nav.customers')}
      lead={
        <>
          {t('customers.matching')} <Count value={count.data?.count} /> · {t('freshness.asOf')}{' '}
          <DateText value={count.data?.asOf} />
        </>
      }
    >
      <div className="customers">
        {isDesk ? (
          <aside className="card customers-filters" aria-label={t('customers.filters')}>
            {filters}
          </aside>
        ) : null}
        <div className="stack tight">
          <div className="row wrap">
            <SearchBox search={search} onChange={change} />
            {isDesk ? null : (
              <Badge count={asked} color="#0b6b4f">
                <Button icon={<FilterOutlined />} onClick={() => setFilterOpen(true)}>
                  {t('customers.filters')}
                </Button>
              </Badge>
            )}
            {isDesk ? (
              <ColumnChoice search={search} onChange={change} />
            ) : (
              <SortChoice search={search} onChange={change} />
            )}
          </div>
          <div className="card clip">
            <Loaded of={list} rows={10}>
              {() =>
                itemsOf(list).length === 0 ? (
                  <EmptyState
                    title={t(hasFilters ? 'customers.noneMatch' : 'customers.none')}
                    hint={hasFilters ? t('customers.noneMatchHint') : undefined}
                    action={hasFilters ? <Button onClick={() => change({})}>{t('customers.clear')}</Button> : undefined}
                  />
                ) : (
                  <>
                    {isDesk ? (
                      <CustomerTable customers={itemsOf(list)} search={sorted} onChange={change} />
                    ) : (
                      <CustomerCards customers={itemsOf(list)} search={search} />
                    )}
                    <LoadMore of={list} />
                  </>
                )
              }
            </Loaded>
          </div>
        </div>
      </div>
      <Drawer
        open={isFilterOpen && !isDesk}
        onClose={() => setFilterOpen(false)}
        title={t('customers.filters')}
        placement="bottom"
        size="85%"
      >
        {filters}
      </Drawer>
    </PageFrame>
  )
}

type BarProps = { readonly search: CustomersSearch; readonly onChange: (search: CustomersSearch) => void }

const SearchBox = ({ search, onChange }: BarProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <Input
      key={search.search ?? ''}
      className="grow search-box"
      type="search"
      prefix={<SearchOutlined className="muted" />}
      aria-label={t('customers.search')}
      placeholder={t('customers.searchPlaceholder')}
      defaultValue={search.search}
      allowClear
      onClear={() => onChange(without(search, 'search'))}
      onPressEnter={({ currentTarget: { value } }) =>
        onChange(value.trim() === '' ? without(search, 'search') : { ...search, search: value.trim() })
      }
    />
  )
}

const without = (search: CustomersSearch, name: keyof CustomersSearch): CustomersSearch => {
  const { [name]: _dropped, ...rest } = search
  return rest
}

const ColumnChoice = ({ search, onChange }: BarProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  return (
    <Select
      mode="multiple"
      maxTagCount={0}
      maxTagPlaceholder={(chosen) => t('customers.columnsChosen', { count: chosen.length })}
      className="column-choice"
      aria-label={t('customers.columns')}
      showSearch={{ optionFilterProp: 'label' }}
      value={[...shownColumns(catalogue, search.columns)]}
      onChange={(columns: string[]) => onChange({ ...search, columns: [columns.join(',')] })}
      options={catalogue.indicators.map(({ id, label }) => ({ value: id, label: name(label) }))}
    />
  )
}

/** On a phone there is no table head to sort by. */
const SortChoice = ({ search, onChange }: BarProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const shown = shownColumns(catalogue, search.columns)
  return (
    <Select
      className="grow"
      aria-label={t('customers.sort')}
      placeholder={t('customers.sort')}
      value={search.sort ?? null}
      allowClear
      onChange={(sort: string | null) => onChange(sort ? { ...search, sort } : without(search, 'sort'))}
      options={catalogue.indicators
        .filter(({ id }) => shown.includes(id))
        .map(({ id, label }) => ({ value: `-${id}`, label: `${name(label)} ↓` }))}
    />
  )
}
