import { type Column, duckdbDialect, type Fact, renderSql } from '@tend/pack'
import { factColumns } from '../lake.ts'
import { identifier, list, literal } from '../sql-text.ts'
import { cleanText, constantOf, rawAlias, rulesOf, textAlias, typeReason, valueAlias, valueIn } from './cells.ts'
import { type HeaderMapping, isRequired } from './headers.ts'
import type { Source } from './source.ts'

export type StagePlan = {
  readonly fact: Fact
  readonly source: Source
  readonly mapping: HeaderMapping
  readonly decimals: number
  /** Column → SQL of a one-column relation with the values that it may name. */
  readonly references: ReadonlyMap<string, string>
  /** Prefix of the two temporary tables in which DuckDB keeps the records that it could not split into fields. */
  readonly rejects: string
}

/**
 * SQL of a relation with the fact's columns, typed and checked, a row for each record of the file in its order, and `_issues`: null for a good
 * row, else the failing columns as JSON. One pass over the file; every layer adds columns that the next one reads by name.
 */
export const renderStage = (plan: StagePlan): string => {
  const delivered = plan.fact.columns.filter((column) => plan.mapping.fields.has(column.id))
  const derived = plan.fact.columns.filter(
    (column) => column.derive !== undefined && !plan.mapping.fields.has(column.id),
  )
  const written = plan.fact.columns.filter((column) => !derived.includes(column))
  const layers = [
    delivered.map((column) => `${fieldOf(plan, column)} as ${rawAlias(column.id)}`),
    delivered.map((column) => `${textOf(plan, column)} as ${textAlias(column.id)}`),
    written.map((column) => `${typedOf(plan, column)} as ${valueAlias(column.id)}`),
    // Layers of their own, so that one derived column may read another above it.
    ...derived.flatMap((column) => derivedLayers(plan, column)),
    [...plan.references].map(
      ([column, keys]) =>
        `(${valueAlias(column)} is null or ${valueAlias(column)} in ${keys}) as ${referenceAlias(column)}`,
    ),
  ]
  const from = layers.reduce((inner, layer, index) => {
    if (layer.length === 0) return inner
    return `(select ${index === 0 ? '' : '*, '}${list(layer)} from ${inner})`
  }, readerOf(plan))
  const columns = factColumns(plan.fact).map(
    ({ name, type }) => `cast(${valueAlias(name)} as ${type}) as ${identifier(name)}`,
  )
  return `select ${list(columns)}, ${issuesOf(plan)} as _issues from ${from}`
}

const readerOf = ({ source, rejects }: StagePlan): string => {
  if (source.kind === 'parquet') return `read_parquet(${literal(source.path)})`
  const columns = source.headers.map((_header, field) => `c${field}: 'VARCHAR'`)
  return `read_csv(${literal(source.path)}, auto_detect = false, header = true, columns = {${list(columns)}},
    delim = ${literal(source.form.delimiter)}, quote = ${literal(source.form.quote)}, escape = ${literal(source.form.quote)}, nullstr = '',
    compression = '${source.isGzip ? 'gzip' : 'none'}', store_rejects = true, rejects_limit = 0,
    rejects_table = '${rejects}_errors', rejects_scan = '${rejects}_scans')`
}

const fieldOf = ({ source, mapping }: StagePlan, column: Column): string => {
  const field = mapping.fields.get(column.id) ?? 0
  return source.kind === 'csv' ? `c${field}` : identifier(source.headers[field] ?? '')
}

/** The Parquet type of a column that needs no detour over text. */
const nativeOf = ({ source, mapping, decimals }: StagePlan, column: Column): string | undefined => {
  if (source.kind === 'csv' || column.map !== undefined) return undefined
  const type = source.types[mapping.fields.get(column.id) ?? 0] ?? ''
  const isInteger = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type)
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1]
  const raw = rawAlias(column.id)
  if (column.type === 'date' && /^(DATE|TIMESTAMP)/.test(type)) return `cast(${raw} as date)`
  if (column.type === 'boolean' && type === 'BOOLEAN') return raw
  if (column.type === 'integer' && isInteger) return `try_cast(${raw} as bigint)`
  if (column.type === 'number' && (isInteger || scale !== undefined || /^(DOUBLE|FLOAT)$/.test(type))) {
    return `case when isfinite(cast(${raw} as double)) then cast(${raw} as double) end`
  }
  if (column.type === 'money' && (isInteger || (scale !== undefined && Number(scale) <= decimals))) {
    // Up to 15 digits the arithmetic stays within 64 bits, which is fifty times as fast.
    const short = `try_cast(${raw} as decimal(15, ${decimals}))`
    return `case when ${short} is not null then cast(${short} * ${10 ** decimals} as bigint)
      else try_cast(try_cast(${raw} as decimal(38, ${decimals})) * ${10 ** decimals} as bigint) end`
  }
  return undefined
}

const textOf = (plan: StagePlan, column: Column): string => {
  const raw = rawAlias(column.id)
  if (nativeOf(plan, column) !== undefined) return raw
  const isSheet = plan.source.kind === 'csv' && plan.source.firstSheetRow !== undefined
  if (isSheet && column.type === 'date') return serialDate(raw, cleanText(raw, column))
  return cleanText(plan.source.kind === 'csv' ? raw : `nullif(cast(${raw} as varchar), '')`, column)
}

