import { type Fact, type Label, type Moment, momentScope, type Pack } from '@tend/pack'
import { addDays, addMonths, daysBetween, isMonthEnd, startOf, weekday } from './dates.ts'
import type { MomentPlan, Occurrence, ReasonField } from './plan.ts'
import { type Days, festivals, recurrences } from './recurrences.ts'

/** Values that a moment brings with it; its sentence may use them beside the wide row's. */
function ownFields(moment: Moment): readonly ReasonField[] {
  switch (moment.kind) {
    case 'threshold':
      return []
    case 'change':
      return [
        { name: 'level', unit: 'text', origin: 'moment' },
        { name: 'level_before', unit: 'text', origin: 'moment' },
      ]
    case 'fact':
      return moment.dueDays === undefined ? [] : dueFields()
    case 'calendar':
    case 'expiry':
      return dueFields()
  }
}

function dueFields(): readonly ReasonField[] {
  return [
    { name: 'days_left', unit: 'days', origin: 'moment' },
    { name: 'due_on', unit: 'date', origin: 'moment' },
  ]
}

/** Moments by id, each with what it looks for at `asOf`. */
export function planMoments(pack: Pack, asOf: string, previousAsOf: string | undefined): readonly MomentPlan[] {
  const moments = [...pack.moments.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return moments.map((moment) => ({
    moment,
    turn: turnOf(pack, moment.id, []),
    isNoticed: isNoticed(moment, asOf, previousAsOf),
    reason: reasonFields(pack, moment),
    occurrences: occurrencesOf(moment, asOf, previousAsOf),
    fact: factOf(pack, moment),
  }))
}

/** One more than the last of those that it yields to. A pack of which two wait for each other is refused before; here it would never end. */
function turnOf(pack: Pack, id: string, waiting: readonly string[]): number {
  if (waiting.includes(id)) throw new Error(`moment ${id} yields to itself by way of ${waiting.join(', ')}`)
  const stronger = (pack.moments.get(id)?.yieldsTo ?? []).filter((other) => pack.moments.has(other))
  return Math.max(0, ...stronger.map((other) => turnOf(pack, other, [...waiting, id]) + 1))
}

function occurrencesOf(moment: Moment, asOf: string, previousAsOf: string | undefined): readonly Occurrence[] {
  if (moment.kind === 'fact') return daysOfRows(moment, asOf)
  if (moment.kind !== 'calendar') return []
  const { calendar, festival } = moment
  const days = daysAhead(moment, asOf, previousAsOf)
  return festival ? festivals(calendar, asOf, days, festival) : recurrences(calendar, asOf, days)
}

/** A row is looked at for as long as what it means would be open, so that one delivered a few days late is still seen. */
function daysOfRows({ dueDays, ttlDays }: Extract<Moment, { kind: 'fact' }>, asOf: string): readonly Occurrence[] {
  return Array.from({ length: ttlDays }, (_, index) => {
    const date = addDays(asOf, index + 1 - ttlDays)
    const dueOn = dueDays === undefined ? null : addDays(date, dueDays)
    return { date, dueOn, daysLeft: dueOn === null ? null : daysBetween(asOf, dueOn) }
  })
}

/**
 * The days that a calendar moment looks at. `nextMonth` of a monthly moment is the month after the month end that makes it due, so that a run on
 * 2 February that stands for the one of 31 January lists February's birthdays that are still to come.
 */
function daysAhead(
  { within, cadence }: Extract<Moment, { kind: 'calendar' }>,
  asOf: string,
  previousAsOf: string | undefined,
): Days {
  if ('days' in within) return { from: asOf, to: addDays(asOf, within.days) }
  const standsFor = cadence === 'monthly' && previousAsOf !== undefined ? lastMonthEnd(asOf) : asOf
  const first = addMonths(startOf('month', standsFor), 1)
  return { from: first > asOf ? first : asOf, to: addDays(addMonths(first, 1), -1) }
}

function lastMonthEnd(date: string): string {
  return isMonthEnd(date) ? date : addDays(startOf('month', date), -1)
}

/**
 * Rows of facts are looked for by every run. A weekly moment is noticed by the first run on or after each Sunday, a monthly one on or after each
 * month end; so an institution that runs on Saturdays misses none. The first run of all notices everything.
 */
function isNoticed({ kind, cadence }: Moment, asOf: string, previousAsOf: string | undefined): boolean {
  if (kind === 'fact' || cadence === 'daily' || cadence === 'instant' || previousAsOf === undefined) return true
  const isDay = cadence === 'weekly' ? (date: string) => weekday(date) === 0 : isMonthEnd
  // 31 days hold every weekday and a month end.
  const days = Math.min(daysBetween(previousAsOf, asOf), 31)
  for (let back = 0; back < days; back++) if (isDay(addDays(asOf, -back))) return true
  return false
}

function reasonFields(pack: Pack, moment: Moment): readonly ReasonField[] {
  const own = ownFields(moment)
  const fact = factOf(pack, moment)
  const scope = momentScope(pack, moment)
  const conditions = [moment.when, moment.kind === 'expiry' || moment.kind === 'fact' ? moment.where : undefined]
  const names = [...placesOf(moment.reason), ...conditions.flatMap((condition) => condition?.names ?? [])]
  const others = [...new Set(names)].filter((name) => !own.some((field) => field.name === name)).sort()
  return [
    ...own,
    ...others.map((name) => {
      const type = scope.get(name)
      if (!type) throw new Error(`moment ${moment.id}: ${name} is no value that a reason can name`)
      const isOfFact = fact?.columns.some((column) => column.id === name) ?? false
      return { name, unit: type.unit, origin: isOfFact ? ('fact' as const) : ('customer' as const) }
    }),
  ]
}

function placesOf({ zh, en }: Label): readonly string[] {
  return [...`${zh} ${en}`.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]?.trim() ?? '')
}

/** The fact whose rows a moment looks at, one occurrence a key. */
function factOf(pack: Pack, moment: Moment): Fact | undefined {
  if (moment.kind !== 'expiry' && moment.kind !== 'fact') return undefined
  const fact = pack.facts.get(moment.fact)
  if (fact?.customer === undefined || fact.key.length === 0 || (moment.kind === 'fact' && fact.date === undefined)) {
    throw new Error(
      `moment ${moment.id} needs a fact with a key, a customer and a date; ${moment.fact} lacks one of them`,
    )
  }
  return fact
}
