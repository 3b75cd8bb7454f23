import type { ModelResult } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Table, type TableColumnsType } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'

type Purchases = Extract<ModelResult, { kind: 'purchases' }>
type Repeats = Purchases['repeats'][number] & { readonly isLast: boolean }

/** The parameters, and how many customers bought how often beside what the model says. */
export const PurchasesResult = ({ result }: { result: Purchases }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const columns: TableColumnsType<Repeats> = [
    {
      key: 'count',
      title: t('models.repeats'),
      render: (_value, { count, isLast }) => (isLast ? t('models.orMore', { count }) : count),
    },
    {
      key: 'observed',
      title: t('models.observed'),
      align: 'right',
      render: (_value, { observed }) => <Count value={observed} />,
    },
    {
      key: 'expected',
      title: t('models.byModel'),
      align: 'right',
      render: (_value, { expected }) => <Count value={Math.round(expected)} />,
    },
  ]
  return (
    <>
      <p className="small">
        {t('models.ahead', { days: result.horizonDays, unit: result.unitDays })}
        {result.correlation === null
          ? null
          : ` ${t('models.correlation', { figure: formatNumber(result.correlation, language, 2) })}`}
      </p>
      <div className="grid-2">
        <dl className="figures">
          {result.parameters.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="figure">{formatNumber(value, language, 4)}</dd>
            </div>
          ))}
        </dl>
        <Table<Repeats>
          size="small"
          rowKey="count"
          dataSource={result.repeats.map((row, i) => ({ ...row, isLast: i === result.repeats.length - 1 }))}
          columns={columns}
          pagination={false}
        />
      </div>
    </>
  )
}
