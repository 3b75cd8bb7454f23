import dayjs, { type Dayjs } from 'dayjs'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { DatePicker } from './antd.ts'
import { useInstitution } from './institution.tsx'

dayjs.extend(utc)
dayjs.extend(timezone)

type Props = {
  readonly label?: string
  readonly value: string | undefined
  readonly onChange: (instant: string | undefined) => void
}

/** A definite day and hour on the institution's clock, not before now. */
export const DateTimePicker = ({ label, value, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const { timeZone } = useInstitution()
  // The picker works on wall-clock time alone; the zone is put on when the choice leaves it.
  const wallClock = (instant?: string): Dayjs => dayjs(dayjs(instant).tz(timeZone).format('YYYY-MM-DDTHH:mm'))
  return (
    <DatePicker
      size="small"
      className="wide"
      aria-label={label ?? t('appointment.placeholder')}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format="YYYY-MM-DD HH:mm"
      placeholder={t('appointment.placeholder')}
      value={value ? wallClock(value) : null}
      minDate={wallClock()}
      onChange={(time: Dayjs | null) =>
        onChange(time ? dayjs.tz(time.format('YYYY-MM-DDTHH:mm'), timeZone).format() : undefined)
      }
    />
  )
}
