import type { ColumnType, Fact, Indicator, Moment, Pack, Scheme, Unit } from './definitions.ts'
import type { NameType, NameTypes } from './expression/tree.ts'

const unitOfColumn: Readonly<Record<ColumnType, Unit>> = {
  text: 'text',
  integer: 'count',
  number: 'number',
  money: 'money',
  date: 'date',
  boolean: 'flag',
}

/** What of a pack gives names to the wide row: a pack, or what is known of one while it is read. */
export type NamedThings = Pick<Pack, 'facts'> & {
  readonly indicators: ReadonlyMap<string, Pick<Indicator, 'unit' | 'valueLabels'>>
  readonly schemes: ReadonlyMap<string, Pick<Scheme, 'levels' | 'variant'>>
}

/** Names of a fact's columns. Integer columns read as counts. */
export function factScope(fact: Fact): NameTypes {
  return new Map(
    fact.columns.map((column): [string, NameType] => [
      column.id,
      { unit: unitOfColumn[column.type], ...(column.values === undefined ? {} : { values: column.values }) },
    ]),
  )
}

/**
 * Names of the wide row: the customer fact's columns, `unit_id`, `owner_id`, indicators, `<scheme>` and `<scheme>_before`, and of rules a flag
 * `<scheme>_<level>` for each tag; their `<scheme>` is a list of tags, so it has no closed set of values.
 */
export function customerScope(pack: NamedThings): NameTypes {
  const customer = pack.facts.get('customer')
  const scope = new Map<string, NameType>([
    ['unit_id', { unit: 'text' }],
    ['owner_id', { unit: 'text' }],
    ...(customer === undefined ? [] : factScope(customer)),
  ])
  for (const [id, { unit, valueLabels }] of pack.indicators) {
    scope.set(id, { unit, ...(valueLabels === undefined ? {} : { values: Object.keys(valueLabels) }) })
  }
  for (const [id, { levels, variant }] of pack.schemes) {
    const values = variant === 'rules' ? {} : { values: levels.map((level) => level.id) }
    scope.set(id, { unit: 'text', ...values })
    scope.set(`${id}_before`, { unit: 'text', ...values })
    if (variant !== 'rules') continue
    for (const level of levels) scope.set(`${id}_${level.id}`, { unit: 'flag' })
  }
  return scope
}

type MomentHead = Pick<Moment, 'kind'> & { readonly fact?: string; readonly dueDays?: number | undefined }

/** Names that a moment's `value` and `urgency` may read; the columns of an expiry or a fact hide names of the wide row. */
export function momentScope(pack: NamedThings, moment: MomentHead): NameTypes {
  const scope = new Map(customerScope(pack))
  const fact = moment.kind === 'expiry' || moment.kind === 'fact' ? pack.facts.get(moment.fact ?? '') : undefined
  for (const [name, type] of fact === undefined ? [] : factScope(fact)) scope.set(name, type)
  const isDue =
    moment.kind === 'fact' ? moment.dueDays !== undefined : moment.kind === 'calendar' || moment.kind === 'expiry'
  if (isDue) scope.set('days_left', { unit: 'days' }).set('due_on', { unit: 'date' })
  return scope
}

/** Names that a moment's reason may have places for: those of its scope, and of a change the two levels. */
export function reasonScope(...[pack, moment]: Parameters<typeof momentScope>): NameTypes {
  const scope = new Map(momentScope(pack, moment))
  if (moment.kind === 'change') scope.set('level', { unit: 'text' }).set('level_before', { unit: 'text' })
  return scope
}
