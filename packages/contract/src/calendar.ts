import { z } from 'zod'
import {
  definitionId,
  id,
  idempotencyKey,
  isoDate,
  isoInstant,
  isoMonth,
  label,
  page,
  paging,
  staffRef,
  unitRef,
} from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['calendar'] as const

/** A day off besides Saturday and Sunday, or a day of a weekend that is worked. */
export const holiday = z.object({
  day: isoDate,
  name: z.string().trim().min(1).max(100),
  isWorking: z.boolean(),
})
export type Holiday = z.infer<typeof holiday>

export const holidays = z.object({
  items: z.array(holiday),
  /** Years that somebody has entered or that came with Tend. */
  years: z.array(z.object({ year: z.int(), source: z.enum(['built_in', 'entered']), days: z.int() })),
  /** This year and, from October on, the next, where nobody has entered them: working days are then plain weekdays. */
  missingYears: z.array(z.int()),
  may: z.object({ manage: z.boolean() }),
})
export type Holidays = z.infer<typeof holidays>

export const calendarKinds = ['birthday', 'anniversary', 'festival', 'expiry', 'appointment'] as const

export const calendarEntry = z.object({
  kind: z.enum(calendarKinds),
  /** The moment’s own name, or that of the task. `isRefused` of its customer: wants no call of care. */
  title: label,
  moment: z.string().nullable(),
  /** Null for a festival, which is everybody’s. */
  customer: z.object({ customerId: id, name: z.string().nullable(), isRefused: z.boolean() }).nullable(),
  owner: staffRef.nullable(),
  /** Of an appointment. */
  taskId: id.nullable(),
  at: isoInstant.nullable(),
})
export type CalendarEntry = z.infer<typeof calendarEntry>

export const calendarDay = z.object({
  day: isoDate,
  isWorking: z.boolean(),
  /** Name of the holiday or make-up workday. */
  name: z.string().nullable(),
  counts: z.array(z.object({ kind: z.enum(calendarKinds), moment: z.string().nullable(), count: z.int() })),
  /** The first of the day’s entries; `counts` tells of all. */
  entries: z.array(calendarEntry),
})
export type CalendarDay = z.infer<typeof calendarDay>

/** Of a birthday never the year (G49). */
export const birthday = z.object({
  customerId: id,
  name: z.string().nullable(),
  /** Month and day as the customer keeps them, `02-29`; of a lunar birthday in the lunar calendar. */
  monthDay: z.string(),
  calendar: z.enum(['solar', 'lunar']),
  /** The day of that month on which it falls. */
  day: isoDate,
  unit: unitRef.nullable(),
  owner: staffRef.nullable(),
  /** Wants no call of care, and is not to be greeted. */
  isRefused: z.boolean(),
})
export type Birthday = z.infer<typeof birthday>

export const calendarRoutes = {
  listHolidays: {
    method: 'GET',
    path: '/v1/holidays',
    query: z.object({ year: z.coerce.number<number | string>().int().min(1990).max(2200).optional() }),
    response: holidays,
    permission: 'signed_in',
    summary: { zh: '节假日与调休上班日', en: 'Days off and make-up workdays' },
    tags,
  },
  saveHolidays: {
    method: 'PUT',
    path: '/v1/holidays/:year',
    params: z.object({ year: z.coerce.number<number | string>().int().min(1990).max(2200) }),
    body: z.object({
      /** The whole year, in place of what is there; or … */
      items: z.array(holiday).max(366).optional(),
      /** … the same as text: a line a day or span, `2027-02-05..2027-02-11 春节` or CSV `day,name,work`. */
      text: z.string().max(20_000).optional(),
      /** True shows what would be saved and changes nothing. */
      preview: z.boolean().default(false),
      idempotencyKey,
    }),
    response: z.object({
      preview: z.boolean(),
      items: z.array(holiday),
      /** Lines of the text that were not understood; with any, nothing is saved. */
      problems: z.array(z.object({ line: z.int(), text: z.string(), problem: label })),
      /** Against what is there. */
      added: z.int(),
      removed: z.int(),
    }),
    permission: 'holidays.manage',
    audit: 'change',
    summary: { zh: '保存一年的节假日，可先预览', en: 'Save a year’s days off, with a preview' },
    tags,
  },
  getCalendar: {
    method: 'GET',
    path: '/v1/calendar',
    query: z.object({ month: isoMonth, unit: id.optional(), owner: id.optional(), moment: definitionId.optional() }),
    response: z.object({ month: isoMonth, days: z.array(calendarDay) }),
    permission: 'customers.view',
    audit: 'list',
    summary: {
      zh: '关怀日历：生日、节日、纪念日、到期、续保与预约',
      en: 'The care calendar: birthdays, festivals, anniversaries, maturities, renewals and appointments',
    },
    tags,
  },
  listBirthdays: {
    method: 'GET',
    path: '/v1/calendar/birthdays',
    /** Without a month, the one after the as-of in force. */
    query: z.object({ month: isoMonth.optional(), unit: id.optional(), ...paging }),
    response: page(birthday).extend({ month: isoMonth }),
    permission: 'customers.view',
    audit: 'list',
    summary: { zh: '月度生日名单，只列月日', en: 'The birthday list of a month, with month and day only' },
    tags,
  },
} as const satisfies Record<string, Route>
