import type { MessageState } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

const chipOf: Readonly<Record<MessageState, string>> = {
  waiting: 'chip chip-info',
  sending: 'chip chip-info',
  sent: 'chip',
  delivered: 'chip chip-good',
  dead: 'chip chip-bad',
  unknown: 'chip chip-warn',
  cancelled: 'chip',
  expired: 'chip',
}

export const MessageStateChip = ({ state }: { state: MessageState }): ReactElement => {
  const { t } = useTranslation()
  return <span className={chipOf[state]}>{t(`outbox.state.${state}`)}</span>
}
