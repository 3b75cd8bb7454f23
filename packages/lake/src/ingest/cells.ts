import type { Column } from '@tend/pack'
import { identifier, list, literal } from '../sql-text.ts'

/** Text as written → trimmed, empty as null, `map` applied. The common ASCII case does not pay for a Unicode-aware trim. */
export const cleanText = (raw: string, column: Column): string => {
  const blanks = [' ', '\t', '\u3000', '\u00a0']
  const isPadded = blanks
    .map((blank) => `starts_with(${raw}, ${literal(blank)}) or ends_with(${raw}, ${literal(blank)})`)
    .join(' or ')
  const trimmed = `case when ${isPadded} then nullif(trim(${raw}, ${literal(blanks.join(''))}), '') else ${raw} end`
  const written = Object.entries(column.map ?? {})
  if (written.length === 0) return trimmed
  const cases = written.map(([from, to]) => `when ${literal(from)} then ${literal(String(to))}`).join(' ')
  return `case (${trimmed}) ${cases} else (${trimmed}) end`
}

/** The typed value of a clean text, null where it is not one. */
export const valueIn = (text: string, column: Column, decimals: number): string => {
  switch (column.type) {
    case 'text':
      return text
    case 'integer':
      return integerOf(text)
    case 'number':
      return numberOf(text)
    case 'money':
      return moneyOf(text, decimals)
    case 'date':
      return dateOf(text, column.formats ?? [])
    case 'boolean':
      return booleanOf(text)
  }
}

/** DuckDB rounds `1.5` to an integer and reads `1e3` and `0x1f`: only plain digits take the fast way. */
const integerOf = (text: string): string =>
  `case when regexp_full_match(${text}, '-?[0-9]{1,18}') then try_cast(${text} as bigint)
    when regexp_full_match(${ungrouped(text)}, '[-+]?[0-9]{1,18}(\\.0*)?') then try_cast(regexp_replace(${ungrouped(text)}, '\\.0*$', '') as bigint) end`

const numberOf = (text: string): string =>
  `case when isfinite(coalesce(try_cast(${text} as double), try_cast(${ungrouped(text)} as double)))
    then coalesce(try_cast(${text} as double), try_cast(${ungrouped(text)} as double)) end`

/** Decimal arithmetic throughout, so that no fen is lost to a binary fraction. */
const moneyOf = (text: string, decimals: number): string => {
  const fraction = decimals === 0 ? '' : `(\\.[0-9]{1,${decimals}})?`
  const bare = bareMoney(text)
  return `case when regexp_full_match(${text}, '-?[0-9]{1,13}${fraction}') then cast(try_cast(${text} as decimal(15, ${decimals})) * ${10 ** decimals} as bigint)
    when regexp_full_match(${bare}, '[-+]?[0-9]{1,16}(\\.[0-9]{0,${decimals}})?') then try_cast(try_cast(${bare} as decimal(38, ${decimals})) * ${10 ** decimals} as bigint) end`
}

/** Currency signs and thousands separators taken away, and zeros at the end of a fraction, which carry no value. */
const bareMoney = (text: string): string => {
  const unsigned = `regexp_replace(${text}, '[¥￥$€£元\\s]|CNY|RMB|USD|EUR', '', 'g')`
  return `regexp_replace(${ungrouped(unsigned)}, '^([-+]?[0-9]*\\.[0-9]*?)0+$', '\\1')`
}

/** `1,234,567.8` without its commas; a comma anywhere else stays and makes the text no number. */
const ungrouped = (text: string): string =>
  `case when regexp_full_match(${text}, '[-+]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?') then replace(${text}, ',', '') else ${text} end`

const commonFormats = [
  '%Y%m%d',
  '%Y.%m.%d',
  '%Y年%m月%d日',
  '%Y%m%d%H%M%S',
  '%Y年%m月%d日 %H:%M',
  '%Y/%m/%d %H:%M',
  '%Y-%m-%d %H:%M',
]

/** ISO first (also with slashes or a time behind it), then the definition's formats, then what is common in Chinese exports. */
const dateOf = (text: string, formats: readonly string[]): string => {
  const known = list([...formats, ...commonFormats].map(literal))
  return `coalesce(${likelyDate(`try_cast(${text} as date)`)}, ${likelyDate(`cast(try_strptime(${text}, [${known}]) as date)`)})`
}

/** Two-digit years read as ISO and DuckDB's `infinity` fall outside. */
const likelyDate = (date: string): string =>
  `case when ${date} between date '1000-01-01' and date '9999-12-31' then ${date} end`

const booleanOf = (text: string): string =>
  `case when lower(${text}) in ('true', 't', 'yes', 'y', '1', '是', '真') then true
    when lower(${text}) in ('false', 'f', 'no', 'n', '0', '否', '假') then false end`

/** The reason code of a text that is no value of its type. */
export const typeReason = (text: string, column: Column, decimals: number): string => {
  switch (column.type) {
    case 'money':
      return `case when regexp_full_match(${bareMoney(text)}, '[-+]?[0-9]+\\.[0-9]{${decimals + 1},}') then 'too-many-decimals'
        when regexp_full_match(${bareMoney(text)}, '[-+]?[0-9]+(\\.[0-9]*)?') then 'too-large' else 'not-money' end`
    case 'integer':
      return `case when regexp_full_match(${ungrouped(text)}, '[-+]?[0-9]+') then 'too-large' else 'not-an-integer' end`
    case 'number':
      return `'not-a-number'`
    case 'date':
      return `'not-a-date'`
    case 'boolean':
      return `'not-a-boolean'`
    case 'text':
      return `'not-text'`
  }
}

/** A constant of a definition as a typed value of the column; money is written in major units. */
export const constantOf = (constant: string | number | boolean, column: Column, decimals: number): string =>
  valueIn(literal(String(constant)), column, decimals)

/** True where a typed value obeys the definition's bounds, list and pattern; each rule with the reason of its breach. */
export const rulesOf = (
  value: string,
  column: Column,
  decimals: number,
): readonly { readonly holds: string; readonly reason: string }[] => {
  const rules: { holds: string; reason: string }[] = []
  if (column.min !== undefined)
    rules.push({ holds: `${value} >= ${boundOf(column.min, column, decimals)}`, reason: 'too-small' })
  if (column.max !== undefined)
    rules.push({ holds: `${value} <= ${boundOf(column.max, column, decimals)}`, reason: 'too-large' })
  if (column.values !== undefined) {
    const values = list(column.values.map((item) => constantOf(item, column, decimals)))
    rules.push({ holds: `${value} in (${values})`, reason: 'not-in-list' })
  }
  if (column.pattern !== undefined) {
    rules.push({ holds: `regexp_full_match(${value}, ${literal(column.pattern)})`, reason: 'pattern' })
  }
  return rules
}

const boundOf = (bound: number, column: Column, decimals: number): string =>
  column.type === 'money' ? String(Math.round(bound * 10 ** decimals)) : String(bound)

export const rawAlias = (column: string): string => identifier(`r:${column}`)
export const textAlias = (column: string): string => identifier(`t:${column}`)
export const valueAlias = (column: string): string => identifier(`v:${column}`)
