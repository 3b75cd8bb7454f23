import type { Learner } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

const chipOf: Readonly<Record<Learner['state'], string>> = {
  valid: 'chip chip-good',
  expiring: 'chip chip-warn',
  due: 'chip chip-bad',
}

export const TrainingStateChip = ({ state }: { state: Learner['state'] }): ReactElement => {
  const { t } = useTranslation()
  return <span className={chipOf[state]}>{t(`training.state.${state}`)}</span>
}
