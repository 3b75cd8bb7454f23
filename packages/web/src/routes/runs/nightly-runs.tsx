import { useInfiniteQuery } from '@tanstack/react-query'
import type { Run } from '@tend/contract'
import dayjs, { type Dayjs } from 'dayjs'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { formatDuration } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, DatePicker, Drawer, type TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText, Unknown } from '../../ui/figures.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { leftOutTotal, RunLeftOut } from './run-left-out.tsx'
import { runsQueries, useStartRun } from './runs.queries.ts'

export const NightlyRuns = ({ mayStart }: { mayStart: boolean }): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(runsQueries.list())
  const [opened, setOpened] = useState<Run>()
  const columns = useRunColumns(setOpened)
  return (
    <div className="stack tight">
      {mayStart ? <StartRun /> : null}
      <div className="card clip">
        <Loaded of={list}>
          {() =>
            itemsOf(list).length === 0 ? (
              <EmptyState title={t('runs.noRuns')} hint={t('runs.noRunsHint')} />
            ) : (
              <>
                <WideTable<Run>
                  rowKey="runId"
                  dataSource={[...itemsOf(list)]}
                  columns={columns}
                  {...(itemsOf(list).some(({ problem }) => problem !== null) ? { expandable: problemBelow } : {})}
                />
                <LoadMore of={list} />
              </>
            )
          }
        </Loaded>
      </div>
      <Drawer open={opened !== undefined} onClose={() => setOpened(undefined)} title={t('runs.leftOut')} size={900}>
        {opened ? <RunLeftOut run={opened} /> : null}
      </Drawer>
    </div>
  )
}

const problemBelow = {
  rowExpandable: ({ problem }: Run) => problem !== null,
  expandedRowRender: ({ problem }: Run) => <p className="bad">{problem}</p>,
}

const StartRun = (): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const { asOf } = useCatalogue()
  const [day, setDay] = useState<Dayjs | null>(asOf ? dayjs(asOf) : null)
  const start = useStartRun()
  const run = (): void => {
    if (!day) return
    start.mutate(day.format('YYYY-MM-DD'), {
      onSuccess: () => void message.success(t('runs.started')),
      onError: (error) => void message.error(messageOf(error, language)),
    })
  }
  return (
    <div className="row wrap">
      <DatePicker aria-label={t('freshness.asOf')} placeholder={t('freshness.asOf')} value={day} onChange={setDay} />
      <Button type="primary" loading={start.isPending} disabled={!day} onClick={run}>
        {t('runs.start')}
      </Button>
      <span className="muted small">{t('runs.startHint')}</span>
    </div>
  )
}

const RunStatus = ({ run }: { run: Run }): ReactElement => {
  const { t } = useTranslation()
  const tone = run.status === 'failed' ? 'chip chip-bad' : run.status === 'running' ? 'chip chip-info' : 'chip'
  return (
    <span className="row">
      <span className={tone}>{t(`runs.status.${run.status}`)}</span>
      {run.isCurrent ? <span className="chip chip-good">{t('runs.current')}</span> : null}
    </span>
  )
}

const useRunColumns = (onLeftOut: (run: Run) => void): TableColumnsType<Run> => {
  const { t } = useTranslation()
  const language = useLanguage()
  const counted =
    (name: string) =>
    (_value: unknown, { counts }: Run) => <Count value={counts[name]} />
  return [
    {
      key: 'asOf',
      title: t('freshness.asOf'),
      render: (_value, { asOf }) => (
        <span className="strong">
          <DateText value={asOf} />
        </span>
      ),
    },
    { key: 'status', title: t('runs.state'), render: (_value, run) => <RunStatus run={run} /> },
    {
      key: 'started',
      title: t('runs.startedAt'),
      render: (_value, { startedAt }) => <DateText value={startedAt} withTime />,
    },
    {
      key: 'duration',
      title: t('runs.duration'),
      align: 'right',
      render: (_value, { durationMs }) =>
        durationMs === null ? <Unknown /> : <span className="figure">{formatDuration(durationMs, language)}</span>,
    },
    { key: 'customers', title: t('nav.customers'), align: 'right', render: counted('customers') },
    { key: 'moments', title: t('customer.moments'), align: 'right', render: counted('moments') },
    { key: 'tasks', title: t('customer.tasks'), align: 'right', render: counted('tasks') },
    {
      key: 'leftOut',
      title: t('runs.leftOut'),
      align: 'right',
      render: (_value, run) =>
        leftOutTotal(run) === 0 ? (
          <Count value={0} />
        ) : (
          <button type="button" className="link" onClick={() => onLeftOut(run)} aria-label={t('runs.showLeftOut')}>
            <Count value={leftOutTotal(run)} />
          </button>
        ),
    },
    {
      key: 'pack',
      title: t('freshness.pack'),
      render: (_value, { packId, packHash }) => (
        <span className="muted figure">
          {packId} {packHash.slice(0, 8)}
        </span>
      ),
    },
  ]
}
