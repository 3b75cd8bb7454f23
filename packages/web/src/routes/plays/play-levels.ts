import { isMap, parseDocument } from 'yaml'
import { readDefinition } from '../studio/definition-text.ts'

/** Class and stage of a play: scheme → levels. A scheme that is not named means all of its levels. */
export type PlayLevels = Readonly<Record<string, readonly string[]>>

/** One side of the table, with its levels in order. */
export type Axis = { readonly scheme: string; readonly levels: readonly string[] }

export type Side = 'class' | 'stage'
export type Axes = Readonly<Record<Side, Axis | undefined>>
export type Cell = Readonly<Record<Side, string | null>>

const sides: readonly Side[] = ['class', 'stage']

const allows = (levels: PlayLevels, axis: Axis | undefined, level: string | null): boolean => {
  if (!axis || level === null) return true
  const named = levels[axis.scheme]
  return named === undefined || named.includes(level)
}

export const isFor = (levels: PlayLevels, axes: Axes, cell: Cell): boolean =>
  sides.every((side) => allows(levels, axes[side], cell[side]))

export const cellsOf = (axes: Axes): readonly Cell[] =>
  (axes.class?.levels ?? [null]).flatMap((level) =>
    (axes.stage?.levels ?? [null]).map((stage) => ({ class: level, stage })),
  )

/** The play's levels with those of the cell among them, in the order of the scheme. */
export const addCell = (levels: PlayLevels, axes: Axes, cell: Cell): PlayLevels => {
  let wider = levels
  for (const side of sides) {
    const axis = axes[side]
    const level = cell[side]
    if (!axis || level === null || allows(wider, axis, level)) continue
    const held = wider[axis.scheme] ?? []
    wider = { ...wider, [axis.scheme]: axis.levels.filter((each) => each === level || held.includes(each)) }
  }
  return wider
}

/** Without the cell's level on one side; undefined where the play would be for nobody. */
export const withoutLevel = (levels: PlayLevels, axis: Axis, level: string): PlayLevels | undefined => {
  const left = (levels[axis.scheme] ?? axis.levels).filter((each) => each !== level)
  return left.length === 0 ? undefined : { ...levels, [axis.scheme]: left }
}

/** Cells that the play reaches afterwards and did not before, and the other way round. */
export const effectOf = (
  before: PlayLevels,
  after: PlayLevels,
  axes: Axes,
): { readonly gained: readonly Cell[]; readonly lost: readonly Cell[] } => {
  const cells = cellsOf(axes)
  return {
    gained: cells.filter((cell) => isFor(after, axes, cell) && !isFor(before, axes, cell)),
    lost: cells.filter((cell) => isFor(before, axes, cell) && !isFor(after, axes, cell)),
  }
}

/** What a play's text says of its levels; undefined where the text cannot be read. */
export const levelsIn = (yaml: string, play: string): PlayLevels | undefined => {
  const content = readDefinition(yaml, play)
  if (content === undefined) return undefined
  const said = content['for']
  if (said === undefined || said === null) return {}
  if (typeof said !== 'object' || Array.isArray(said)) return undefined
  return Object.fromEntries(
    Object.entries(said).map(([scheme, levels]) => [
      scheme,
      (Array.isArray(levels) ? levels : [levels]).filter((level): level is string => typeof level === 'string'),
    ]),
  )
}

/** The play's text with these levels; everything else stays as its author wrote it. */
export const writeLevels = (yaml: string, play: string, levels: PlayLevels): string => {
  const document = parseDocument(yaml)
  const before = levelsIn(yaml, play) ?? {}
  if (!isMap(document.getIn([play, 'for']))) document.setIn([play, 'for'], document.createNode({}))
  for (const [scheme, named] of Object.entries(levels)) {
    if (before[scheme]?.join() === named.join()) continue
    document.setIn([play, 'for', scheme], document.createNode([...named], { flow: true }))
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}
