import type { SimulatedScheme } from '@tend/contract'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { evergreen } from '../../theme.ts'
import { Segmented, type TableColumnsType } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useChart } from '../../ui/use-chart.ts'
import { WideTable } from '../../ui/wide-table.tsx'

type Row = { readonly id: string; readonly name: string; readonly risers: number; readonly fallers: number }

/** More bars than this are no picture; the table has them all. */
const barsAtMost = 12

/** Who rises and falls, by unit or by manager, as bars and as a table. */
export const Movers = ({ scheme }: { scheme: SimulatedScheme }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const [by, setBy] = useState<'unit' | 'owner'>('unit')
  const rows: readonly Row[] =
    by === 'unit'
      ? scheme.byUnit.map(({ unitId, ...row }) => ({ ...row, id: unitId }))
      : scheme.byOwner.map(({ staffId, ...row }) => ({
          ...row,
          id: staffId ?? '',
          name: staffId === null ? t('simulation.noManager') : row.name,
        }))
  const columns: TableColumnsType<Row> = [
    {
      key: 'name',
      title: by === 'unit' ? t('customer.unit') : t('customer.owner'),
      render: (_value, row) => row.name,
    },
    {
      key: 'risers',
      title: `↑ ${t('simulation.risers')}`,
      align: 'right',
      sorter: (a, b) => a.risers - b.risers,
      render: (_value, { risers }) => <Count value={risers} />,
    },
    {
      key: 'fallers',
      title: `↓ ${t('simulation.fallers')}`,
      align: 'right',
      sorter: (a, b) => a.fallers - b.fallers,
      render: (_value, { fallers }) => <Count value={fallers} />,
    },
  ]
  return (
    <Panel
      title={`${t('simulation.movers')} · ${name(scheme.label)}`}
      extra={
        <Segmented
          size="small"
          aria-label={t('simulation.movers')}
          value={by}
          onChange={setBy}
          options={[
            { value: 'unit', label: t('simulation.branch') },
            { value: 'owner', label: t('simulation.manager') },
          ]}
        />
      }
    >
      <div className="grid-2">
        <Bars rows={rows.slice(0, barsAtMost)} title={name(scheme.label)} />
        <WideTable<Row>
          rowKey="id"
          dataSource={rows}
          columns={columns}
          pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        />
      </div>
    </Panel>
  )
}

/** Risers to the right, fallers to the left of one line. */
const Bars = ({ rows, title }: { rows: readonly Row[]; title: string }): ReactElement => {
  const { t } = useTranslation()
  const option = useMemo(() => {
    const shown = rows.toReversed()
    const bar = (name: string, color: string, values: readonly number[]) => ({
      name,
      type: 'bar',
      stack: 'movers',
      barMaxWidth: 18,
      itemStyle: { color },
      data: values,
    })
    return {
      animation: false,
      aria: { enabled: true },
      grid: { left: 8, right: 16, top: 28, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: '#3c4a42' } },
      tooltip: {
        trigger: 'axis',
        confine: true,
        axisPointer: { type: 'shadow' },
        valueFormatter: (value: unknown) => String(Math.abs(Number(value))),
      },
      xAxis: {
        type: 'value',
        minInterval: 1,
        splitLine: { lineStyle: { color: '#ebeeeb' } },
        axisLabel: { color: '#5d6a63', formatter: (value: number) => String(Math.abs(value)) },
      },
      yAxis: {
        type: 'category',
        data: shown.map(({ name }) => name),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: '#c5cdc7' } },
        axisLabel: { color: '#3c4a42', width: 96, overflow: 'truncate' },
      },
      series: [
        bar(
          t('simulation.fallers'),
          evergreen.danger,
          shown.map(({ fallers }) => -fallers),
        ),
        bar(
          t('simulation.risers'),
          evergreen.middle,
          shown.map(({ risers }) => risers),
        ),
      ],
    }
  }, [rows, t])
  const element = useChart(option)
  return (
    <div
      ref={element}
      className="chart"
      style={{ height: Math.max(140, 48 + rows.length * 28) }}
      role="img"
      aria-label={t('simulation.moversChart', { name: title })}
    />
  )
}
