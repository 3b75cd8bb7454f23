import type { Indicator, Label, Level, Model, Scheme, Unit } from '../definitions.ts'
import type { Entries } from './entries.ts'
import { checkId } from './ids.ts'
import type { Entry, Report } from './report.ts'

/** Columns that every scheme adds to the wide row beside its own. */
const companions = ['before', 'since', 'until', 'reason']

/** Columns that a scheme adds: those of every scheme, a flag for each tag, and where the windows that name a ladder begin. */
function companionsOf(entry: Entry, windowed: ReadonlySet<string>): readonly string[] {
  const tags = fieldOf(entry.raw, 'variant') === 'rules' ? levelsOf(entry.raw).map((level) => level.id) : []
  const windows = windowed.has(entry.id) ? ['period', 'restart'] : []
  return [...companions, ...windows, ...tags].map((suffix) => `${entry.id}_${suffix}`)
}

/** Schemes that the window of a measure names. */
function namedByWindows(entries: Entries): ReadonlySet<string> {
  const windows = [...entries.indicators.values()].map(({ raw }) => fieldOf(raw, 'window'))
  return new Set(
    windows.flatMap((window) => [fieldOf(window, 'sinceLevel'), fieldOf(window, 'sinceDemotion')]).map(String),
  )
}

/** Attributes, indicators and schemes are columns of one row: their ids, and what schemes add, must differ. */
export function checkWideNames(entries: Entries, attributes: readonly string[], report: Report): void {
  const owners = new Map<string, Label>()
  const windowed = namedByWindows(entries)
  for (const id of attributes) owners.set(id, { zh: '一个客户属性', en: 'an attribute of the customer' })
  const claim = (entry: Entry, column: string, owner: Label): void => {
    // Engines do not tell upper case from lower in the names of columns.
    const key = column.toLowerCase()
    const earlier = owners.get(key)
    if (earlier !== undefined) {
      const message =
        column === entry.id
          ? { zh: `“${column}”已是${earlier.zh}`, en: `"${column}" is already ${earlier.en}` }
          : {
              zh: `“${entry.id}”会增加列“${column}”，而它已是${earlier.zh}`,
              en: `"${entry.id}" adds the column "${column}", which is already ${earlier.en}`,
            }
      report.say(entry.file, [entry.id], { code: 'duplicate-id', message, atKey: true })
    }
    owners.set(key, earlier ?? owner)
  }
  for (const entry of entries.indicators.values()) {
    checkId(entry, [], entry.id, report)
    claim(entry, entry.id, { zh: '一个指标', en: 'an indicator' })
  }
  for (const entry of entries.schemes.values()) {
    checkId(entry, [], entry.id, report)
    for (const column of [entry.id, ...companionsOf(entry, windowed)])
      claim(entry, column, { zh: `分级“${entry.id}”的一列`, en: `a column of scheme "${entry.id}"` })
  }
}

const units: readonly Unit[] = ['money', 'count', 'days', 'ratio', 'score', 'number', 'date', 'text', 'flag']

/** What is known of indicators and schemes before they are checked, so that one with a mistake does not make its readers fail too. */
export function announced(entries: Entries): {
  readonly indicators: ReadonlyMap<string, Pick<Indicator, 'unit' | 'valueLabels'>>
  readonly schemes: ReadonlyMap<string, Pick<Scheme, 'levels' | 'variant'>>
  readonly models: ReadonlyMap<string, { readonly kind: Model['kind'] | undefined }>
} {
  const indicators = new Map(
    [...entries.indicators].map(([id, { raw }]) => [id, { unit: unitOf(raw), ...valuesOf(raw) }]),
  )
  const schemes = new Map(
    [...entries.schemes].map(([id, { raw }]) => [id, { levels: levelsOf(raw), variant: variantOf(raw) }]),
  )
  const models = new Map([...entries.models].map(([id, { raw }]) => [id, { kind: kindOf(raw) }]))
  return { indicators, schemes, models }
}

const variants: readonly Scheme['variant'][] = ['ladder', 'rank', 'matrix', 'rules', 'list', 'stage']

function variantOf(raw: unknown): Scheme['variant'] {
  return variants.find((known) => known === fieldOf(raw, 'variant')) ?? 'stage'
}

const modelKinds: readonly Model['kind'][] = ['segments', 'scorecard', 'purchases']

function kindOf(raw: unknown): Model['kind'] | undefined {
  return modelKinds.find((known) => known === fieldOf(raw, 'kind'))
}

function unitOf(raw: unknown): Unit {
  const unit = fieldOf(raw, 'unit')
  return units.find((known) => known === unit) ?? 'number'
}

function valuesOf(raw: unknown): Pick<Indicator, 'valueLabels'> {
  const values = fieldOf(raw, 'values')
  if (typeof values !== 'object' || values === null) return {}
  return { valueLabels: Object.fromEntries(Object.keys(values).map((value) => [value, { zh: value, en: value }])) }
}

function levelsOf(raw: unknown): readonly Level[] {
  const levels = fieldOf(raw, 'levels')
  if (!Array.isArray(levels)) return []
  return levels.map((level, rank) => ({ id: String(fieldOf(level, 'id')), label: { zh: '', en: '' }, rank }))
}

function fieldOf(raw: unknown, key: string): unknown {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[key] : undefined
}
