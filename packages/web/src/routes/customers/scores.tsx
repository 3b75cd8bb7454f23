import { useQuery } from '@tanstack/react-query'
import type { ExplainedScore } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import type { TableColumnsType } from '../../ui/antd.ts'
import { Unknown } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { customerQueries } from './customers.queries.ts'

type Reason = ExplainedScore['reasons'][number]

/** What each scorecard gives the customer, and for what; nothing where no score is for him. */
export const Scores = ({ customerId }: { customerId: string }): ReactElement => {
  const { data } = useQuery(customerQueries.scores(customerId))
  return (
    <>
      {data?.items.map((score) => (
        <Score key={score.model} score={score} />
      ))}
    </>
  )
}

const Score = ({ score }: { score: ExplainedScore }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const points = (value: number): string => `${value > 0 ? '+' : ''}${formatNumber(value, language, 0)}`
  const columns: TableColumnsType<Reason> = [
    { key: 'feature', title: t('scores.feature'), render: (_value, { label }) => name(label) },
    { key: 'bin', title: t('scores.bin'), render: (_value, { bin }) => (bin ? name(bin) : <Unknown />) },
    { key: 'points', title: t('scores.points'), align: 'right', render: (_value, reason) => points(reason.points) },
    {
      key: 'lost',
      title: t('scores.lost'),
      align: 'right',
      render: (_value, { lost }) => (lost === 0 ? '–' : points(-lost)),
    },
  ]
  return (
    <Panel
      title={name(score.label)}
      extra={
        <strong className="figure">{t('scores.total', { points: formatNumber(score.points, language, 0) })}</strong>
      }
      flush
    >
      <p className="panel-note small muted">
        {t('scores.notice', { base: formatNumber(score.basePoints, language, 0) })}
      </p>
      <WideTable<Reason> rowKey="feature" dataSource={score.reasons} columns={columns} />
    </Panel>
  )
}
