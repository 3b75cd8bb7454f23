import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RouteResponse } from '@tend/contract'
import dayjs from 'dayjs'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { Segmented, type TableColumnsType } from '../../ui/antd.ts'
import { Count, Money } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { caseQueries } from './cases.queries.ts'

type Item = RouteResponse<'listGiftRegister'>['items'][number]
type Row = Item & { readonly customerId: string }

const yearsShown = 3

/** Who received what in a year and what it cost (G72), the highest first. */
export const GiftRegister = ({ unit }: { unit: string | undefined }): ReactElement => {
  const { t } = useTranslation()
  const thisYear = dayjs().year()
  const [year, setYear] = useState(thisYear)
  const list = useInfiniteQuery({
    ...caseQueries.register(year, unit),
    select: (data) => ({
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.map((item): Row => ({ ...item, customerId: item.customer.customerId })),
      })),
    }),
  })
  return (
    <div className="stack tight">
      <div>
        <Segmented
          aria-label={t('holiday.year')}
          value={year}
          onChange={setYear}
          options={Array.from({ length: yearsShown }, (_, back) => ({
            value: thisYear - back,
            label: String(thisYear - back),
          }))}
        />
      </div>
      <PagedTable<Row>
        of={list}
        rowKey="customerId"
        columns={useRegisterColumns()}
        empty={<EmptyState title={t('benefit.noneGiven', { year })} />}
      />
    </div>
  )
}

const useRegisterColumns = (): TableColumnsType<Row> => {
  const { t } = useTranslation()
  const name = useLabel()
  return [
    {
      key: 'customer',
      title: t('nav.customer'),
      render: (_value, { customer }) => (
        <Link to="/customers/$customerId" params={{ customerId: customer.customerId }}>
          {customer.name ?? customer.customerId}
        </Link>
      ),
    },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit.name },
    {
      key: 'given',
      title: t('benefit.given'),
      align: 'right',
      render: (_value, { given }) => <Count value={given} />,
    },
    {
      key: 'cost',
      title: t('benefit.cost'),
      align: 'right',
      render: (_value, { costMinor }) => <Money minor={costMinor} style="exact" />,
    },
    {
      key: 'what',
      title: t('benefit.what'),
      render: (_value, { byBenefit }) => (
        <span className="wrapped">
          {byBenefit.map(({ label, given }) => `${name(label)} × ${given}`).join(t('value.comma'))}
        </span>
      ),
    },
  ]
}