/** In a sheet a date may be a bare number: the days since the end of 1899. */
const serialDate = (raw: string, otherwise: string): string =>
  `case when regexp_full_match(${raw}, '[1-9][0-9]{4}(\\.[0-9]+)?')
    then cast(date '1899-12-30' + cast(floor(cast(${raw} as double)) as integer) as varchar) else ${otherwise} end`

const typedOf = (plan: StagePlan, column: Column): string => {
  const fallback = column.default === undefined ? 'null' : constantOf(column.default, column, plan.decimals)
  if (!plan.mapping.fields.has(column.id)) return fallback
  const text = textAlias(column.id)
  const value = nativeOf(plan, column) ?? valueIn(text, column, plan.decimals)
  return column.default === undefined ? value : `case when ${text} is null then ${fallback} else ${value} end`
}

/**
 * Derived columns follow from the row alone, so no as-of date takes part. A number is kept as calculated beside its typed value, so that
 * one too large for the type is told from an unknown one.
 */
const derivedLayers = ({ decimals }: StagePlan, column: Column): readonly (readonly string[])[] => {
  const { id, type, derive } = column
  if (derive === undefined) return [[`null as ${valueAlias(id)}`]]
  const sql = renderSql(derive, { column: valueAlias, asOf: '1970-01-01', decimals, dialect: duckdbDialect })
  if (!isCalculated(column)) return [[`${sql} as ${valueAlias(id)}`]]
  const calculated = textAlias(id)
  const typed =
    type === 'number'
      ? `case when isfinite(${calculated}) then ${calculated} end`
      : `try_cast(round(${type === 'money' ? `${calculated} * ${10 ** decimals}` : calculated}) as bigint)`
  return [[`${sql} as ${calculated}`], [`${typed} as ${valueAlias(id)}`]]
}

const isCalculated = ({ type }: Column): boolean => type === 'money' || type === 'integer' || type === 'number'

/** Whether a value could be there and yet be none of the column's type; its text, or what was calculated, is then at hand. */
const mayFail = (plan: StagePlan, column: Column): boolean =>
  plan.mapping.fields.has(column.id) ? column.type !== 'text' : column.derive !== undefined && isCalculated(column)

/** Identifiers become keys of indexes, which hold no longer texts than about 2,700 bytes. */
const identifierLength = 255

const rulesFor = ({ fact, decimals }: StagePlan, column: Column): ReturnType<typeof rulesOf> => {
  const value = valueAlias(column.id)
  const isIdentifier =
    fact.key.includes(column.id) ||
    fact.customer === column.id ||
    column.references !== undefined ||
    column.sensitivity === 'phone'
  const rules = rulesOf(value, column, decimals)
  if (column.type !== 'text' || column.values !== undefined || !isIdentifier) return rules
  return [...rules, { holds: `length(${value}) <= ${identifierLength}`, reason: 'too-long' }]
}

const referenceAlias = (column: string): string => identifier(`k:${column}`)

/** Reasons are worked out for bad rows only: a row that passes every check costs the checks and nothing more. */
const issuesOf = (plan: StagePlan): string => {
  const checks = plan.fact.columns.map((column) => holdsOf(plan, column)).filter((check) => check !== 'true')
  if (checks.length === 0) return 'cast(null as varchar)'
  const issues = plan.fact.columns.map((column) => {
    const isDelivered = plan.mapping.fields.has(column.id)
    const raw = isDelivered ? `cast(${rawAlias(column.id)} as varchar)` : 'cast(null as varchar)'
    return `{'column': ${literal(column.id)}, reason: ${reasonOf(plan, column)}, value: ${raw}}`
  })
  return `case when ${checks.join(' and ')} then null
    else cast(to_json(list_filter([${list(issues)}], lambda issue: issue.reason is not null)) as varchar) end`
}

const holdsOf = (plan: StagePlan, column: Column): string => {
  const value = valueAlias(column.id)
  const holds: string[] = []
  if (isRequired(plan.fact, column)) holds.push(`${value} is not null`)
  else if (mayFail(plan, column)) holds.push(`(${value} is not null or ${textAlias(column.id)} is null)`)
  const rules = rulesFor(plan, column).map((rule) => rule.holds)
  if (rules.length > 0) holds.push(`(${value} is null or (${rules.join(' and ')}))`)
  if (plan.references.has(column.id)) holds.push(referenceAlias(column.id))
  return holds.length === 0 ? 'true' : holds.join(' and ')
}

const reasonOf = (plan: StagePlan, column: Column): string => {
  const value = valueAlias(column.id)
  const cases: string[] = []
  const isDelivered = plan.mapping.fields.has(column.id)
  if (isRequired(plan.fact, column))
    cases.push(
      `when ${value} is null${isDelivered || mayFail(plan, column) ? ` and ${textAlias(column.id)} is null` : ''} then 'required'`,
    )
  if (isDelivered && nativeOf(plan, column) === undefined) {
    cases.push(
      `when ${value} is null and ${textAlias(column.id)} is not null then ${typeReason(textAlias(column.id), column, plan.decimals)}`,
    )
  } else if (isDelivered || mayFail(plan, column)) {
    cases.push(`when ${value} is null and ${textAlias(column.id)} is not null then 'too-large'`)
  }
  for (const rule of rulesFor(plan, column)) cases.push(`when not (${rule.holds}) then '${rule.reason}'`)
  if (plan.references.has(column.id)) cases.push(`when not ${referenceAlias(column.id)} then 'unknown-reference'`)
  return cases.length === 0 ? 'cast(null as varchar)' : `case ${cases.join(' ')} end`
}
