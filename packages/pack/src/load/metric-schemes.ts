import type { z } from 'zod'
import type { Axis, Level, Scheme } from '../definitions.ts'
import { type NameTypes, valueTypeOf } from '../expression/tree.ts'
import { unitWords } from '../words.ts'
import { checkReference, compact, readExpression, readShape } from './build.ts'
import { checkCuts } from './level-checks.ts'
import { buildLevels } from './levels.ts'
import { checkReach } from './reach-checks.ts'
import type { Entry, Report } from './report.ts'
import { classedBy, type SchemeContext } from './scheme-head.ts'
import { schemeShapes } from './scheme-shapes.ts'
import type { Path } from './yaml-file.ts'

export function readRank(entry: Entry, context: SchemeContext): Scheme | undefined {
  const { report, scope } = context
  const raw = readShape(schemeShapes.rank, entry, report)
  if (raw === undefined) return undefined
  const { metric, tie } = raw
  checkMetric(metric, ['metric'], entry, scope, report)
  if (tie !== undefined) checkMetric(tie, ['tie'], entry, scope, report)
  // Authors write the top level first, as a pyramid reads; ranks ascend from the bottom.
  const levels = buildLevels(raw.levels, entry, scope, report)
  checkCuts(levels, entry, report)
  const hasZero = levels.some((level) => level.zero === true)
  if (hasZero && raw.zeroLast === true) {
    const message = {
      zh: '数值为零的客户已有自己的级别，不再参加排名',
      en: 'customers with zero have a level of their own here, so they are not among those who are ranked',
    }
    const suggestion = { zh: '去掉“zeroLast”', en: 'leave "zeroLast" out' }
    report.say(entry.file, [entry.id, 'zeroLast'], { code: 'rank-cuts', message, suggestion, atKey: true })
  }
  return {
    ...classedBy(entry, raw, context),
    variant: 'rank',
    levels: levels.map((level, index) => ({ ...level, rank: levels.length - 1 - index })),
    metric,
    ...compact({ tie }),
    zeroLast: raw.zeroLast ?? false,
  }
}

function checkMetric(name: string, path: Path, entry: Entry, scope: NameTypes, report: Report): void {
  if (!checkReference(name, scope.keys(), { entry, path, noun: 'indicator' }, report)) return
  const unit = scope.get(name)?.unit ?? 'number'
  if (valueTypeOf(unit) === 'number') return
  report.say(entry.file, [entry.id, ...path], {
    code: 'unit-mismatch',
    message: {
      zh: `客户只能按数字排名，而“${name}”是${unitWords[unit]}`,
      en: `customers are ranked by a number, but "${name}" is a ${unit}`,
    },
  })
}

export function readMatrix(entry: Entry, context: SchemeContext): Scheme | undefined {
  const raw = readShape(schemeShapes.matrix, entry, context.report)
  if (raw === undefined) return undefined
  const levels = buildLevels(raw.levels, entry, context.scope, context.report)
  checkReach({ variant: 'matrix', levels }, entry, context.report)
  checkCells(levels, entry, context.report)
  const x = readAxis('x', raw.x, entry, context)
  const y = readAxis('y', raw.y, entry, context)
  return x && y && { ...classedBy(entry, raw, context), variant: 'matrix', levels, x, y }
}

function readAxis(
  key: 'x' | 'y',
  raw: z.infer<typeof schemeShapes.matrix>['x'],
  entry: Entry,
  { report, scope }: SchemeContext,
): Axis | undefined {
  const { label, metric, cut } = raw
  checkMetric(metric, [key, 'metric'], entry, scope, report)
  if (cut === 'median') return { label, metric, cut: { share: 0.5 } }
  if (typeof cut === 'object') return { label, metric, cut }
  const value = readExpression(cut, { entry, path: [key, 'cut'] }, scope, 'number', report)
  return value && { label, metric, cut: { value } }
}

const sides = ['low', 'high'] as const

/** Every level is a quarter of the table or a condition before it, and every quarter is one level. */
function checkCells(levels: readonly Level[], entry: Entry, report: Report): void {
  for (const [index, { id, cell, enter }] of levels.entries()) {
    if ((cell === undefined) !== (enter === undefined)) continue
    const message =
      cell === undefined
        ? {
            zh: `级别“${id}”要写“cell”（矩阵中的一格），或写“enter”（先于矩阵判断的条件）`,
            en: `level "${id}" needs "cell", its quarter of the table, or "enter", which comes before the table`,
          }
        : {
            zh: `级别“${id}”同时写了“cell”和“enter”：两者只能写一个`,
            en: `level "${id}" has "cell" and "enter": it is a quarter of the table or comes before it`,
          }
    report.say(entry.file, [entry.id, 'levels', index], { code: 'matrix-cells', message })
  }
  for (const x of sides) {
    for (const y of sides) checkCell(x, y, levels, entry, report)
  }
}

function checkCell(x: 'low' | 'high', y: 'low' | 'high', levels: readonly Level[], entry: Entry, report: Report): void {
  const quarter = `{ x: ${x}, y: ${y} }`
  const [first, second] = [...levels.entries()].filter(([, { cell }]) => cell?.x === x && cell.y === y)
  if (first === undefined) {
    const message = {
      zh: `矩阵的 ${quarter} 这一格没有级别，落在其中的客户会没有级别`,
      en: `no level has the quarter ${quarter}: customers there would have none`,
    }
    report.say(entry.file, [entry.id, 'levels'], { code: 'matrix-cells', message, atKey: true })
  } else if (second !== undefined) {
    const message = {
      zh: `矩阵的 ${quarter} 这一格已属于级别“${first[1].id}”`,
      en: `the quarter ${quarter} is already that of level "${first[1].id}"`,
    }
    report.say(entry.file, [entry.id, 'levels', second[0], 'cell'], { code: 'matrix-cells', message })
  }
}
