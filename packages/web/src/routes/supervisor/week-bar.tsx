import type { PersonWeek } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'

/** Hours needed against hours that there are; red from where the work no longer fits. */
export const WeekBar = ({ week }: { week: PersonWeek | undefined }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  if (!week) return null
  const { neededHours, availableHours, leftOut, workingDays } = week
  const share = availableHours <= 0 ? (neededHours > 0 ? 1 : 0) : neededHours / availableHours
  const hours = (value: number): string => formatNumber(value, language, 1)
  if (workingDays === 0)
    return (
      <span className="small muted">
        {t(neededHours > 0 ? 'team.restDaysWork' : 'team.restDays', { needed: hours(neededHours) })}
      </span>
    )
  return (
    <span className="week">
      <span className={neededHours > availableHours ? 'bar wide over' : 'bar wide'} aria-hidden="true">
        <i style={{ width: `${Math.min(100, Math.round(100 * share))}%` }} />
      </span>
      <span className="small figure">
        {t('team.hoursOf', { needed: hours(neededHours), available: hours(availableHours), count: workingDays })}
        {leftOut > 0 ? <span className="bad"> · {t('team.leftOut', { count: leftOut })}</span> : null}
      </span>
    </span>
  )
}
