import type { Unit } from '@tend/pack'

/** SQL text of names, types and constants. Everything else that comes from outside is a bound parameter. */

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

export function dateLiteral(isoDate: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(isoDate)) throw new Error(`not an ISO date: ${isoDate}`)
  return `DATE '${isoDate}'`
}

const sqlTypes: Readonly<Record<Unit, string>> = {
  money: 'bigint',
  count: 'bigint',
  days: 'bigint',
  ratio: 'double',
  score: 'double',
  number: 'double',
  date: 'date',
  text: 'varchar',
  flag: 'boolean',
}

/** The type of a column of the wide row. */
export function sqlTypeOf(unit: Unit): string {
  return sqlTypes[unit]
}
