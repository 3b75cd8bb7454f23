import type { ModelResult } from '@tend/contract'
import { type ReactElement, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { evergreen } from '../../theme.ts'
import type { TableColumnsType } from '../../ui/antd.ts'
import { Count, Percent } from '../../ui/figures.tsx'
import { useChart } from '../../ui/use-chart.ts'
import { WideTable } from '../../ui/wide-table.tsx'

type Scorecard = Extract<ModelResult, { kind: 'scorecard' }>
type Decile = Scorecard['quality']['deciles'][number] & { readonly tenth: number }
type Bin = Scorecard['features'][number]['bins'][number] & {
  readonly key: string
  readonly feature: string
  readonly rows: number
}

/** How well the score tells who leaves, tenth by tenth, and the points of every bin. */
export const ScorecardResult = ({ result, title }: { result: Scorecard; title: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { quality, dropped } = result
  return (
    <>
      <Gist quality={quality} />
      <Quality quality={quality} />
      <h3 className="section-title">{t('models.deciles')}</h3>
      <p className="small muted">{t('models.heldOut')}</p>
      <div className="grid-2">
        <Calibration deciles={quality.deciles} title={title} />
        <Deciles deciles={quality.deciles} />
      </div>
      <details>
        <summary className="eyebrow">{t('models.pointsOf', { base: result.basePoints })}</summary>
        <Points result={result} />
        {dropped.map(({ feature, label, reason }) => (
          <p key={feature} className="small muted">
            {t('models.dropped', { feature: name(label), reason: name(reason) })}
          </p>
        ))}
      </details>
    </>
  )
}

/** What the card is good for, in a sentence: how many of those it is about stand in its first tenth. */
const Gist = ({ quality }: { quality: Scorecard['quality'] }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const [first] = quality.deciles
  if (first === undefined) return null
  const figures = { captured: formatPercent(first.captured, language), lift: formatNumber(first.lift, language, 1) }
  return <p>{t('models.gist', figures)}</p>
}

const Quality = ({ quality }: { quality: Scorecard['quality'] }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const figure = (value: number): string => formatNumber(value, language, 3)
  return (
    <dl className="figures">
      <div>
        <dt>{t('models.events')}</dt>
        <dd>
          <Count value={quality.events} /> / <Count value={quality.customers} />
        </dd>
      </div>
      <div>
        <dt>AUC</dt>
        <dd className="figure">
          {figure(quality.auc)} <span className="small muted">({quality.aucs.map(figure).join(' ')})</span>
        </dd>
      </div>
      <div>
        <dt>KS</dt>
        <dd className="figure">{figure(quality.ks)}</dd>
      </div>
      <div>
        <dt>Brier</dt>
        <dd className="figure">{figure(quality.brier)}</dd>
      </div>
    </dl>
  )
}

const Deciles = ({ deciles }: { deciles: Scorecard['quality']['deciles'] }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const columns: TableColumnsType<Decile> = [
    { key: 'tenth', title: t('models.tenth'), render: (_value, { tenth }) => tenth },
    {
      key: 'expected',
      title: t('models.expected'),
      align: 'right',
      render: (_value, { expected }) => <Percent ratio={expected} />,
    },
    { key: 'rate', title: t('models.rate'), align: 'right', render: (_value, { rate }) => <Percent ratio={rate} /> },
    {
      key: 'lift',
      title: t('models.lift'),
      align: 'right',
      render: (_value, { lift }) => formatNumber(lift, language, 2),
    },
    {
      key: 'captured',
      title: t('models.captured'),
      align: 'right',
      render: (_value, { captured }) => <Percent ratio={captured} />,
    },
  ]
  return (
    <WideTable<Decile>
      rowKey="tenth"
      dataSource={deciles.map((decile, i) => ({ ...decile, tenth: i + 1 }))}
      columns={columns}
    />
  )
}

/** What the score foretold for each tenth beside what came. */
const Calibration = ({ deciles, title }: { deciles: Scorecard['quality']['deciles']; title: string }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const option = useMemo(() => {
    const percent = (value: unknown): string => formatPercent(Number(value), language)
    return {
      animation: false,
      aria: { enabled: true },
      grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: '#3c4a42' } },
      tooltip: { trigger: 'axis', confine: true, valueFormatter: percent },
      xAxis: {
        type: 'category',
        data: deciles.map((_decile, i) => String(i + 1)),
        axisLine: { lineStyle: { color: '#c5cdc7' } },
        axisTick: { show: false },
        axisLabel: { color: '#5d6a63' },
      },
      yAxis: {
        type: 'value',
        min: 0,
        splitLine: { lineStyle: { color: '#ebeeeb' } },
        axisLabel: { color: '#5d6a63', formatter: percent },
      },
      series: [
        {
          name: t('models.rate'),
          type: 'bar',
          barMaxWidth: 22,
          itemStyle: { color: evergreen.middle },
          data: deciles.map(({ rate }) => rate),
        },
        {
          name: t('models.expected'),
          type: 'line',
          itemStyle: { color: evergreen.danger },
          lineStyle: { width: 2, color: evergreen.danger },
          data: deciles.map(({ expected }) => expected),
        },
      ],
    }
  }, [deciles, language, t])
  const element = useChart(option)
  return (
    <div
      ref={element}
      className="chart"
      style={{ height: 320 }}
      role="img"
      aria-label={t('models.calibrationChart', { name: title })}
    />
  )
}

const Points = ({ result }: { result: Scorecard }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const rows = result.features.flatMap(({ feature, label, bins }) =>
    bins.map((bin, i): Bin => {
      // The name stands once, beside all bins of the feature.
      const rows = i === 0 ? bins.length : 0
      return { ...bin, key: `${feature}/${bin.label.en}`, feature: name(label), rows }
    }),
  )
  const columns: TableColumnsType<Bin> = [
    {
      key: 'feature',
      title: t('scores.feature'),
      onCell: ({ rows: rowSpan }) => ({ rowSpan }),
      render: (_value, { feature }) => feature,
    },
    { key: 'bin', title: t('scores.bin'), render: (_value, { label }) => name(label) },
    { key: 'share', title: t('models.share'), align: 'right', render: (_value, bin) => <Percent ratio={bin.share} /> },
    { key: 'rate', title: t('models.rate'), align: 'right', render: (_value, bin) => <Percent ratio={bin.rate} /> },
    {
      key: 'points',
      title: t('scores.points'),
      align: 'right',
      render: (_value, { points }) => `${points > 0 ? '+' : ''}${formatNumber(points, language, 0)}`,
    },
  ]
  return <WideTable<Bin> rowKey="key" dataSource={rows} columns={columns} />
}
