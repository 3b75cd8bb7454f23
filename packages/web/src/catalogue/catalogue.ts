import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Catalogue, CellValue, ValueUnit } from '@tend/contract'
import { api } from '../api/client.ts'
import type { Label } from '../i18n/index.ts'
import type { Standing } from '../ui/level-tag.tsx'

export const catalogueQuery = () =>
  queryOptions({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => api.call('getCatalogue', { signal }),
    staleTime: 10 * 60_000,
  })

/** The pack in the reader's hands: every label, level and outcome on the screen comes from here. Loaded before any page. */
export const useCatalogue = (): Catalogue => useSuspenseQuery(catalogueQuery()).data

export type Scheme = Catalogue['schemes'][number]

/** What a field of the wide row is called and counted in: attribute, indicator or scheme. */
export type Field = {
  readonly id: string
  readonly label: Label
  readonly unit: ValueUnit | 'level'
  /** What its coded values are called; empty where any value may stand. */
  readonly values: readonly Named[]
}

export const fieldsOf = ({ attributes, indicators, schemes }: Catalogue): readonly Field[] => [
  ...schemes.map(({ id, label, levels }) => ({ id, label, unit: 'level' as const, values: levels })),
  ...indicators.map(({ id, label, unit, values }) => ({ id, label, unit, values })),
  ...attributes.map(({ id, label, unit, values }) => ({ id, label, unit, values })),
]

/** What a coded value of a field is called: a level, a segment, a product; undefined where it is no code. */
export const valueLabel = (catalogue: Catalogue, field: string, value: CellValue | undefined): Label | undefined =>
  fieldsOf(catalogue)
    .find(({ id }) => id === field.replace(/_before$/, ''))
    ?.values.find(({ id }) => id === value)?.label

export const findScheme = (catalogue: Catalogue, id: string): Scheme | undefined =>
  catalogue.schemes.find((scheme) => scheme.id === id)

/** Levels as people read them: from the top down, but stages as a life goes through them, which is how the catalogue lists them. */
export const levelsInOrder = ({ levels, variant }: Pick<Scheme, 'levels' | 'variant'>): Scheme['levels'] =>
  variant === 'stage' ? levels : levels.toSorted((a, b) => b.rank - a.rank)

/** How a customer's standing in a scheme is drawn: one level, or each tag of a rules scheme; none where the pack no longer defines it. */
export const standingsOf = (
  catalogue: Catalogue,
  schemeId: string,
  levelId: string | null | undefined,
  name: (label: Label) => string,
): readonly Standing[] => {
  const scheme = findScheme(catalogue, schemeId)
  if (!scheme || !levelId) return []
  const held = scheme.variant === 'rules' ? levelId.split(',') : [levelId]
  const { levels, variant } = scheme
  return levels.flatMap(({ id, label, rank }) =>
    held.includes(id) ? [{ label: name(label), rank, levels: levels.length, variant }] : [],
  )
}

type Indicator = Catalogue['indicators'][number]

/** Indicators in the order in which they matter: what is charted, then scores, then the rest as the pack lists them. */
export const indicatorsByWeight = ({ indicators }: Pick<Catalogue, 'indicators'>): readonly Indicator[] => {
  const weight = ({ chart, unit }: Indicator): number => (chart ? 0 : unit === 'score' ? 1 : 2)
  return indicators.toSorted((a, b) => weight(a) - weight(b))
}

/** The play that an appointment made by hand stands under; no pack defines it. */
const appointment: Named = { id: 'appointment', label: { zh: '预约', en: 'Appointment' } }

/** What a play is called. */
export const playName = ({ plays }: Pick<Catalogue, 'plays'>, play: string, name: (label: Label) => string): string =>
  labelOf([...plays, appointment], play, name)

/** What a contact label is called: the label of the play that it belongs to. */
export const contactLabelName = (
  { plays }: Catalogue,
  contactLabel: string,
  name: (label: Label) => string,
): string => {
  const play = plays.find((each) => each.contactLabel === contactLabel)
  return play ? name(play.label) : playName({ plays }, contactLabel, name)
}

/** Contact labels to choose from. */
export const contactLabelOptions = (
  { plays }: Catalogue,
  name: (label: Label) => string,
): { value: string; label: string }[] =>
  plays.map(({ contactLabel, label }) => ({ value: contactLabel, label: name(label) }))

type Named = { readonly id: string; readonly label: Label }

/** The label of a definition, or its id where the pack that made the row has since dropped it. */
export const labelOf = (definitions: readonly Named[], id: string, name: (label: Label) => string): string => {
  const found = definitions.find((definition) => definition.id === id)
  return found ? name(found.label) : id
}

/** What set the work off: a moment of the catalogue, or the theme that somebody started, which no catalogue names. */
export const momentLabel = (
  moments: readonly Named[],
  moment: string,
  name: (label: Label) => string,
  theme: string,
): string => (moment === '@theme' ? theme : labelOf(moments, moment, name))
