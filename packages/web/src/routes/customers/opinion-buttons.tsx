import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { App } from '../../ui/antd.ts'
import { useMe } from '../session/use-me.ts'
import { useOpenCase } from './care.queries.ts'

type Props = {
  readonly customerId: string
  readonly taskId?: string
  readonly text: string
  /** Pressed without a word of the customer. */
  readonly onEmpty: () => void
  readonly onOpened?: () => void
}

/** What stands in the note becomes a case with one click: a suggestion, a commitment, a lead (S10–S12, S33). */
export const OpinionButtons = ({ customerId, taskId, text, onEmpty, onOpened }: Props): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const { cases } = useCatalogue()
  const open = useOpenCase(customerId)
  if (!useMe().permissions.includes('cases.work') || cases.length === 0) return null
  const said = text.trim()
  const record = (kind: string, label: string): void => {
    if (said === '') {
      void message.info(t('cases.wordsFirst'))
      onEmpty()
      return
    }
    open.mutate(
      { kind, text: said, ...(taskId ? { taskId } : {}) },
      {
        onSuccess: () => {
          void message.success(t('cases.opened', { kind: label }))
          onOpened?.()
        },
        onError: (error) => void message.error(messageOf(error, language)),
      },
    )
  }
  return (
    <div className="row wrap opinions">
      <span className="small muted">{t('cases.turnInto')}</span>
      {cases.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          className="quick"
          disabled={open.isPending}
          onClick={() => record(id, name(label))}
        >
          {name(label)}
        </button>
      ))}
    </div>
  )
}
