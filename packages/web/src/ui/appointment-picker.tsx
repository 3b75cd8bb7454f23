import dayjs, { type Dayjs } from 'dayjs'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DatePicker } from './antd.ts'
import { useInstitution } from './institution.tsx'

dayjs.extend(utc)
dayjs.extend(timezone)

type Props = {
  readonly label?: string
  readonly value: string | undefined
  readonly onChange: (instant: string | undefined) => void
}

const quick = [
  { key: 'afternoon', days: 0, hour: 15 },
  { key: 'tomorrow', days: 1, hour: 10 },
  { key: 'threeDays', days: 3, hour: 10 },
  { key: 'week', days: 7, hour: 10 },
] as const

/** A definite day and hour on the institution's clock; the usual ones are one touch away. */
export const AppointmentPicker = ({ label, value, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const { timeZone } = useInstitution()
  // The picker works on wall-clock time alone; the zone is put on when the choice leaves it.
  const wallClock = (instant?: string): Dayjs => dayjs(dayjs(instant).tz(timeZone).format('YYYY-MM-DDTHH:mm'))
  const now = wallClock()
  const set = (time: Dayjs | null): void =>
    onChange(time ? dayjs.tz(time.format('YYYY-MM-DDTHH:mm'), timeZone).format() : undefined)
  const offered = quick
    .map(({ key, days, hour }) => ({ key, time: now.add(days, 'day').hour(hour).minute(0).second(0) }))
    .filter(({ time }) => time.isAfter(now))
  return (
    <fieldset className="row wrap" aria-label={label ?? t('task.nextContact')}>
      {label ? <span className="nowrap">{label}</span> : null}
      <DatePicker
        size="small"
        aria-label={t('appointment.placeholder')}
        showTime={{ format: 'HH:mm', minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        placeholder={t('appointment.placeholder')}
        value={value ? wallClock(value) : null}
        minDate={now}
        onChange={set}
        style={{ width: 190 }}
      />
      {offered.map(({ key, time }) => (
        <Button key={key} size="small" onClick={() => set(time)}>
          {t(`appointment.${key}`)}
        </Button>
      ))}
    </fieldset>
  )
}
