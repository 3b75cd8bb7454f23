import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Strategy } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { findScheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Modal, Radio, Select } from '../../ui/antd.ts'
import { itemsOf } from '../../ui/load-more.tsx'
import { studioQueries } from '../studio/studio.queries.ts'
import { CellEffect } from './cell-effect.tsx'
import { CellName } from './cell-name.tsx'
import {
  type Axes,
  type Cell,
  type Reach,
  reaches,
  reachIn,
  withCell,
  withoutCell,
  withoutLevel,
  writeReach,
} from './play-levels.ts'
import { useKeepPlay } from './plays.queries.ts'

type Way = 'add' | 'cell' | 'class' | 'stage'
type Props = { readonly strategy: Strategy; readonly cell: Cell; readonly onClose: () => void }

const axesOf = ({ classScheme, stageScheme }: Strategy): Axes => {
  const axis = (scheme: Strategy['classScheme']) =>
    scheme ? { scheme: scheme.id, levels: scheme.levels.map(({ id }) => id) } : undefined
  return { class: axis(classScheme), stage: axis(stageScheme) }
}

const reachAfter = (way: Way, reach: Reach, axes: Axes, cell: Cell): Reach | undefined => {
  if (way === 'add') return withCell(reach, axes, cell)
  if (way === 'cell') return withoutCell(reach, axes, cell)
  const axis = axes[way]
  const level = cell[way]
  const levels = axis && level !== null ? withoutLevel(reach.levels, axis, level) : undefined
  return levels && { ...reach, levels }
}

/** A play comes to a cell or leaves it: what follows for every cell is shown before it is kept in a draft. */
export const EditCellDialog = ({ strategy, cell, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const axes = axesOf(strategy)
  const drafts = itemsOf(useInfiniteQuery(studioQueries.versions())).filter(({ may }) => may.edit)
  const [chosenDraft, setDraft] = useState<number>()
  const draft = chosenDraft ?? drafts[0]?.version ?? 0
  const [play, setPlay] = useState<string>()
  const [way, setWay] = useState<Way>()
  const pack = useQuery(studioQueries.pack(draft > 0 ? draft : undefined))
  const keep = useKeepPlay()
  const definition = pack.data?.definitions.find(({ kind, id }) => kind === 'plays' && id === play)
  const before = definition ? reachIn(definition.yaml, definition.id) : undefined
  const isInCell = before !== undefined && reaches(before, axes, cell)
  // Tags are no text that a condition could compare.
  const isTagged = findScheme(useCatalogue(), axes.class?.scheme ?? '')?.variant === 'rules'
  const outWays: readonly Way[] = isTagged ? ['class', 'stage'] : ['cell', 'class', 'stage']
  const ways: readonly Way[] = before === undefined ? [] : isInCell ? outWays : ['add']
  const effective = way && ways.includes(way) ? way : ways.length === 1 ? ways[0] : undefined
  const after = before && effective ? reachAfter(effective, before, axes, cell) : undefined
  const yaml = definition && after ? writeReach(definition.yaml, definition.id, after) : undefined
  const save = (): void => {
    if (!definition || yaml === undefined) return
    keep.mutate(
      {
        version: draft,
        title: t('studio.draftTitleSuggestion', { name: name(definition.label) }),
        play: definition.id,
        yaml,
      },
      {
        onSuccess: (version) => {
          void message.success(t('studio.saved'))
          void navigate({ to: '/studio/versions/$version', params: { version: String(version) } })
        },
      },
    )
  }
  return (
    <Modal
      open
      title={t('play.change')}
      okText={t('studio.save')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: yaml === undefined }}
      confirmLoading={keep.isPending}
      onCancel={onClose}
      onOk={save}
      width={680}
    >
      <div className="stack">
        <p>
          <CellName strategy={strategy} cell={cell} />
        </p>
        <Select<number>
          aria-label={t('play.draft')}
          value={draft}
          onChange={setDraft}
          options={[
            ...drafts.map(({ version, title }) => ({
              value: version,
              label: t('studio.continueDraft', { version, title }),
            })),
            { value: 0, label: t('studio.draftNew') },
          ]}
        />
        <Select<string | null>
          aria-label={t('play.which')}
          placeholder={t('play.which')}
          loading={pack.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          value={play ?? null}
          onChange={(chosen) => setPlay(chosen ?? undefined)}
          options={strategy.plays.map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
        {play && definition && before === undefined ? (
          <Alert type="warning" showIcon title={t('studio.unreadable')} />
        ) : null}
        {ways.length > 0 ? (
          <Radio.Group
            vertical
            aria-label={t('play.change')}
            value={effective ?? null}
            onChange={({ target }) => setWay(target.value as Way)}
            options={ways.map((each) => ({
              value: each,
              disabled: before !== undefined && reachAfter(each, before, axes, cell) === undefined,
              label: t(`play.way.${each}`),
            }))}
          />
        ) : null}
        {definition && before && after && yaml !== undefined ? (
          <CellEffect
            strategy={strategy}
            axes={axes}
            before={before}
            after={after}
            yaml={definition.yaml}
            next={yaml}
          />
        ) : null}
        {keep.error ? <Alert role="alert" type="error" showIcon title={messageOf(keep.error, language)} /> : null}
      </div>
    </Modal>
  )
}
