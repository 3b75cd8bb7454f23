import type { ModelResult } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Table, type TableColumnsType } from '../../ui/antd.ts'
import { Count, Money, Percent } from '../../ui/figures.tsx'

type Purchases = Extract<ModelResult, { kind: 'purchases' }>
type Repeats = Purchases['repeats'][number] & { readonly isLast: boolean }

/** What the parameters come to, and how many customers bought how often beside what the model says. */
export const PurchasesResult = ({ result }: { result: Purchases }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { meaning } = result
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
        {t('models.ahead', { days: result.horizonDays })}
        {result.correlation === null
          ? null
          : ` ${t('models.correlation', { figure: formatNumber(result.correlation, language, 2) })}`}
      </p>
      <div className="grid-2">
        <div className="stack">
          <dl className="figures">
            <div>
              <dt>{t('models.daysBetween')}</dt>
              <dd className="nowrap">{t('value.days', { count: Math.round(meaning.daysBetween) })}</dd>
            </div>
            <div>
              <dt>{t('models.leaving')}</dt>
              <dd>
                <Percent ratio={meaning.leaving} />
              </dd>
            </div>
            {meaning.meanValueMinor === null ? null : (
              <div>
                <dt>{t('models.meanValue')}</dt>
                <dd>
                  <Money minor={meaning.meanValueMinor} style="exact" />
                </dd>
              </div>
            )}
          </dl>
          <details>
            <summary className="eyebrow">{t('models.parameters', { unit: result.unitDays })}</summary>
            <dl className="figures">
              {result.parameters.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="figure">{formatNumber(value, language, 4)}</dd>
                </div>
              ))}
            </dl>
          </details>
        </div>
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
