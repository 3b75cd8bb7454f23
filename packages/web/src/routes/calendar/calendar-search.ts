import { oneOf, textParam, textParams } from '../../search-params.ts'

export const calendarTabs = ['birthdays', 'holidays'] as const

export type CalendarSearch = {
  readonly tab?: (typeof calendarTabs)[number]
  /** `2026-11`. */
  readonly month?: string
  readonly day?: string
  readonly unit?: string
  readonly moment?: string
  readonly year?: string
}

const matching = (value: unknown, form: RegExp): string | undefined => {
  const text = textParam(value)
  return text && form.test(text) ? text : undefined
}

export const readCalendarSearch = (raw: Record<string, unknown>): CalendarSearch => {
  const tab = oneOf(calendarTabs, raw['tab'])
  const month = matching(raw['month'], /^\d{4}-(0[1-9]|1[0-2])$/)
  const day = matching(raw['day'], /^\d{4}-\d{2}-\d{2}$/)
  const year = matching(raw['year'], /^\d{4}$/)
  return {
    ...(tab ? { tab } : {}),
    ...(month ? { month } : {}),
    ...(day ? { day } : {}),
    ...(year ? { year } : {}),
    ...textParams(['unit', 'moment'] as const, raw),
  }
}
