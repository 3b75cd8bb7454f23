import { createHash } from 'node:crypto'
import { compile, type Expression, type Moment, type Pack, type Unit } from '@tend/pack'
import { addDays } from '../plan/dates.ts'
import { planMoments } from '../plan/moments.ts'
import type { MomentPlan } from '../plan/plan.ts'
import type { OpenMoment } from '../state/moments.ts'
import type { StateRow } from '../state/state.ts'

/** A checked row of a fact: money in minor units, dates as `YYYY-MM-DD`. */
export type FactRow = Readonly<Record<string, string | number | boolean | null>>

/** What an event made of a moment, as the night would write it. */
export type Occurrence = Omit<OpenMoment, 'is_new'>

/**
 * Judges the pack's instant moments for one row of `fact` and the customer's wide row of the state in force, by the same conditions as the
 * night and with the same result (S154): the occurrence's day is the row's own date, so that the night of that day finds it made already. `row`
 * is undefined for a customer whom the state does not know: nothing is noticed then, the night will judge. What was noticed before, and what
 * stands back behind another moment, is for the caller, who knows what is open. Pure.
 */
export function judgeEvent(pack: Pack, fact: string, event: FactRow, row: StateRow | undefined): readonly Occurrence[] {
  const definition = pack.facts.get(fact)
  const firedOn = definition?.date === undefined ? undefined : event[definition.date]
  if (definition?.customer === undefined || typeof firedOn !== 'string' || row === undefined) return []
  const key = definition.key.map((column) => String(event[column])).join('|')
  return instantMoments(pack, fact, firedOn).flatMap((plan) => {
    const occurrence = judge(pack, plan, { event, row, firedOn, key })
    return occurrence === undefined ? [] : [occurrence]
  })
}

/** Facts whose rows some instant moment waits for. */
export function instantFacts(pack: Pack): ReadonlySet<string> {
  return new Set([...pack.moments.values()].flatMap((moment) => (isInstant(moment) ? [moment.fact] : [])))
}

type FactMoment = Extract<Moment, { kind: 'fact' }>

function isInstant(moment: Moment): moment is FactMoment {
  return moment.kind === 'fact' && moment.cadence === 'instant'
}

function instantMoments(pack: Pack, fact: string, asOf: string): readonly (MomentPlan & { moment: FactMoment })[] {
  const moments = new Map([...pack.moments].filter(([_, moment]) => isInstant(moment) && moment.fact === fact))
  return planMoments({ ...pack, moments }, asOf, undefined) as readonly (MomentPlan & { moment: FactMoment })[]
}

type Case = {
  readonly event: FactRow
  readonly row: StateRow
  readonly firedOn: string
  readonly key: string
}

function judge(
  pack: Pack,
  { moment, reason }: MomentPlan & { moment: FactMoment },
  { event, row, firedOn, key }: Case,
): Occurrence | undefined {
  const { decimals } = pack.currency
  const ask = (expression: Expression, values: Readonly<Record<string, unknown>>) =>
    compile(expression, { decimals })(values, firedOn)
  if (moment.where && ask(moment.where, event) !== true) return undefined
  if (moment.when && ask(moment.when, row) !== true) return undefined
  const dueOn = moment.dueDays === undefined ? null : addDays(firedOn, moment.dueDays)
  const own = { days_left: moment.dueDays ?? null, due_on: dueOn }
  const inMoment = { ...row, ...event, ...own }
  const customerId = String(row.customer_id)
  const value = ask(moment.value, inMoment)
  const urgency = ask(moment.urgency, inMoment)
  const values = reason.map(({ name, unit, origin }) => {
    const found = origin === 'customer' ? row[name] : (inMoment as Readonly<Record<string, unknown>>)[name]
    return [name, asWritten(found ?? null, unit)]
  })
  return {
    moment_id: createHash('md5').update([customerId, moment.id, key, firedOn].join('|')).digest('hex'),
    customer_id: customerId,
    unit_id: String(row.unit_id),
    owner_id: row.owner_id == null ? null : String(row.owner_id),
    moment: moment.id,
    key,
    fired_on: firedOn,
    due_on: dueOn,
    expires_on: addDays(firedOn, moment.ttlDays),
    value: typeof value === 'number' ? Math.floor(value * 10 ** decimals + 0.5) : 0,
    urgency: typeof urgency === 'number' ? Math.min(Math.max(urgency, 0), 1) : 0,
    priority: Math.round(moment.priority),
    reason: Object.fromEntries(values),
  }
}

/** The night writes fractions with six decimals. */
function asWritten(value: unknown, unit: Unit): unknown {
  const isFraction = unit === 'ratio' || unit === 'score' || unit === 'number'
  return isFraction && typeof value === 'number' ? Number(value.toFixed(6)) : value
}
