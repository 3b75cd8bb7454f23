import type { Backtest } from '@tend/contract'
import { type ReactElement, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatPercent } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { evergreen } from '../../theme.ts'
import { useChart } from '../../ui/use-chart.ts'

/** Precision and recall by how many are named from the top, beside what picking at random would find. */
export const BacktestChart = ({ result, title }: { result: Backtest; title: string }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const option = useMemo(() => {
    const base = result.horizons.find(({ days }) => days === 90)?.baseRate ?? null
    const percent = (value: unknown): string => (typeof value === 'number' ? formatPercent(value, language) : '–')
    const line = (
      name: string,
      color: string,
      data: readonly (number | null)[],
      type: 'solid' | 'dashed',
      axis = 0,
    ) => ({
      name,
      type: 'line',
      yAxisIndex: axis,
      data,
      symbol: 'circle',
      symbolSize: 5,
      lineStyle: { width: 2, color, type },
      itemStyle: { color },
    })
    const axis = (name: string, splitLine: object) => ({
      type: 'value',
      min: 0,
      name,
      nameTextStyle: { color: '#3c4a42' },
      splitLine,
      axisLabel: { color: '#5d6a63', formatter: percent },
    })
    return {
      animation: false,
      aria: { enabled: true },
      grid: { left: 8, right: 16, top: 52, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: '#3c4a42' } },
      tooltip: { trigger: 'axis', confine: true, valueFormatter: percent },
      xAxis: {
        type: 'category',
        data: result.thresholds.map(({ share }) => formatPercent(share, language, 0)),
        axisLine: { lineStyle: { color: '#c5cdc7' } },
        axisTick: { show: false },
        axisLabel: { color: '#5d6a63' },
      },
      // Few leave: beside the recall, which goes up to all of them, precision would lie on the ground.
      yAxis: [
        axis(t('backtest.precision'), { lineStyle: { color: '#ebeeeb' } }),
        axis(t('backtest.recall'), { show: false }),
      ],
      series: [
        line(
          t('backtest.precision'),
          evergreen.primary,
          result.thresholds.map(({ precision }) => precision),
          'solid',
        ),
        line(
          t('backtest.recall'),
          evergreen.info,
          result.thresholds.map(({ recall }) => recall),
          'solid',
          1,
        ),
        line(
          t('backtest.base'),
          evergreen.warning,
          result.thresholds.map(() => base),
          'dashed',
        ),
      ],
    }
  }, [result, language, t])
  const element = useChart(option)
  return <div ref={element} className="chart" role="img" aria-label={title} />
}
