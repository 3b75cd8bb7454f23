import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTimePicker } from '../../ui/appointment-picker.tsx'
import { useInstitution } from '../../ui/institution.tsx'
import { isSameInstant, quickTimes } from './quick-times.ts'

type Props = {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (instant: string | undefined) => void
}

/** An agreed time in a dialog: the usual ones as buttons, any other in the calendar. */
export const QuickTimePicker = ({ label, value, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const { timeZone } = useInstitution()
  return (
    <fieldset className="next-step" aria-label={label}>
      <p className="eyebrow">{label}</p>
      <div className="quick-choices">
        {quickTimes(new Date(), timeZone).map(({ key, at }) => (
          <button
            key={key}
            type="button"
            className="quick"
            aria-pressed={isSameInstant(at, value)}
            onClick={() => onChange(at)}
          >
            {t(`appointment.${key}`)}
          </button>
        ))}
      </div>
      <DateTimePicker value={value} onChange={onChange} />
    </fieldset>
  )
}
