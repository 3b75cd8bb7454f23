import type { Fact, SqlDialect, Unit } from '@tend/pack'

/**
 * The value of a customer's latest row without functions that only some engines have: the greatest of texts that sort as the rows do. A text is the date,
 * six digits for the length of the key, the key, and `=value` where the value is known. The length before the key makes 9 come before 10.
 */
export function lastKey(fact: Fact, value: string, column: (name: string) => string): string {
  const date = fact.date === undefined ? `'0000-00-00'` : `cast(${column(fact.date)} as varchar)`
  const parts = fact.key.map((name) => `coalesce(cast(${column(name)} as varchar), '')`)
  const key = parts.length === 0 ? `''` : parts.join(` || '|' || `)
  const length = `lpad(cast(length(${key}) as varchar), 6, '0')`
  return `${date} || ${length} || ${key} || coalesce('=' || cast(${value} as varchar), '')`
}

/** The value out of the greatest text; `dialect` names the type of fractions. */
export function lastValue(text: string, unit: Unit, dialect: SqlDialect): string {
  const rest = `substr(${text}, 17 + cast(substr(${text}, 11, 6) as integer))`
  return `case when ${rest} <> '' then cast(substr(${rest}, 2) as ${typeOf(unit, dialect)}) end`
}

function typeOf(unit: Unit, dialect: SqlDialect): string {
  switch (unit) {
    case 'money':
    case 'count':
    case 'days':
      return 'bigint'
    case 'ratio':
    case 'score':
    case 'number':
      return dialect.double
    case 'date':
      return 'date'
    case 'flag':
      return 'boolean'
    case 'text':
      return 'varchar'
  }
}
