import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Strategy } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { Drawer } from '../../ui/antd.ts'
import { FilterSelect } from '../../ui/filters.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { EditCellDialog } from './edit-cell-dialog.tsx'
import { PlayDetail } from './play-detail.tsx'
import type { Cell } from './play-levels.ts'
import { playQueries } from './plays.queries.ts'
import type { PlaysSearch } from './plays-search.ts'
import { StrategyFrame } from './strategy-frame.tsx'
import { StrategyTable } from './strategy-table.tsx'

/** The strategy table: class × stage → plays, with what the guards say. */
export const StrategyPage = (): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const search = useSearch({ from: '/in/plays' })
  const navigate = useNavigate({ from: '/plays' })
  const change = (next: PlaysSearch): void => void navigate({ search: next, replace: true })
  const mayEdit = useMe().permissions.includes('studio.edit')
  const query = useQuery(playQueries.strategy(search.class, search.stage))
  const strategy = query.data
  const [cell, setCell] = useState<Cell>()
  const open = strategy?.plays.find(({ id }) => id === search.play)
  const close = (): void => change(changed(search, { play: undefined }))
  return (
    <StrategyFrame
      title={t('play.matrix')}
      lead={t('play.lead')}
      actions={strategy ? <Schemes strategy={strategy} search={search} onChange={change} /> : null}
    >
      <Loaded of={query}>
        {() =>
          strategy === undefined || strategy.plays.length === 0 ? (
            <div className="card">
              <EmptyState title={t('play.none')} hint={t('play.noneHint')} />
            </div>
          ) : (
            <StrategyTable
              strategy={strategy}
              onOpen={(play) => change({ ...search, play })}
              onEdit={mayEdit ? setCell : undefined}
            />
          )
        }
      </Loaded>
      <Drawer open={search.play !== undefined} onClose={close} title={open ? name(open.label) : ''} size={720}>
        {open ? (
          <ScrollRegion label={name(open.label)} className="stack">
            <PlayDetail play={open} />
          </ScrollRegion>
        ) : query.isPending ? null : (
          <EmptyState title={t('play.unknown')} />
        )}
      </Drawer>
      {cell && strategy ? <EditCellDialog strategy={strategy} cell={cell} onClose={() => setCell(undefined)} /> : null}
    </StrategyFrame>
  )
}

type SchemesProps = {
  readonly strategy: Strategy
  readonly search: PlaysSearch
  readonly onChange: (search: PlaysSearch) => void
}

const Schemes = ({ strategy, search, onChange }: SchemesProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <span className="row wrap">
      <FilterSelect
        label={t('play.rows')}
        mayClear={false}
        width={180}
        value={strategy.classScheme?.id}
        onChange={(scheme) => onChange(changed(search, { class: scheme }))}
        options={strategy.classSchemes.map(({ id, label }) => ({ value: id, label: name(label) }))}
      />
      <FilterSelect
        label={t('play.columns')}
        mayClear={false}
        width={180}
        value={strategy.stageScheme?.id}
        onChange={(scheme) => onChange(changed(search, { stage: scheme }))}
        options={strategy.stageSchemes.map(({ id, label }) => ({ value: id, label: name(label) }))}
      />
    </span>
  )
}
