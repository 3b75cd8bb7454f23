import type { Level, Scheme } from '../definitions.ts'
import type { NameTypes } from '../expression/tree.ts'
import { valueTypeOf } from '../expression/tree.ts'
import { checkReference, compact, definedBy, readOptional, readShape, type Written } from './build.ts'
import { checkCuts, checkThresholds } from './level-checks.ts'
import { checkVariant, type Entry, type Report } from './report.ts'
import { schemeShapes } from './shapes.ts'

type WrittenLevel = {
  readonly id: string
  readonly label: Level['label']
  readonly source?: string | undefined
  readonly assumed?: boolean | undefined
  readonly enter?: Written | undefined
  readonly keep?: Written | undefined
  readonly gap?: Written | undefined
  readonly cut?: number
}

export function buildScheme(entry: Entry, scope: NameTypes, report: Report): Scheme | undefined {
  switch (checkVariant(entry, 'variant', schemeShapes, report)) {
    case 'ladder':
      return readLadder(entry, scope, report)
    case 'rank':
      return readRank(entry, scope, report)
    case 'stage':
      return readStage(entry, scope, report)
    case undefined:
      return undefined
  }
}

function readLadder(entry: Entry, scope: NameTypes, report: Report): Scheme | undefined {
  const raw = readShape(schemeShapes.ladder, entry, report)
  if (raw === undefined) return undefined
  const levels = buildLevels(raw.levels, entry, scope, report)
  for (const [index, level] of levels.entries()) {
    if (index > 0 && raw.levels[index]?.enter === undefined) {
      const message = `level "${level.id}" needs "enter"; only the first level takes everybody`
      report.say(entry.file, [entry.id, 'levels', index], { code: 'missing-field', message })
    }
  }
  checkThresholds(levels, entry, report)
  if (raw.ratchet === true && raw.validityMonths === undefined) {
    const message = 'a ratchet holds a level within its validity: "validityMonths" is missing'
    report.say(entry.file, [entry.id, 'ratchet'], { code: 'missing-field', message, atKey: true })
  }
  const { validityMonths } = raw
  return {
    ...definedBy(entry, raw),
    variant: 'ladder',
    levels,
    ...compact({ validityMonths }),
    ratchet: raw.ratchet ?? false,
  }
}

function readRank(entry: Entry, scope: NameTypes, report: Report): Scheme | undefined {
  const raw = readShape(schemeShapes.rank, entry, report)
  if (raw === undefined) return undefined
  const { metric, tie } = raw
  for (const [key, name] of Object.entries({ metric, tie })) {
    if (name === undefined) continue
    if (!checkReference(name, scope.keys(), { entry, path: [key], noun: 'indicator' }, report)) continue
    const unit = scope.get(name)?.unit ?? 'number'
    if (valueTypeOf(unit) === 'number') continue
    report.say(entry.file, [entry.id, key], {
      code: 'unit-mismatch',
      message: `customers are ranked by a number, but "${name}" is a ${unit}`,
    })
  }
  // Authors write the top level first, as a pyramid reads; ranks ascend from the bottom.
  const levels = buildLevels(raw.levels, entry, scope, report)
  checkCuts(levels, entry, report)
  const ranked = levels.map((level, index) => ({ ...level, rank: levels.length - 1 - index }))
  return {
    ...definedBy(entry, raw),
    variant: 'rank',
    levels: ranked,
    metric,
    ...compact({ tie }),
    zeroLast: raw.zeroLast ?? false,
  }
}

function readStage(entry: Entry, scope: NameTypes, report: Report): Scheme | undefined {
  const raw = readShape(schemeShapes.stage, entry, report)
  if (raw === undefined) return undefined
  for (const [index, level] of raw.levels.entries()) {
    if (level.enter !== undefined || index === raw.levels.length - 1) continue
    const message = `stage "${level.id}" takes everybody, so the stages after it are never reached; only the last may do without "enter"`
    report.say(entry.file, [entry.id, 'levels', index], { code: 'unreachable-level', message })
  }
  return { ...definedBy(entry, raw), variant: 'stage', levels: buildLevels(raw.levels, entry, scope, report) }
}

function buildLevels(
  written: readonly WrittenLevel[],
  entry: Entry,
  scope: NameTypes,
  report: Report,
): readonly Level[] {
  const seen = new Set<string>()
  return written.map((raw, index) => {
    const path = ['levels', index]
    checkLevelId(raw.id, seen, entry, index, report)
    const enter = readOptional(raw.enter, { entry, path: [...path, 'enter'] }, scope, 'flag', report)
    const keep = readOptional(raw.keep, { entry, path: [...path, 'keep'] }, scope, 'flag', report)
    const gap = readOptional(raw.gap, { entry, path: [...path, 'gap'] }, scope, 'number', report)
    const { source, assumed, cut } = raw
    return { id: raw.id, label: raw.label, rank: index, ...compact({ source, assumed, enter, keep, gap, cut }) }
  })
}

function checkLevelId(id: string, seen: Set<string>, entry: Entry, index: number, report: Report): void {
  const at = [entry.id, 'levels', index, 'id']
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(id)) {
    report.say(entry.file, at, {
      code: 'invalid-id',
      message: `"${id}" cannot be an id: letters, digits and underscores`,
    })
  }
  if (seen.has(id))
    report.say(entry.file, at, { code: 'duplicate-id', message: `level "${id}" stands twice in this scheme` })
  seen.add(id)
}
