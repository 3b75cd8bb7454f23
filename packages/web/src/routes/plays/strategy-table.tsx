import { PlusOutlined } from '@ant-design/icons'
import type { Strategy, StrategyCell, StrategyPlay } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Button } from '../../ui/antd.ts'
import { Panel } from '../../ui/panel.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { commonPlays } from './common-plays.ts'
import type { Cell } from './play-levels.ts'

type CellPlay = StrategyCell['plays'][number]
type Props = {
  readonly strategy: Strategy
  readonly onOpen: (play: string) => void
  /** Absent where the reader may not change plays. */
  readonly onEdit: ((cell: Cell) => void) | undefined
}

export const StrategyTable = ({ strategy, onOpen, onEdit }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const common = commonPlays(strategy)
  const isCommon = new Set(common.map(({ play }) => play))
  const playOf = new Map(strategy.plays.map((play) => [play.id, play]))
  const rows = strategy.classScheme?.levels.toReversed() ?? [null]
  const columns = strategy.stageScheme?.levels ?? [null]
  const list = (plays: readonly CellPlay[]): ReactElement => (
    <ul className="cell-plays">
      {plays.map((each) => (
        <li key={each.play}>
          <PlayButton each={each} play={playOf.get(each.play)} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  )
  return (
    <div className="stack">
      {common.length > 0 ? <Panel title={t('play.common')}>{list(common)}</Panel> : null}
      <ScrollRegion label={t('play.matrix')} className="card scroll-x">
        <table className="strategy">
          <thead>
            <tr>
              <th scope="col">
                <span className="small muted">
                  {strategy.classScheme ? name(strategy.classScheme.label) : ''} ↓{' '}
                  {strategy.stageScheme ? name(strategy.stageScheme.label) : ''} →
                </span>
              </th>
              {columns.map((stage) => (
                <th key={stage?.id ?? ''} scope="col">
                  {stage ? name(stage.label) : t('play.allStages')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((level) => (
              <tr key={level?.id ?? ''}>
                <th scope="row">
                  {level && strategy.classScheme ? (
                    <SchemeLevel scheme={strategy.classScheme.id} level={level.id} />
                  ) : (
                    t('play.allLevels')
                  )}
                </th>
                {columns.map((stage) => {
                  const cell = { class: level?.id ?? null, stage: stage?.id ?? null }
                  const found = strategy.cells.find((each) => each.class === cell.class && each.stage === cell.stage)
                  const own = (found?.plays ?? []).filter(({ play }) => !isCommon.has(play))
                  return (
                    <td key={stage?.id ?? ''}>
                      {own.length === 0 ? <span className="small muted">{t('play.nothingOwn')}</span> : list(own)}
                      {onEdit ? (
                        <Button
                          size="small"
                          type="text"
                          icon={<PlusOutlined />}
                          aria-label={t('play.changeCell', {
                            level: level ? name(level.label) : t('play.allLevels'),
                            stage: stage ? name(stage.label) : t('play.allStages'),
                          })}
                          onClick={() => onEdit(cell)}
                        >
                          {t('play.change')}
                        </Button>
                      ) : null}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="small muted row wrap">
        <span className="chip chip-good">{t('play.offer.allowed')}</span>
        <span className="chip chip-warn">{t('play.offer.on_request')}</span>
        <span className="chip chip-bad">{t('play.offer.blocked')}</span>
        {t('play.legend')}
      </p>
    </div>
  )
}

type PlayButtonProps = {
  readonly each: CellPlay
  readonly play: StrategyPlay | undefined
  readonly onOpen: (play: string) => void
}

const PlayButton = ({ each, play, onOpen }: PlayButtonProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const comma = t('value.comma')
  return (
    <button type="button" className={`cell-play offer-${each.offer}`} onClick={() => onOpen(each.play)}>
      <span className="strong">{play ? name(play.label) : each.play}</span>
      {each.offer === 'allowed' ? null : (
        <span className="small">
          {t(`play.offer.${each.offer}`)}
          {each.guard ? ` · ${name(each.guard.label)}` : ''}
        </span>
      )}
      {play ? (
        <span className="small muted">
          {play.actions.map(({ kind }) => t(`play.action.${kind}`)).join(comma)}
          {play.moments.length > 0 ? ` · ${play.moments.map(({ label }) => name(label)).join(comma)}` : ''}
          {each.isConditional ? ` · ${t('play.conditional')}` : ''}
        </span>
      ) : null}
    </button>
  )
}
