import { useQuery } from '@tanstack/react-query'
import type { ValueUnit } from '@tend/contract'
import { type ReactElement, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Currency, formatMoney, formatNumber, formatPercent, type Language } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { evergreen } from '../../theme.ts'
import { useInstitution } from '../../ui/institution.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useChart } from '../../ui/use-chart.ts'
import { customerQueries } from './customers.queries.ts'

type Point = { readonly month: string; readonly value: number | null }

type Props = {
  readonly customerId: string
  readonly indicator: string
  readonly title: string
  readonly unit: ValueUnit
}

export const SeriesChart = ({ customerId, indicator, title, unit }: Props): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(customerQueries.series(customerId, indicator))
  const points = query.data?.series.find((series) => series.indicator === indicator)?.points ?? []
  return (
    <div className="chart-box">
      <Loaded of={query} rows={5}>
        {() =>
          points.some(({ value }) => value !== null) ? (
            <Line points={points} title={title} unit={unit} />
          ) : (
            <EmptyState compact title={t('customer.noSeries')} />
          )
        }
      </Loaded>
    </div>
  )
}

const writtenAs = (
  unit: ValueUnit,
  value: number,
  currency: Currency,
  language: Language,
  style: 'whole' | 'compact',
): string =>
  unit === 'money'
    ? formatMoney(value, currency, language, style)
    : unit === 'ratio'
      ? formatPercent(value, language)
      : formatNumber(value, language)

const Line = ({ points, title, unit }: { points: readonly Point[]; title: string; unit: ValueUnit }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { currency } = useInstitution()
  const option = useMemo(
    () => ({
      animation: false,
      aria: { enabled: true },
      grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        confine: true,
        valueFormatter: (value: unknown) =>
          typeof value === 'number' ? writtenAs(unit, value, currency, language, 'whole') : '–',
      },
      xAxis: {
        type: 'category',
        data: points.map(({ month }) => month),
        boundaryGap: false,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: '#c5cdc7' } },
        axisLabel: { color: '#5d6a63' },
      },
      yAxis: {
        type: 'value',
        splitNumber: 4,
        splitLine: { lineStyle: { color: '#ebeeeb' } },
        axisLabel: {
          color: '#5d6a63',
          formatter: (value: number) => writtenAs(unit, value, currency, language, 'compact'),
        },
      },
      series: [
        {
          name: title,
          type: 'line',
          data: points.map(({ value }) => value),
          symbol: 'circle',
          symbolSize: 4,
          showSymbol: points.length <= 12,
          lineStyle: { width: 2, color: evergreen.primary },
          itemStyle: { color: evergreen.primary },
          areaStyle: { color: evergreen.pale, opacity: 0.6 },
        },
      ],
    }),
    [points, title, unit, currency, language],
  )
  const element = useChart(option)
  return (
    <figure>
      <figcaption className="small muted">
        {title} · {t('customer.months', { count: points.length })}
      </figcaption>
      <div ref={element} className="chart" role="img" aria-label={t('customer.chartOf', { name: title })} />
    </figure>
  )
}
