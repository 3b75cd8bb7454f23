import { type Fact, type Moment, renderSql, type Scheme } from '@tend/pack'
import { addDays } from '../plan/dates.ts'
import type { MomentPlan, NightPlan } from '../plan/plan.ts'
import { renderJson } from './json.ts'
import { staged } from './names.ts'
import type { Sources } from './render-night.ts'
import { dateLiteral, quoteIdentifier, quoteText } from './sql.ts'
import { type RenderContext, renderValue } from './values.ts'

/** What differs between kinds of moment: where its rows come from and what they carry. */
type KindParts = {
  readonly from: string
  readonly conditions: readonly string[]
  readonly key: string
  readonly dueOn: string
  /** Where the occurrence has a day of its own, the names of its days; else it is of as-of. */
  readonly ownDays?: { readonly firedOn: string; readonly expiresOn: string; readonly againFrom: string }
  /** SQL of the moment's and the fact's own values. */
  readonly own: (name: string) => string | undefined
}

/** Everything that the moments see at this as-of, noticed before or not; one row for each customer, moment and key. */
export function renderCandidates(plan: NightPlan, wide: string, sources: Sources, context: RenderContext): string {
  const selects = plan.moments
    .filter((moment) => moment.isNoticed)
    .map((moment) => renderMoment(moment, plan, wide, sources, context))
  return selects.length === 0 ? noCandidates(context) : selects.join('\nunion all\n')
}

function renderMoment(
  momentPlan: MomentPlan,
  plan: NightPlan,
  wide: string,
  sources: Sources,
  context: RenderContext,
): string {
  const { moment } = momentPlan
  const parts = partsOf(momentPlan, plan, wide, sources, context)
  const inMoment: RenderContext = { ...context, column: (name) => parts.own(name) ?? context.column(name) }
  const reason = momentPlan.reason.map(({ name, unit, origin }) => ({
    name,
    unit,
    sql: origin === 'customer' ? context.column(name) : inMoment.column(name),
  }))
  const conditions = [...parts.conditions, ...(moment.when ? [renderSql(moment.when, context)] : [])]
  const days = parts.ownDays ?? {
    firedOn: dateLiteral(plan.asOf),
    expiresOn: dateLiteral(addDays(plan.asOf, moment.ttlDays)),
    againFrom: dateLiteral(addDays(plan.asOf, moment.dedupeDays)),
  }
  return [
    `select w.customer_id, cast(${quoteText(moment.id)} as varchar) as moment, ${parts.key} as key, ${parts.dueOn} as due_on,`,
    `  ${days.firedOn} as fired_on, ${days.expiresOn} as expires_on, ${days.againFrom} as again_from,`,
    `  coalesce(${renderValue(moment.value, 'money', inMoment)}, 0) as value,`,
    `  greatest(least(coalesce(${renderSql(moment.urgency, inMoment)}, 0), 1), 0) as urgency,`,
    `  cast(${Math.round(moment.priority)} as integer) as priority,`,
    `  ${renderJson(reason)} as reason`,
    `from ${parts.from}`,
    `where ${conditions.length === 0 ? 'true' : conditions.join(' and ')}`,
  ].join('\n')
}

function partsOf(
  momentPlan: MomentPlan,
  plan: NightPlan,
  wide: string,
  sources: Sources,
  context: RenderContext,
): KindParts {
  const { moment } = momentPlan
  const undated = { from: `${wide} w`, conditions: [], key: `cast('' as varchar)`, dueOn: 'cast(null as date)' }
  switch (moment.kind) {
    case 'threshold':
      return { ...undated, own: () => undefined }
    case 'change': {
      const scheme = schemeOf(plan, moment.scheme)
      const values = new Map([
        ['level', context.column(scheme.id)],
        ['level_before', context.column(`${scheme.id}_before`)],
      ])
      const conditions = [renderChange(scheme, moment.direction, context)]
      return { ...undated, conditions, own: (name) => values.get(name) }
    }
    case 'calendar':
      return calendarParts(moment, wide, context)
    case 'fact':
      return factParts(momentPlan, plan, wide, sources, context)
    case 'expiry':
      return expiryParts(momentPlan, plan, wide, sources, context)
  }
}

/** Due days of a date of the customer's, or of everybody's: a festival finds whoever meets the moment's other conditions. */
function calendarParts(moment: Extract<Moment, { kind: 'calendar' }>, wide: string, context: RenderContext): KindParts {
  const days = `${quoteIdentifier(staged.days(moment.id))} r`
  return {
    from:
      moment.on === undefined
        ? `${wide} w cross join ${days}`
        : `${wide} w join ${days} on r.born_on = ${context.column(moment.on)}`,
    conditions: [],
    key: 'cast(r.due_on as varchar)',
    dueOn: 'r.due_on',
    own: ofDue,
  }
}

/** `r` is the table of days that TypeScript has calculated. */
function ofDue(name: string): string | undefined {
  return name === 'days_left' || name === 'due_on' ? `r.${name}` : undefined
}

