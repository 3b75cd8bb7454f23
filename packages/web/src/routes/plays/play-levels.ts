import { isMap, isNode, parseDocument, type YAMLMap } from 'yaml'
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

/** The play's text with these levels; not a character of the rest is touched. */
export const writeLevels = (yaml: string, play: string, levels: PlayLevels): string => {
  const before = levelsIn(yaml, play) ?? {}
  return Object.entries(levels)
    .filter(([scheme, named]) => before[scheme]?.join() !== named.join())
    .reduce((text, [scheme, named]) => writeScheme(text, play, scheme, `[${named.map(writeId).join(', ')}]`), yaml)
}

const writeScheme = (text: string, play: string, scheme: string, list: string): string => {
  const document = parseDocument(text)
  const said = document.getIn([play, 'for', scheme], true)
  if (isNode(said) && said.range) return splice(text, said.range[0], said.range[1], list)
  const map = document.getIn([play, 'for'], true)
  if (isMap(map)) return insertKey(text, map, scheme, list)
  const whole = `{ ${scheme}: ${list} }`
  if (isNode(map) && map.range) return splice(text, map.range[0], map.range[1], ` ${whole}`)
  const body = document.getIn([play], true)
  return isMap(body) ? insertKey(text, body, 'for', whole) : text
}

/** In front of the first key: there the indent is known. */
const insertKey = (text: string, map: YAMLMap, key: string, value: string): string => {
  const start = map.range?.[0] ?? 0
  if (map.flow) {
    const isEmpty = map.items.length === 0
    return splice(text, start, start + 1, `{ ${key}: ${value}${isEmpty ? ' ' : ','}`)
  }
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1)
  return splice(text, start, start, `${key}: ${value}\n${' '.repeat(indent)}`)
}

/** A list in lines ends with its line break, which stays. */
const splice = (text: string, from: number, to: number, by: string): string => {
  const end = from + text.slice(from, to).trimEnd().length
  return text.slice(0, from) + by + text.slice(end)
}

/** A level's id as YAML reads it back: a text, never a number or a truth. */
const writeId = (level: string): string =>
  /^[A-Za-z_][\w-]*$/.test(level) && !/^(true|false|null)$/i.test(level) ? level : JSON.stringify(level)
