import type { NightPlan } from '../plan/plan.ts'
import { staged } from './names.ts'
import type { Sources } from './render-night.ts'
import { dateLiteral, quoteIdentifier, quoteText } from './sql.ts'

/**
 * Which of the candidates are open, of an occurrence (customer, moment, key):
 *
 * - noticed now: a candidate that is neither open nor noticed within the moment's `dedupeDays`;
 * - still open and still seen: keeps the day it was noticed and its end, but takes today's worth, due date and sentence;
 * - still open but no longer seen (or not looked for on this day): stays as it was until its end, because somebody may be
 *   working on it and what was said about it remains true for the day it was noticed.
 */
export function renderOpenMoments(plan: NightPlan, sources: Sources): string {
  const candidates = quoteIdentifier(staged.candidates)
  const today = dateLiteral(plan.asOf)
  if (!sources.previous) {
    return `select c.customer_id, c.moment, c.key, ${today} as fired_on, c.due_on, c.expires_on, c.again_from, c.value, c.urgency, c.priority, c.reason, true as is_new\nfrom ${candidates} c`
  }
  const open = openBefore(plan, sources.previous.moment)
  const recent = recentlyNoticed(plan, sources.previous.noticed)
  return [
    `select c.customer_id, c.moment, c.key, coalesce(o.fired_on, ${today}) as fired_on, c.due_on,`,
    '  coalesce(o.expires_on, c.expires_on) as expires_on, c.again_from, c.value, c.urgency, c.priority, c.reason,',
    '  o.customer_id is null as is_new',
    `from ${candidates} c`,
    `left join ${open} o on ${isSame('o', 'c')}`,
    `left join ${recent} n on ${isSame('n', 'c')}`,
    'where o.customer_id is not null or n.customer_id is null',
    'union all',
    'select o.customer_id, o.moment, o.key, o.fired_on, o.due_on, o.expires_on, cast(null as date), o.value, o.urgency, o.priority, o.reason, false',
    `from ${open} o`,
    `left join ${candidates} c on ${isSame('o', 'c')}`,
    'where c.customer_id is null',
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

function openBefore(plan: NightPlan, relation: string): string {
  return `(select * from ${relation} b where b.expires_on >= ${dateLiteral(plan.asOf)} and ${isOfPack(plan)})`
}

function recentlyNoticed(plan: NightPlan, relation: string): string {
  return `(select * from ${relation} b where b.again_from > ${dateLiteral(plan.asOf)})`
}

/** An occurrence of a moment that the pack no longer has would be shown without a sentence. */
function isOfPack(plan: NightPlan): string {
  const ids = plan.moments.map(({ moment }) => quoteText(moment.id))
  return ids.length === 0 ? 'false' : `b.moment in (${ids.join(', ')})`
}

function isSame(a: string, b: string): string {
  return ['customer_id', 'moment', 'key'].map((column) => `${a}.${column} = ${b}.${column}`).join(' and ')
}
