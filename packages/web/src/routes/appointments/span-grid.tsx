import { Link } from '@tanstack/react-router'
import type { Appointment } from '@tend/contract'
import dayjs from 'dayjs'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { dayOf, formatInstant } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { useInstitution } from '../../ui/institution.tsx'

type Props = {
  readonly view: 'week' | 'month'
  /** Whole weeks from Monday on. */
  readonly days: readonly string[]
  readonly today: string
  /** Days of other months stand back. */
  readonly month: string
  readonly appointments: readonly Appointment[]
  readonly onDay: (day: string) => void
}

/** In a week there is room for a full day; in a month the day's own list shows the rest. */
const shownAtMost = { week: 30, month: 3 } as const

export const SpanGrid = ({ view, days, today, month, appointments, onDay }: Props): ReactElement => {
  const { timeZone } = useInstitution()
  const language = useLanguage()
  const weekday = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { weekday: 'short' })
  const byDay = Map.groupBy(appointments, ({ appointmentAt }) => dayOf(appointmentAt, timeZone))
  return (
    <ol className={`span-grid ${view}`}>
      {days.map((day) => {
        const here = byDay.get(day) ?? []
        const shown = here.slice(0, shownAtMost[view])
        const isOther = view === 'month' && !day.startsWith(month)
        return (
          <li key={day} className={[day === today ? 'today-cell' : '', isOther ? 'other' : ''].join(' ').trim()}>
            <button type="button" className="day-head" onClick={() => onDay(day)}>
              <span className="small muted">{weekday.format(dayjs(day).toDate())}</span>{' '}
              <span className="figure strong">{Number(day.slice(8))}</span>
            </button>
            <ul className="stack tight">
              {shown.map((appointment) => (
                <Slot key={appointment.taskId} appointment={appointment} />
              ))}
            </ul>
            <More count={here.length - shown.length} onClick={() => onDay(day)} />
          </li>
        )
      })}
    </ol>
  )
}

const More = ({ count, onClick }: { count: number; onClick: () => void }): ReactElement | null => {
  const { t } = useTranslation()
  if (count <= 0) return null
  return (
    <button type="button" className="link small" onClick={onClick}>
      {t('appointments.more', { count })}
    </button>
  )
}

const Slot = ({ appointment }: { appointment: Appointment }): ReactElement => {
  const name = useLabel()
  const { timeZone } = useInstitution()
  const { channels } = useCatalogue()
  const { customer, state } = appointment
  const text = (
    <>
      <span className="figure">{formatInstant(appointment.appointmentAt, timeZone).slice(11)}</span>{' '}
      <span className="strong">{customer.name ?? customer.customerId}</span>{' '}
      <span className="small">{labelOf(channels, appointment.channel, name)}</span>
    </>
  )
  return (
    <li>
      {appointment.isOpen ? (
        <Link className={`slot slot-${state}`} to="/workbench" search={{ task: appointment.taskId }}>
          {text}
        </Link>
      ) : (
        <span className={`slot slot-${state}`}>{text}</span>
      )}
    </li>
  )
}
