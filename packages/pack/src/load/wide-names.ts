import type { Indicator, Level, Scheme, Unit } from '../definitions.ts'
import type { Entries } from './entries.ts'
import { checkId } from './ids.ts'
import type { Entry, Report } from './report.ts'

/** Columns that a scheme adds to the wide row beside its own. */
const companions = ['before', 'since', 'until', 'reason']

/** Attributes, indicators and schemes are columns of one row: their ids, and what schemes add, must differ. */
export function checkWideNames(entries: Entries, attributes: readonly string[], report: Report): void {
  const owners = new Map<string, string>()
  for (const id of attributes) owners.set(id, 'an attribute of the customer')
  const claim = (entry: Entry, column: string, owner: string): void => {
    const earlier = owners.get(column)
    if (earlier !== undefined) {
      const message =
        column === entry.id
          ? `"${column}" is already ${earlier}`
          : `"${entry.id}" adds the column "${column}", which is already ${earlier}`
      report.say(entry.file, [entry.id], { code: 'duplicate-id', message, atKey: true })
    }
    owners.set(column, earlier ?? owner)
  }
  for (const entry of entries.indicators.values()) {
    checkId(entry, [], entry.id, report)
    claim(entry, entry.id, 'an indicator')
  }
  for (const entry of entries.schemes.values()) {
    checkId(entry, [], entry.id, report)
    for (const column of [entry.id, ...companions.map((suffix) => `${entry.id}_${suffix}`)])
      claim(entry, column, `a column of scheme "${entry.id}"`)
  }
}

const units: readonly Unit[] = ['money', 'count', 'days', 'ratio', 'score', 'number', 'date', 'text', 'flag']

/** What is known of indicators and schemes before they are checked, so that one with a mistake does not make its readers fail too. */
export function announced(entries: Entries): {
  readonly indicators: ReadonlyMap<string, Pick<Indicator, 'unit' | 'valueLabels'>>
  readonly schemes: ReadonlyMap<string, Pick<Scheme, 'levels'>>
} {
  const indicators = new Map(
    [...entries.indicators].map(([id, { raw }]) => [id, { unit: unitOf(raw), ...valuesOf(raw) }]),
  )
  const schemes = new Map([...entries.schemes].map(([id, { raw }]) => [id, { levels: levelsOf(raw) }]))
  return { indicators, schemes }
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
