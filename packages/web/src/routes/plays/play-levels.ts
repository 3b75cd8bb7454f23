import { isMap, isNode, parseDocument, type YAMLMap } from 'yaml'
import { changeDefinition, readDefinition, textOf } from '../studio/definition-text.ts'

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

/** Whom a play is for: its levels, and the text of its condition, which may leave out single cells. */
export type Reach = { readonly levels: PlayLevels; readonly match: string }

/** What a condition says that leaves out one cell; undefined where the table has one side only. */
const clauseOf = ({ class: level, stage }: Axes, cell: Cell): string | undefined =>
  level && stage && cell.class !== null && cell.stage !== null
    ? `!(${level.scheme} == '${cell.class}' && ${stage.scheme} == '${cell.stage}')`
    : undefined

const leavesOut = (match: string, axes: Axes, cell: Cell): boolean => {
  const clause = clauseOf(axes, cell)
  return clause !== undefined && match.includes(clause)
}

export const reaches = ({ levels, match }: Reach, axes: Axes, cell: Cell): boolean =>
  isFor(levels, axes, cell) && !leavesOut(match, axes, cell)

/** Without this one cell; undefined where a condition cannot say it. */
export const withoutCell = (reach: Reach, axes: Axes, cell: Cell): Reach | undefined => {
  const clause = clauseOf(axes, cell)
  if (clause === undefined) return undefined
  const held = /\|\||\?/.test(reach.match) ? `(${reach.match})` : reach.match
  return { ...reach, match: held === '' ? clause : `${held} && ${clause}` }
}

/** With this cell, whether its level or stage was not among the play's or its condition left it out. */
export const withCell = ({ levels, match }: Reach, axes: Axes, cell: Cell): Reach => {
  const clause = clauseOf(axes, cell)
  const kept = clause === undefined ? match : match.replace(` && ${clause}`, '').replace(`${clause} && `, '')
  return { levels: addCell(levels, axes, cell), match: kept === clause ? '' : kept }
}

/** Cells that the play reaches afterwards and did not before, and the other way round. */
export const effectOf = (
  before: Reach,
  after: Reach,
  axes: Axes,
): { readonly gained: readonly Cell[]; readonly lost: readonly Cell[] } => {
  const cells = cellsOf(axes)
  return {
    gained: cells.filter((cell) => reaches(after, axes, cell) && !reaches(before, axes, cell)),
    lost: cells.filter((cell) => reaches(before, axes, cell) && !reaches(after, axes, cell)),
  }
}

/** What a play's text says of whom it is for; undefined where the text cannot be read. */
export const reachIn = (yaml: string, play: string): Reach | undefined => {
  const levels = levelsIn(yaml, play)
  const content = readDefinition(yaml, play)
  return levels && content && { levels, match: textOf(content, 'match') ?? '' }
}

/** The play's text for these levels under this condition. */
export const writeReach = (yaml: string, play: string, { levels, match }: Reach): string => {
  const text = writeLevels(yaml, play, levels)
  const before = reachIn(yaml, play)?.match ?? ''
  return match === before ? text : writeMatch(text, play, match)
}

const writeMatch = (text: string, play: string, match: string): string => {
  const document = parseDocument(text)
  const [body, said] = [document.getIn([play], true), document.getIn([play, 'match'], true)]
  const isSaid = isNode(said) && said.range
  if (match === '') return isSaid ? changeDefinition(text, play, ['match'], undefined) : text
  if (isSaid) return splice(text, isSaid[0], isSaid[1], JSON.stringify(match))
  return isMap(body) ? insertKey(text, body, 'match', JSON.stringify(match)) : text
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
