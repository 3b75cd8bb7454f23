import type { Backtest } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, Table, type TableColumnsType, Tooltip } from '../../ui/antd.ts'
import { Count, DateText, Percent, Unknown } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { BacktestChart } from './backtest-chart.tsx'

/** Notices against departures, by horizon, by threshold and by month. */
export const BacktestResult = ({ result }: { result: Backtest }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const lead = result.leadDays
  return (
    <div className="stack">
      <h2 className="section-title">
        {name(result.label)} · {result.from} – {result.to}
      </h2>
      {result.notes.length > 0 ? (
        <Alert
          type="info"
          showIcon
          title={
            <ul>
              {result.notes.map((note) => (
                <li key={note.en}>{name(note)}</li>
              ))}
            </ul>
          }
        />
      ) : null}
      {result.horizons.length === 0 ? (
        <div className="card">
          <EmptyState title={t('backtest.noneJudged')} />
        </div>
      ) : (
        <>
          <Panel title={t('backtest.horizons')} flush>
            <Horizons horizons={result.horizons} />
          </Panel>
          <Panel title={t('backtest.lead')}>
            <p>
              {lead
                ? t('backtest.leadWords', {
                    leavers: lead.leavers,
                    median: formatNumber(lead.median, language, 0),
                    first: formatNumber(lead.first, language, 0),
                    third: formatNumber(lead.third, language, 0),
                  })
                : t('backtest.leadNone')}
            </p>
          </Panel>
          {result.thresholds.length > 0 ? (
            <Panel title={t('backtest.thresholds')} flush>
              <div className="panel-note">
                <BacktestChart result={result} title={t('backtest.chart', { name: name(result.label) })} />
              </div>
              <Thresholds thresholds={result.thresholds} />
            </Panel>
          ) : null}
        </>
      )}
      {result.months.length > 0 ? (
        <Panel title={t('backtest.months')} flush>
          <Months months={result.months} />
        </Panel>
      ) : null}
    </div>
  )
}

const Lift = ({ value }: { value: number | null }): ReactElement => {
  const language = useLanguage()
  return value === null ? <Unknown /> : <span className="figure strong">{formatNumber(value, language, 1)} ×</span>
}

const Explained = ({ title, hint }: { title: string; hint: string }): ReactElement => (
  <Tooltip title={hint}>
    <span className="explained">{title}</span>
  </Tooltip>
)

const Horizons = ({ horizons }: { horizons: Backtest['horizons'] }): ReactElement => {
  const { t } = useTranslation()
  const columns: TableColumnsType<Backtest['horizons'][number]> = [
    { key: 'days', title: t('backtest.horizon'), render: (_value, { days }) => t('backtest.days', { count: days }) },
    {
      key: 'noticed',
      title: t('backtest.noticed'),
      align: 'right',
      render: (_value, { noticed }) => <Count value={noticed} />,
    },
    { key: 'left', title: t('backtest.left'), align: 'right', render: (_value, { left }) => <Count value={left} /> },
    {
      key: 'both',
      title: t('backtest.noticedLeft'),
      align: 'right',
      render: (_value, { noticedLeft }) => <Count value={noticedLeft} />,
    },
    {
      key: 'precision',
      title: <Explained title={t('backtest.precision')} hint={t('backtest.precisionHint')} />,
      align: 'right',
      render: (_value, { precision }) => <Percent ratio={precision} />,
    },
    {
      key: 'base',
      title: <Explained title={t('backtest.base')} hint={t('backtest.baseHint')} />,
      align: 'right',
      render: (_value, { baseRate }) => <Percent ratio={baseRate} digits={2} />,
    },
    { key: 'lift', title: t('backtest.lift'), align: 'right', render: (_value, { lift }) => <Lift value={lift} /> },
    {
      key: 'recall',
      title: <Explained title={t('backtest.recall')} hint={t('backtest.recallHint')} />,
      align: 'right',
      render: (_value, { recall }) => <Percent ratio={recall} />,
    },
  ]
  return (
    <Table
      size="small"
      rowKey="days"
      dataSource={horizons}
      columns={columns}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  )
}

const Thresholds = ({ thresholds }: { thresholds: Backtest['thresholds'] }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const columns: TableColumnsType<Backtest['thresholds'][number]> = [
    { key: 'share', title: t('backtest.share'), render: (_value, { share }) => <Percent ratio={share} digits={0} /> },
    {
      key: 'from',
      title: t('backtest.threshold'),
      align: 'right',
      render: (_value, { from }) => <span className="figure">≥ {formatNumber(from, language, 3)}</span>,
    },
    {
      key: 'customers',
      title: t('nav.customers'),
      align: 'right',
      render: (_value, { customers }) => <Count value={customers} />,
    },
    {
      key: 'left',
      title: t('backtest.left90'),
      align: 'right',
      render: (_value, { left90 }) => <Count value={left90} />,
    },
    {
      key: 'precision',
      title: t('backtest.precision'),
      align: 'right',
      render: (_value, { precision }) => <Percent ratio={precision} />,
    },
    {
      key: 'recall',
      title: t('backtest.recall'),
      align: 'right',
      render: (_value, { recall }) => <Percent ratio={recall} />,
    },
    { key: 'lift', title: t('backtest.lift'), align: 'right', render: (_value, { lift }) => <Lift value={lift} /> },
  ]
  return (
    <Table
      size="small"
      rowKey="share"
      dataSource={thresholds}
      columns={columns}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  )
}

const Months = ({ months }: { months: Backtest['months'] }): ReactElement => {
  const { t } = useTranslation()
  const figure = (
    key: 'customers' | 'noticed' | 'left30' | 'left60' | 'left90',
    title: string,
  ): TableColumnsType<Backtest['months'][number]>[number] => ({
    key,
    title,
    align: 'right',
    render: (_value, month) => <Count value={month[key]} />,
  })
  return (
    <Table
      size="small"
      rowKey="asOf"
      dataSource={months}
      columns={[
        { key: 'asOf', title: t('backtest.month'), render: (_value, { asOf }) => <DateText value={asOf} /> },
        figure('customers', t('nav.customers')),
        figure('noticed', t('backtest.noticed')),
        ...([30, 60, 90] as const).map((days) =>
          figure(`left${days}`, `${t('backtest.left')} · ${t('backtest.days', { count: days })}`),
        ),
      ]}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  )
}
