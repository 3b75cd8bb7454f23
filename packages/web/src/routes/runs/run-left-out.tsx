import { useInfiniteQuery } from '@tanstack/react-query'
import type { RouteResponse, Run } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { playName, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { useLeftOutColumns } from '../../page/left-out-columns.tsx'
import { PagedTable } from '../../page/paged-table.tsx'
import { Select } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { runsQueries } from './runs.queries.ts'

type Row = RouteResponse<'listRunLeftOut'>['items'][number]

const prefix = 'leftOut.'

/** How many each play left out, by the night's own counts (`leftOut.<play>.<code>`). */
const countsByPlay = ({ counts }: Run): ReadonlyMap<string, number> => {
  const byPlay = new Map<string, number>()
  for (const [key, count] of Object.entries(counts)) {
    if (!key.startsWith(prefix)) continue
    const play = key.slice(prefix.length, key.lastIndexOf('.'))
    byPlay.set(play, (byPlay.get(play) ?? 0) + count)
  }
  return byPlay
}

export const leftOutTotal = (run: Run): number => [...countsByPlay(run).values()].reduce((sum, count) => sum + count, 0)

/** For whom a night made nothing, play by play, each with the sentence. */
export const RunLeftOut = ({ run }: { run: Run }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const [play, setPlay] = useState<string>()
  const list = useInfiniteQuery(runsQueries.leftOut(run.runId, play))
  const options = [...countsByPlay(run)]
    .sort(([, a], [, b]) => b - a)
    .map(([id, count]) => ({ value: id, label: `${playName(catalogue, id, name)} · ${count}` }))
  const columns = useLeftOutColumns<Row>([
    { key: 'play', title: t('runs.play'), render: (_value, row) => playName(catalogue, row.play, name) },
  ])
  return (
    <div className="stack tight">
      <Select
        aria-label={t('runs.play')}
        placeholder={t('runs.anyPlay')}
        allowClear
        value={play ?? null}
        onChange={(chosen: string | null) => setPlay(chosen ?? undefined)}
        options={options}
      />
      <PagedTable<Row>
        of={list}
        rowKey="rowId"
        columns={columns}
        empty={<EmptyState compact title={t('runs.nobodyLeftOut')} hint={t('runs.nobodyLeftOutHint')} />}
      />
    </div>
  )
}
