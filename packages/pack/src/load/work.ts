import type { Expression, Work } from '../definitions.ts'
import { parseExpression } from '../expression/parse.ts'
import type { NameTypes } from '../expression/tree.ts'
import { readExpression } from './build.ts'
import type { Head } from './entries.ts'
import { Report } from './report.ts'

/** What holds where no pack of the lineage says otherwise; `packs/common` says it for all that extend it. */
const fallback = {
  timeBands: { morning: '09:00', afternoon: '14:00', evening: '18:00' },
  overdueDays: [3, 5, 7],
  unowned: 'people',
  minutesPerDay: 360,
  priority: 'value * urgency',
  serviceValue: 'timing * efficiency * need * quality * cost_efficiency',
} as const

/** Names that the formulas read; money comes in major units, effort in hours. */
const terms = {
  priority: ['value', 'chance', 'urgency', 'effort', 'service_value'],
  serviceValue: ['timing', 'efficiency', 'need', 'quality', 'cost_efficiency'],
} as const

/** How work is measured and ordered: each key from the nearest pack that says it (G22, G26, S151). */
export function buildWork(heads: readonly Head[], report: Report): Work {
  const timeBands = nearest(heads, 'timeBands')
  checkBands(timeBands, report)
  const [first, second, third] = nearest(heads, 'overdueDays')?.value ?? fallback.overdueDays
  checkOverdue(nearest(heads, 'overdueDays'), report)
  return {
    timeBands: timeBands?.value ?? fallback.timeBands,
    overdueDays: [first ?? 0, second ?? 0, third ?? 0],
    unowned: nearest(heads, 'unowned')?.value ?? fallback.unowned,
    minutesPerDay: nearest(heads, 'minutesPerDay')?.value ?? fallback.minutesPerDay,
    priority: readFormula(heads, 'priority', report),
    serviceValue: readFormula(heads, 'serviceValue', report),
  }
}

/** The working day of a pack that says nothing of it. */
export const standardWork = (): Work => buildWork([], new Report())

type Written = NonNullable<Head['work']>
type Found<Key extends keyof Written> = { readonly head: Head; readonly value: NonNullable<Written[Key]> }

function nearest<Key extends keyof Written>(heads: readonly Head[], key: Key): Found<Key> | undefined {
  const head = heads.findLast((each) => each.work?.[key] !== undefined)
  const value = head?.work?.[key]
  return head === undefined || value === undefined ? undefined : { head, value }
}

function readFormula(heads: readonly Head[], key: keyof typeof terms, report: Report): Expression {
  const scope: NameTypes = new Map(terms[key].map((name) => [name, { unit: 'number' }]))
  const found = nearest(heads, key)
  const entry = found && { id: 'work', file: found.head.file, raw: found.head.work, folder: found.head.folder }
  const written = found && entry && readExpression(found.value, { entry, path: [key] }, scope, 'number', report)
  if (written !== undefined) return written
  const position = { file: heads.at(-1)?.file.file ?? '', line: 1, column: 1 }
  const { expression } = parseExpression(fallback[key], scope, { position, path: `work.${key}` }, 'number')
  if (expression === undefined) throw new Error(`the formula of ${key} that holds without one is wrong`)
  return expression
}

/** A retry goes into another band: they follow each other within a day. */
function checkBands(found: Found<'timeBands'> | undefined, report: Report): void {
  if (found === undefined) return
  const { morning, afternoon, evening } = found.value
  if (morning < afternoon && afternoon < evening) return
  const message = {
    zh: '时段要依次开始：morning 早于 afternoon，afternoon 早于 evening',
    en: 'the bands follow each other: morning begins before afternoon, afternoon before evening',
  }
  report.say(found.head.file, ['work', 'timeBands'], { code: 'wrong-value', message })
}

function checkOverdue(found: Found<'overdueDays'> | undefined, report: Report): void {
  const days = found?.value ?? []
  if (found === undefined || days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0))) return
  const message = { zh: '逾期提醒的天数要逐级增加', en: 'the days of the overdue ladder grow from step to step' }
  report.say(found.head.file, ['work', 'overdueDays'], { code: 'wrong-value', message })
}
