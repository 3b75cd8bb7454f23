import { type Fact, type Label, type Moment, momentScope, type Pack } from '@tend/pack'
import { addDays, daysBetween, isMonthEnd, weekday } from './dates.ts'
import type { MomentPlan, ReasonField } from './plan.ts'
import { recurrences } from './recurrences.ts'

/** Values that a moment brings with it; its sentence may use them beside the wide row's. */
const ownFields: Readonly<Record<Moment['kind'], readonly ReasonField[]>> = {
  threshold: [],
  change: [
    { name: 'level', unit: 'text', origin: 'moment' },
    { name: 'level_before', unit: 'text', origin: 'moment' },
  ],
  calendar: dueFields(),
  expiry: dueFields(),
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
    isNoticed: isNoticed(moment.cadence, asOf, previousAsOf),
    reason: reasonFields(pack, moment),
    occurrences: moment.kind === 'calendar' ? recurrences(moment.calendar, asOf, moment.withinDays) : [],
    fact: moment.kind === 'expiry' ? keyedFact(pack, moment.fact) : undefined,
  }))
}

/**
 * A weekly moment is noticed by the first run on or after each Sunday, a monthly one on or after each month end; so an institution that
 * runs on Saturdays misses none. The first run of all notices everything.
 */
function isNoticed(cadence: Moment['cadence'], asOf: string, previousAsOf: string | undefined): boolean {
  if (cadence === 'daily' || previousAsOf === undefined) return true
  const isDay = cadence === 'weekly' ? (date: string) => weekday(date) === 0 : isMonthEnd
  // 31 days hold every weekday and a month end.
  const days = Math.min(daysBetween(previousAsOf, asOf), 31)
  for (let back = 0; back < days; back++) if (isDay(addDays(asOf, -back))) return true
  return false
}

function reasonFields(pack: Pack, moment: Moment): readonly ReasonField[] {
  const own = ownFields[moment.kind]
  const fact = moment.kind === 'expiry' ? pack.facts.get(moment.fact) : undefined
  const scope = momentScope(pack, moment)
  const conditions = [moment.when, moment.kind === 'expiry' ? moment.where : undefined]
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

function keyedFact(pack: Pack, id: string): Fact {
  const fact = pack.facts.get(id)
  if (fact?.customer === undefined || fact.key.length === 0) {
    throw new Error(`an expiry moment needs a fact with a key and a customer; ${id} has not both`)
  }
  return fact
}
