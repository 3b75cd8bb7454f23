import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Input } from '../../ui/antd.ts'
import { DateTimePicker } from '../../ui/appointment-picker.tsx'
import { Key } from '../../ui/key.tsx'
import type { Step } from './next-steps.ts'
import type { Draft, OutcomeChoice } from './outcome-draft.ts'
import { isSameInstant } from './quick-times.ts'

type Props = {
  readonly outcome: OutcomeChoice
  readonly steps: readonly Step[]
  readonly draft: Draft
  readonly onStep: (step: Step) => void
  readonly onReason: (reason: string) => void
  readonly onTime: (instant: string | undefined) => void
}

/** A dated next contact, or the reason for none (G48): the usual ones are a key away, any other can be typed. */
export const NextStep = ({ outcome, steps, draft, onStep, onReason, onTime }: Props): ReactElement => {
  const { t } = useTranslation()
  const isChosen = (step: Step): boolean =>
    step.kind === 'time'
      ? isSameInstant(step.time.at, draft.nextAt)
      : !draft.nextAt && t(`noNext.${step.key}`) === draft.noNextReason
  const choiceOf = (kind: Step['kind']): ReactElement[] =>
    steps.flatMap((step, place) =>
      step.kind === kind
        ? [
            <button
              key={step.kind === 'time' ? step.time.at : step.key}
              type="button"
              className="quick"
              aria-pressed={isChosen(step)}
              onClick={() => onStep(step)}
            >
              <span>{step.kind === 'time' ? t(`appointment.${step.time.key}`) : t(`noNext.${step.key}`)}</span>
              <Key>{place + 1}</Key>
            </button>,
          ]
        : [],
    )
  return (
    <fieldset className="next-step" aria-label={t('task.nextContact')}>
      {outcome.result === 'appointment' ? null : (
        <>
          <p className="eyebrow">{t('task.noNext')}</p>
          <div className="quick-choices">{choiceOf('reason')}</div>
          <Input
            size="small"
            aria-label={t('task.reasonForNone')}
            placeholder={t('task.reasonForNone')}
            maxLength={500}
            value={draft.noNextReason}
            onChange={(event) => onReason(event.target.value)}
          />
        </>
      )}
      {steps.some(({ kind }) => kind === 'time') ? (
        <>
          <p className="eyebrow">{t(outcome.result === 'appointment' ? 'desk.when' : 'desk.orNext')}</p>
          <div className="quick-choices">{choiceOf('time')}</div>
          <DateTimePicker value={draft.nextAt} onChange={onTime} />
        </>
      ) : null}
    </fieldset>
  )
}
