import { customerScope, formatIssues, parseExpression, renderSql, type Unit } from '@tend/pack'
import { quoteIdentifier, sqlTypeOf } from '../render/sql.ts'
import { Conditions, QueryRefused, type RowFilter, relationOf, requireColumn, type State } from './state.ts'

export type CustomerQuery = {
  readonly scope: RowFilter
  /** Scheme → permitted levels; `''` permits customers without a level. */
  readonly levels?: Readonly<Record<string, readonly string[]>>
  /** Column → inclusive bounds, in the row's own units (money in minor units, dates as ISO text). */
  readonly ranges?: Readonly<Record<string, Range>>
  /** Only customers with an open occurrence of this moment. */
  readonly moment?: string
  /** Part of a name, or a customer id's beginning. */
  readonly text?: string
  /** CEL over the wide row; checked before it runs. */
  readonly condition?: string
}

export type Range = { readonly min?: number | string; readonly max?: number | string }

/** The query's conditions below the scope, which stands first and can only be narrowed. */
export function conditionsOf(state: State, query: CustomerQuery): Conditions {
  const conditions = new Conditions(query.scope)
  for (const [scheme, levels] of Object.entries(query.levels ?? {})) addLevels(state, conditions, scheme, levels)
  for (const [name, range] of Object.entries(query.ranges ?? {})) addRange(state, conditions, name, range)
  if (query.moment !== undefined) addMoment(state, conditions, query.moment)
  if (query.text !== undefined && query.text !== '') addText(state, conditions, query.text)
  if (query.condition !== undefined) conditions.add(renderCondition(state, query.condition))
  return conditions
}

function addLevels(state: State, conditions: Conditions, scheme: string, levels: readonly string[]): void {
  const definition = state.pack.schemes.get(scheme)
  const known = definition?.levels.map(({ id }) => id)
  requireColumn(state, scheme)
  if (!definition || !known) throw new QueryRefused('unknown_column', `"${scheme}" is no scheme`)
  const unknown = levels.find((level) => level !== '' && !known.includes(level))
  if (unknown !== undefined) throw new QueryRefused('unknown_level', `scheme "${scheme}" has no level "${unknown}"`)
  const column = `coalesce(${quoteIdentifier(scheme)}, '')`
  const wanted = conditions.bind([...levels])
  // A customer with several tags is found by each of them.
  const isRules = definition.variant === 'rules'
  conditions.add(isRules ? `list_has_any(string_split(${column}, ','), ${wanted})` : `${column} = any(${wanted})`)
}

function addMoment(state: State, conditions: Conditions, moment: string): void {
  if (!state.pack.moments.has(moment)) throw new QueryRefused('unknown_column', `"${moment}" is no moment`)
  const open = `select customer_id from ${relationOf(state, 'moment')} where moment = ${conditions.bind(moment)}`
  conditions.add(`customer_id in (${open})`)
}

function addRange(state: State, conditions: Conditions, name: string, { min, max }: Range): void {
  const unit = requireColumn(state, name)
  const bounds = [
    ['>=', min],
    ['<=', max],
  ] as const
  for (const [comparison, bound] of bounds) {
    if (bound === undefined) continue
    checkBound(name, unit, bound)
    const type = unit === 'date' || unit === 'text' ? sqlTypeOf(unit) : 'double'
    conditions.add(`${quoteIdentifier(name)} ${comparison} cast(${conditions.bind(bound)} as ${type})`)
  }
}

function checkBound(name: string, unit: Unit, bound: number | string): void {
  const isFine =
    unit === 'date'
      ? typeof bound === 'string' && isDate(bound)
      : unit === 'text'
        ? typeof bound === 'string'
        : unit !== 'flag' && typeof bound === 'number' && Number.isFinite(bound)
  if (!isFine) throw new QueryRefused('bad_value', `"${bound}" cannot bound "${name}", which is a ${unit}`)
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}

function addText(state: State, conditions: Conditions, text: string): void {
  const customer = state.pack.facts.get('customer')
  const names = (customer?.columns ?? []).filter(
    ({ id, sensitivity }) => sensitivity === 'name' && state.columns.has(id),
  )
  const wanted = conditions.bind(text)
  const routes = names.map(({ id }) => `contains(lower(${quoteIdentifier(id)}), lower(${wanted}))`)
  conditions.add([`starts_with(customer_id, ${wanted})`, ...routes].join(' or '))
}

function renderCondition(state: State, text: string): string {
  const source = { position: { file: 'condition', line: 1, column: 1 }, path: '' }
  const { expression, issues } = parseExpression(text, customerScope(state.pack), source, 'flag')
  if (!expression) throw new QueryRefused('bad_condition', formatIssues(issues))
  for (const name of expression.names) requireColumn(state, name)
  const { decimals } = state.pack.currency
  return renderSql(expression, { column: quoteIdentifier, asOf: state.asOf, decimals })
}
