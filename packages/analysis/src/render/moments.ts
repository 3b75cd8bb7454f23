import type { MomentPlan, NightPlan } from '../plan/plan.ts'
import { staged } from './names.ts'
import type { Sources } from './render-night.ts'
import { dateLiteral, quoteIdentifier, quoteText } from './sql.ts'

/** A named query; moments that yield to none are settled in turn 0. */
export type Turn = { readonly table: string; readonly query: string }

/**
 * What is open, turn by turn: a moment that stands back behind others (`yieldsTo`, S155) is looked at after they have been settled. The last query
 * holds everything.
 */
export function renderOpenMoments(plan: NightPlan, sources: Sources): readonly Turn[] {
  const last = Math.max(0, ...plan.moments.map(({ turn }) => turn))
  if (last === 0) return [{ table: staged.moments, query: renderTurn(plan, 0, plan.moments, sources) }]
  const turns = Array.from({ length: last + 1 }, (_, turn) => ({
    table: staged.turn(turn),
    query: renderTurn(
      plan,
      turn,
      plan.moments.filter((moment) => moment.turn === turn),
      sources,
    ),
  }))
  const query = turns.map(({ table }) => `select * from ${quoteIdentifier(table)}`).join('\nunion all\n')
  return [...turns, { table: staged.moments, query }]
}

/**
 * Which of the candidates of some moments are open, of an occurrence (customer, moment, key):
 *
 * - noticed now: a candidate that is neither open nor noticed within the moment's `dedupeDays`, and stands back behind nothing that is open;
 * - still open and still seen: keeps the day it was noticed and its end, but takes today's worth, due date and sentence;
 * - still open but no longer seen (or not looked for on this day): stays as it was until its end, because somebody may be
 *   working on it and what was said about it remains true for the day it was noticed.
 */
function renderTurn(plan: NightPlan, turn: number, moments: readonly MomentPlan[], sources: Sources): string {
  const candidates = `(select c.* from ${quoteIdentifier(staged.candidates)} c where ${isOneOf('c', moments)})`
  const standing =
    turn === 0
      ? []
      : [`left join ${standsBack(turn, moments)} y on y.customer_id = c.customer_id and y.moment = c.moment`]
  const isFree = turn === 0 ? [] : ['y.customer_id is null']
  if (!sources.previous) {
    return [
      `select c.customer_id, c.moment, c.key, c.fired_on, c.due_on, c.expires_on, c.again_from, c.value, c.urgency, c.priority, c.reason, true as is_new`,
      `from ${candidates} c`,
      ...standing,
      ...(isFree.length === 0 ? [] : [`where ${isFree.join(' and ')}`]),
    ].join('\n')
  }
  const open = openBefore(plan, moments, sources.previous.moment)
  const recent = recentlyNoticed(plan, sources.previous.noticed)
  return [
    `select c.customer_id, c.moment, c.key, coalesce(o.fired_on, c.fired_on) as fired_on, c.due_on,`,
    '  coalesce(o.expires_on, c.expires_on) as expires_on, c.again_from, c.value, c.urgency, c.priority, c.reason,',
    '  o.customer_id is null as is_new',
    `from ${candidates} c`,
    `left join ${open} o on ${isSame('o', 'c')}`,
    `left join ${recent} n on ${isSame('n', 'c')}`,
    ...standing,
    `where o.customer_id is not null or (${['n.customer_id is null', ...isFree].join(' and ')})`,
    'union all',
    'select o.customer_id, o.moment, o.key, o.fired_on, o.due_on, o.expires_on, cast(null as date), o.value, o.urgency, o.priority, o.reason, false',
    `from ${open} o`,
    `left join ${candidates} c on ${isSame('o', 'c')}`,
    'where c.customer_id is null',
  ].join('\n')
}

/** Customers and moments that stand back: one that they yield to is open, whether it was noticed now or before. */
function standsBack(turn: number, moments: readonly MomentPlan[]): string {
  const pairs = moments.flatMap(({ moment }) =>
    moment.yieldsTo.map((stronger) => `(${quoteText(moment.id)}, ${quoteText(stronger)})`),
  )
  const settled = Array.from(
    { length: turn },
    (_, earlier) => `select customer_id, moment from ${quoteIdentifier(staged.turn(earlier))}`,
  )
  return [
    '(select distinct e.customer_id, v.moment',
    `from (${settled.join(' union all ')}) e`,
    `join (values ${pairs.join(', ')}) v(moment, stronger) on v.stronger = e.moment)`,
  ].join('\n')
}

/** What must not be noticed again yet; outlives the occurrence itself where `dedupeDays` is longer than `ttlDays`. */
export function renderNoticed(plan: NightPlan, sources: Sources): string {
  const today = dateLiteral(plan.asOf)
  const columns = 'customer_id, moment, key, fired_on, again_from'
  const selects = [
    `select ${columns} from ${quoteIdentifier(staged.moments)} where is_new and again_from > ${today}`,
    ...(sources.previous ? [`select ${columns} from ${recentlyNoticed(plan, sources.previous.noticed)} n`] : []),
  ]
  return `select ${columns} from (\n${selects.join('\nunion all\n')}\n) a\norder by customer_id, moment, key`
}

function openBefore(plan: NightPlan, moments: readonly MomentPlan[], relation: string): string {
  return `(select * from ${relation} b where b.expires_on >= ${dateLiteral(plan.asOf)} and ${isOneOf('b', moments)})`
}

function recentlyNoticed(plan: NightPlan, relation: string): string {
  return `(select * from ${relation} b where b.again_from > ${dateLiteral(plan.asOf)})`
}

/** An occurrence of a moment that the pack no longer has is of none, and so goes: it would be shown without a sentence. */
function isOneOf(table: string, moments: readonly MomentPlan[]): string {
  const ids = moments.map(({ moment }) => quoteText(moment.id))
  return ids.length === 0 ? 'false' : `${table}.moment in (${ids.join(', ')})`
}

function isSame(a: string, b: string): string {
  return ['customer_id', 'moment', 'key'].map((column) => `${a}.${column} = ${b}.${column}`).join(' and ')
}
