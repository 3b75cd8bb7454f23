import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Key } from '../../ui/key.tsx'
import type { OutcomeChoice } from './outcome-draft.ts'
import { inOrderOfKeys } from './outcome-keys.ts'

type Props = {
  readonly outcomes: readonly OutcomeChoice[]
  /** Those that may be recorded. */
  readonly open: readonly OutcomeChoice[]
  readonly keys: ReadonlyMap<string, number>
  readonly chosen: string | undefined
  /** False while digits choose what follows. */
  readonly hasKeys: boolean
  readonly onChoose: (outcome: string) => void
}

export const OutcomeChoices = ({ outcomes, open, keys, chosen, hasKeys, onChoose }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <fieldset className="outcomes" aria-label={t('task.outcomes')}>
      {inOrderOfKeys(outcomes, keys).map((outcome) => (
        <button
          key={outcome.id}
          type="button"
          className={`outcome outcome-${outcome.result}`}
          aria-pressed={outcome.id === chosen}
          disabled={!open.includes(outcome)}
          onClick={() => onChoose(outcome.id)}
        >
          <span className="grow">{name(outcome.label)}</span>
          {keys.has(outcome.id) && hasKeys ? <Key>{keys.get(outcome.id)}</Key> : null}
        </button>
      ))}
    </fieldset>
  )
}