/** Rows of the days for which an occurrence stays open, each with its own days. */
function factParts(
  { moment, fact, occurrences }: MomentPlan,
  plan: NightPlan,
  wide: string,
  sources: Sources,
  context: RenderContext,
): KindParts {
  if (moment.kind !== 'fact' || fact?.date === undefined) throw new Error(`${moment.id} names no fact with a date`)
  const where = moment.where ? [renderSql(moment.where, { ...context, column: ofFact })] : []
  const isDue = moment.dueDays !== undefined
  const days = quoteIdentifier(staged.days(moment.id))
  return {
    from: [
      `${sources.fact(fact.id, { from: occurrences[0]?.date, to: plan.asOf })} f`,
      `join ${days} r on r.born_on = ${ofFact(fact.date)}`,
      `join ${wide} w on w.customer_id = ${ofFact(fact.customer ?? '')}`,
    ].join(' '),
    conditions: where,
    key: keyOf(fact),
    dueOn: 'r.due_on',
    ownDays: { firedOn: 'r.born_on', expiresOn: 'r.expires_on', againFrom: 'r.again_from' },
    own: (name) => (isDue ? ofDue(name) : undefined) ?? columnOfFact(fact, name),
  }
}

function expiryParts(
  { moment, fact }: MomentPlan,
  plan: NightPlan,
  wide: string,
  sources: Sources,
  context: RenderContext,
): KindParts {
  if (moment.kind !== 'expiry' || !fact) throw new Error(`${moment.id} names no fact`)
  const dueOn = ofFact(moment.date)
  const daysLeft = context.dialect.days(dateLiteral(plan.asOf), dueOn)
  const last = dateLiteral(addDays(plan.asOf, moment.withinDays))
  const isKnown = fact.date === undefined ? [] : [`${ofFact(fact.date)} <= ${dateLiteral(plan.asOf)}`]
  const where = moment.where ? [renderSql(moment.where, { ...context, column: ofFact })] : []
  return {
    from: `${sources.fact(fact.id, { from: undefined, to: plan.asOf })} f join ${wide} w on w.customer_id = ${ofFact(fact.customer ?? '')}`,
    conditions: [`${dueOn} between ${dateLiteral(plan.asOf)} and ${last}`, ...isKnown, ...where],
    key: keyOf(fact),
    dueOn,
    own: (name) => {
      if (name === 'days_left') return daysLeft
      return name === 'due_on' ? dueOn : columnOfFact(fact, name)
    },
  }
}

function ofFact(name: string): string {
  return `f.${quoteIdentifier(name)}`
}

function columnOfFact(fact: Fact, name: string): string | undefined {
  return fact.columns.some((column) => column.id === name) ? ofFact(name) : undefined
}

function keyOf({ key }: Fact): string {
  return key.map((column) => `cast(${ofFact(column)} as varchar)`).join(` || '|' || `)
}

/** A change needs two known levels: somebody's first level is no rise. Tags are neither higher nor lower than others, but the set may be another. */
function renderChange(scheme: Scheme, direction: 'up' | 'down' | 'any', { column }: RenderContext): string {
  const now = column(scheme.id)
  const before = column(`${scheme.id}_before`)
  if (scheme.variant === 'rules') return `${now} <> ${before}`
  const rankOf = (sql: string) =>
    `case ${scheme.levels.map((level) => `when ${sql} = ${quoteText(level.id)} then ${level.rank}`).join(' ')} end`
  const comparison = { up: '>', down: '<', any: '<>' }[direction]
  return `${rankOf(now)} ${comparison} ${rankOf(before)}`
}

function schemeOf(plan: NightPlan, id: string): Scheme {
  const found = plan.layers.flatMap((layer) => layer.schemes).find(({ scheme }) => scheme.id === id)
  if (!found) throw new Error(`no scheme ${id}`)
  return found.scheme
}

/**
 * The table of a moment's days, joined instead of calculated: SQL knows no lunar calendar, and engines count days differently. Rows of a fact are
 * of their own day: what they mean ends `ttlDays` after it, and is not noticed again while the row is still looked at.
 */
export function renderDays({ moment, occurrences }: MomentPlan): string {
  const isOfRows = moment.kind === 'fact'
  const columns = ['born_on', 'due_on', 'days_left', ...(isOfRows ? ['expires_on', 'again_from'] : [])]
  const rows = occurrences.map(({ date, dueOn, daysLeft }) => {
    const days = isOfRows
      ? [addDays(date, moment.ttlDays), addDays(date, Math.max(moment.dedupeDays, moment.ttlDays))]
      : []
    return [dateOrNull(date), dateOrNull(dueOn), `cast(${daysLeft} as bigint)`, ...days.map(dateOrNull)].join(', ')
  })
  if (rows.length === 0) {
    const types = columns.map((name) => `cast(null as ${name === 'days_left' ? 'bigint' : 'date'}) as ${name}`)
    return `select ${types.join(', ')} where 1 = 0`
  }
  const values = rows.map((row) => `(${row})`).join(',\n  ')
  return `select ${columns.map((name) => `v.${name}`).join(', ')}\nfrom (values\n  ${values}\n) v(${columns.join(', ')})`
}

function dateOrNull(date: string | null): string {
  return date === null ? 'cast(null as date)' : dateLiteral(date)
}

function noCandidates({ dialect }: RenderContext): string {
  const columns = [
    ...['customer_id', 'moment', 'key'].map((name) => `cast(null as varchar) as ${name}`),
    ...['due_on', 'fired_on', 'expires_on', 'again_from'].map((name) => `cast(null as date) as ${name}`),
    'cast(null as bigint) as value',
    `cast(null as ${dialect.double}) as urgency`,
    'cast(null as integer) as priority',
    'cast(null as varchar) as reason',
  ]
  return `select ${columns.join(', ')} where 1 = 0`
}
