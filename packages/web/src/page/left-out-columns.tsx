import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { type Label, useLabel } from '../i18n/index.ts'
import type { TableColumnsType } from '../ui/antd.ts'
import { DateText } from '../ui/figures.tsx'

type LeftOutRow = {
  readonly customerId: string
  readonly name?: string | null | undefined
  readonly unit?: { readonly name: string } | null | undefined
  readonly sentence: Label
  readonly until?: string | null | undefined
}

/** Columns of who was left out and why; `between` are those of the list's own. */
export const useLeftOutColumns = <Row extends LeftOutRow>(between: TableColumnsType<Row>): TableColumnsType<Row> => {
  const { t } = useTranslation()
  const name = useLabel()
  return [
    {
      key: 'customer',
      title: t('nav.customer'),
      render: (_value, { customerId, name: customerName }): ReactElement => (
        <Link to="/customers/$customerId" params={{ customerId }}>
          {customerName ?? customerId}
        </Link>
      ),
    },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit?.name },
    ...between,
    {
      key: 'sentence',
      title: t('theme.whyLeftOut'),
      render: (_value, { sentence }) => <span className="wrapped">{name(sentence)}</span>,
    },
    {
      key: 'until',
      title: t('policy.until'),
      render: (_value, { until }) => (until ? <DateText value={until} /> : null),
    },
  ]
}
