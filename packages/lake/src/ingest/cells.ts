import type { Column } from '@tend/pack'
import { identifier, list, literal } from '../sql-text.ts'

// Two things decide how these are written. DuckDB runs the branches of CASE only for the rows that need them, so the common form of a value comes
// first and costs nothing else. But a subexpression that is written twice is worked out beforehand for all rows, so what is dear is written once.

/** What is taken off both ends of a text: spaces, tabs, no-break and ideographic spaces. */
const blanks = literal(' \t\u00a0\u3000')

/** How databases and statistics programs write an unknown value. Counts in every type but text, where it could be a name. */
const unknownMarks = list(['', 'NA', 'N/A', 'NULL', 'NONE', '\\N'].map(literal))

/** Text as written → trimmed, empty as null, `map` applied; a value that is mapped to null or to the empty text is unknown. */
export const cleanText = (raw: string, column: Column): string => {
  const trimmed = `nullif(trim(${raw}, ${blanks}), '')`
  const known =
    column.type === 'text'
      ? trimmed
      : bound(trimmed, 'text', `case when upper(text) in (${unknownMarks}) then null else text end`)
  const written = Object.entries(column.map ?? {})
  if (written.length > 0) {
    const cases = written
      .map(([from, to]) => `when ${literal(from)} then ${to === null || to === '' ? 'null' : literal(String(to))}`)
      .join(' ')
    return oneOf(
      raw,
      column,
      `case ${raw} ${cases} else ${bound(known, 'text', `case text ${cases} else text end`)} end`,
    )
  }
  const isOdd = column.type === 'text' ? isPadded(raw) : `${isPadded(raw)} or ascii(${raw}) >= ascii('A')`
  return oneOf(raw, column, `case when ${isOdd} then ${known} else ${raw} end`)
}

/** A listed value needs no cleaning. */
const oneOf = (raw: string, column: Column, otherwise: string): string =>
  column.values === undefined
    ? otherwise
    : `case when ${raw} in (${list(column.values.map(literal))}) then ${raw} else ${otherwise} end`

const isPadded = (raw: string): string =>
  `ascii(${raw}) <= 32 or ascii(${raw}) in (160, 12288) or ends_with(${raw}, ' ') or ends_with(${raw}, '\t') or ends_with(${raw}, '\u00a0') or ends_with(${raw}, '\u3000')`

/** Works `sql` out once for the rows that reach it and names it. */
const bound = (sql: string, name: string, body: string): string =>
  `list_transform([${sql}], lambda ${name}: ${body})[1]`

/** The typed value of a clean text, null where it is not one. */
export const valueIn = (text: string, column: Column, decimals: number): string => {
  switch (column.type) {
    case 'text':
      return text
    case 'integer':
      return integerIn(text)
    case 'number':
      return numberIn(text)
    case 'money':
      return moneyIn(text, decimals)
    case 'date':
      return dateIn(text, column.formats ?? [])
    case 'boolean':
      return booleanIn(text)
  }
}

/** DuckDB rounds `1.5` to an integer and reads `1e3` and `0x1f`: a text that reads back the same is trusted, others must be plain digits. */
const integerIn = (text: string): string =>
  `case when cast(try_cast(${text} as bigint) as varchar) = ${text} then try_cast(${text} as bigint)
    else ${bound(ungrouped(text), 'digits', `case when regexp_full_match(digits, '[-+]?[0-9]{1,18}(\\.0*)?') then try_cast(regexp_replace(digits, '\\.0*$', '') as bigint) end`)} end`

/** DuckDB also reads `nan` and `inf`, which no sum survives. */
const numberIn = (text: string): string =>
  `case when isfinite(try_cast(${text} as double)) then try_cast(${text} as double)
    else ${bound(`try_cast(${ungrouped(text)} as double)`, 'value', 'case when isfinite(value) then value end')} end`

/** Decimal arithmetic throughout, so that no fen is lost to a binary fraction. */
const moneyIn = (text: string, decimals: number): string => {
  const fraction = decimals === 0 ? '' : `(\\.[0-9]{1,${decimals}})?`
  const unit = 10 ** decimals
  const wide = `case when regexp_full_match(bare, '[-+]?([0-9]{1,16}(\\.[0-9]{0,${decimals}})?|\\.[0-9]{1,${Math.max(decimals, 1)}})') then try_cast(try_cast(bare as decimal(38, ${decimals})) * ${unit} as bigint) end`
  const short = `try_cast(${text} as decimal(15, ${decimals}))`
  return `case when cast(${short} as varchar) = ${text} then cast(${short} * ${unit} as bigint)
    when regexp_full_match(${text}, '-?[0-9]{1,13}${fraction}') then cast(${short} * ${unit} as bigint)
    else ${bound(bareMoney(text), 'bare', wide)} end`
}

/** Currency signs and thousands separators taken away, and zeros at the end of a fraction, which carry no value. */
const bareMoney = (text: string): string => {
  const unsigned = `regexp_replace(${text}, '[¥￥$€£元\\s]|CNY|RMB|USD|EUR', '', 'g')`
  return `regexp_replace(${bound(unsigned, 'amount', ungrouped('amount'))}, '^([-+]?[0-9]*\\.[0-9]*?)0+$', '\\1')`
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

/**
 * ISO first (also with slashes or a time behind it), then the definition's formats, then what is common in Chinese exports. DuckDB's own
 * cast ignores what follows a date, so only a text that reads back the same is trusted to it.
 */
const dateIn = (text: string, formats: readonly string[]): string => {
  const known = list([...formats, ...commonFormats].map(literal))
  const iso = `regexp_full_match(${text}, '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[-+][0-9]{2}(:?[0-9]{2})?)?)?')`
  return `case when cast(try_cast(${text} as date) as varchar) = ${text} and ${isLikelyDate(`try_cast(${text} as date)`)} then try_cast(${text} as date)
    when ${iso} then try_cast(${text} as date)
    when regexp_matches(${text}, '[0-9]') then cast(try_strptime(${text}, [${known}]) as date) end`
}

/** Years of two digits that were read as ISO, and DuckDB's `infinity`, fall outside. */
const isLikelyDate = (date: string): string => `${date} between date '1000-01-01' and date '9999-12-31'`

const booleanIn = (text: string): string =>
  `case when lower(${text}) in ('true', 't', 'yes', 'y', '1', '是', '真') then true
    when lower(${text}) in ('false', 'f', 'no', 'n', '0', '否', '假') then false end`

/** The reason code of a text that is no value of its type. */
export const typeReason = (text: string, column: Column, decimals: number): string => {
  switch (column.type) {
    case 'money':
      return bound(
        bareMoney(text),
        'bare',
        `case when regexp_full_match(bare, '[-+]?[0-9]+\\.[0-9]{${decimals + 1},}') then 'too-many-decimals'
        when regexp_full_match(bare, '[-+]?[0-9]+(\\.[0-9]*)?') then 'too-large' else 'not-money' end`,
      )
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
  // A NUL is a character to DuckDB and no text to PostgreSQL.
  if (column.type === 'text' && column.values === undefined)
    rules.push({ holds: `not contains(${value}, chr(0))`, reason: 'encoding' })
  if (column.type === 'date') rules.push({ holds: isLikelyDate(value), reason: 'not-a-date' })
  if (column.type === 'money')
    rules.push({
      holds: `${value} between -${Number.MAX_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`,
      reason: 'too-large',
    })
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
