import { textParam, textsParam } from '../../search-params.ts'

/** Both ends inclusive, in the unit that the API speaks (money in minor units); an open end is absent. */
export type Range = { readonly indicator: string; readonly from?: string; readonly to?: string }

export type CustomersSearch = {
  /** `scheme:level`. */
  readonly level?: readonly string[]
  /** `indicator:from..to`. */
  readonly range?: readonly string[]
  readonly search?: string
  readonly unit?: string
  readonly owner?: string
  readonly moment?: string
  /** A field, with `-` in front for descending. */
  readonly sort?: string
  /** Indicators shown as columns. */
  readonly columns?: readonly string[]
}

const levelForm = /^[a-z][a-z0-9_]*:[a-z][a-z0-9_]*$/
const rangeForm = /^([a-z][a-z0-9_]*):(.*?)\.\.(.*)$/
const sortForm = /^-?[a-z][a-z0-9_]*$/

export const readRange = (text: string): Range | undefined => {
  const [, indicator, from, to] = rangeForm.exec(text) ?? []
  if (indicator === undefined || (!from && !to)) return undefined
  return { indicator, ...(from ? { from } : {}), ...(to ? { to } : {}) }
}

export const writeRange = ({ indicator, from = '', to = '' }: Range): string => `${indicator}:${from}..${to}`

/** What is not understood is dropped, so that an old link still opens. */
export const readCustomersSearch = (raw: Record<string, unknown>): CustomersSearch => {
  const level = textsParam(raw['level']).filter((text) => levelForm.test(text))
  const range = textsParam(raw['range']).filter((text) => readRange(text) !== undefined)
  const columns = textsParam(raw['columns']).flatMap((text) => text.split(','))
  const sort = textParam(raw['sort'])
  const found = {
    search: textParam(raw['search'])?.trim(),
    unit: textParam(raw['unit']),
    owner: textParam(raw['owner']),
    moment: textParam(raw['moment']),
    sort: sort !== undefined && sortForm.test(sort) ? sort : undefined,
    level: level.length > 0 ? level : undefined,
    range: range.length > 0 ? range : undefined,
    columns: columns.length > 0 ? columns : undefined,
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

/** The levels of one scheme that are asked for. */
export const levelsOf = (level: readonly string[] = [], scheme: string): string[] =>
  level.filter((text) => text.startsWith(`${scheme}:`)).map((text) => text.slice(scheme.length + 1))

/** The same filter with other levels of one scheme. */
export const withLevels = (
  level: readonly string[] = [],
  scheme: string,
  levels: readonly string[],
): readonly string[] => [
  ...level.filter((text) => !text.startsWith(`${scheme}:`)),
  ...levels.map((id) => `${scheme}:${id}`),
]

export type Sort = { readonly field: string; readonly isDescending: boolean }

export const readSort = (sort: string | undefined): Sort | undefined =>
  sort === undefined ? undefined : { field: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') }

export const writeSort = ({ field, isDescending }: Sort): string => (isDescending ? `-${field}` : field)
