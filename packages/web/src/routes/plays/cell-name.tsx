import type { Strategy } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import type { Cell } from './play-levels.ts'

/** A cell as people call it: its class and its stage. */
export const CellName = ({ strategy, cell }: { strategy: Strategy; cell: Cell }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const level = strategy.classScheme?.levels.find(({ id }) => id === cell.class)
  const stage = strategy.stageScheme?.levels.find(({ id }) => id === cell.stage)
  return (
    <strong>
      {level ? name(level.label) : t('play.allLevels')} × {stage ? name(stage.label) : t('play.allStages')}
    </strong>
  )
}
