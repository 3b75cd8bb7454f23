import type { AuditRow, Catalogue, Label } from '@tend/contract'
import { formatInstant, type Language } from '../../format.ts'
import { codeWords, detailNames } from './audit-detail-words.ts'

type Told = {
  readonly row: Pick<AuditRow, 'details' | 'names'>
  readonly catalogue: Catalogue
  readonly language: Language
  /** Named by a message alone; the catalogue has none of them. */
  readonly templates: readonly Named[]
}

/** The details of an action as people say them: what the pack, the staff and the calendar have words for is told in words, the rest as it was kept. */
export const tellDetails = (told: Told): string => tellAll(told, told.row.details).join(' · ')

const tellAll = (told: Told, details: object): readonly string[] =>
  Object.entries(details)
    .filter(([, value]) => !isNothing(value))
    .toSorted(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([name, value]) => `${detailNames[name]?.[told.language] ?? name} ${tellValue(told, name, value)}`)

/** Where it came from before where it went, why at the end; the store keeps details in no order of its own. */
const placeOf = (name: string): number => (name === 'from' ? 0 : name === 'to' ? 1 : name === 'reason' ? 3 : 2)

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0)

const shownAtMost = 3

/** A page of a list names every customer on it; the first few and the number say enough on a screen. */
const tellValue = (told: Told, name: string, value: unknown): string => {
  if (Array.isArray(value)) {
    const shown = value.slice(0, shownAtMost).map((each) => tellValue(told, name, each))
    return `${shown.join(', ')}${value.length > shownAtMost ? ` … (${value.length})` : ''}`
  }
  if (value === true) return told.language === 'zh' ? '是' : 'yes'
  if (typeof value === 'object' && value !== null) return `(${tellAll(told, value).join(', ')})`
  return typeof value === 'string' ? tellText(told, name, value) : JSON.stringify(value)
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

const tellText = ({ row, catalogue, language, templates }: Told, name: string, value: string): string => {
  if (instant.test(value)) return formatInstant(value, catalogue.pack.timeZone)
  const label =
    (name === 'template' ? templates : named(catalogue, row.details, name)).find(({ id }) => id === value)?.label ??
    codeWords[value]
  return row.names[value] ?? label?.[language] ?? value
}

type Named = { readonly id: string; readonly label: Label }

/** What the pack calls the values of a detail. */
const named = (catalogue: Catalogue, details: AuditRow['details'], name: string): readonly Named[] => {
  const { schemes, outcomes, plays, purposes, channels, cases, benefits, forms, facts, bulletins, units } = catalogue
  const unitNames = units.map(({ unitId, name: unit }) => ({ id: unitId, label: { zh: unit, en: unit } }))
  const lists: Readonly<Record<string, readonly Named[]>> = {
    benefit: benefits,
    categories: bulletins,
    channel: channels,
    fact: facts,
    form: forms,
    kind: cases,
    level: schemes.find(({ id }) => id === details['scheme'])?.levels ?? [],
    outcome: outcomes,
    play: plays,
    purpose: purposes,
    scheme: schemes,
    unit: unitNames,
    unitId: unitNames,
    fields: forms.find(({ id }) => id === details['form'])?.fields ?? [],
  }
  return lists[name] ?? []
}
