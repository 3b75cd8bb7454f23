import { oneOf, textParam } from '../../search-params.ts'

export const calendarViews = ['day', 'week', 'month'] as const
export type CalendarView = (typeof calendarViews)[number]

export type AppointmentsSearch = {
  /** Absent: the week. */
  readonly view?: Exclude<CalendarView, 'week'>
  /** A day of the span that is shown; today where absent. */
  readonly day?: string
}

export const readAppointmentsSearch = (raw: Record<string, unknown>): AppointmentsSearch => {
  const view = oneOf(calendarViews, raw['view'])
  const day = textParam(raw['day'])
  return {
    ...(view && view !== 'week' ? { view } : {}),
    ...(day && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? { day } : {}),
  }
}
