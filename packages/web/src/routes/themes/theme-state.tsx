import type { ThemeState } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

const chipOf: Readonly<Record<ThemeState, string>> = {
  building: 'chip chip-info',
  running: 'chip chip-good',
  ended: 'chip',
  stopped: 'chip',
  failed: 'chip chip-bad',
}

export const ThemeStateChip = ({ state }: { state: ThemeState }): ReactElement => {
  const { t } = useTranslation()
  return <span className={chipOf[state]}>{t(`theme.state.${state}`)}</span>
}
