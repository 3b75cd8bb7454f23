import type { z } from 'zod'
import type { Action, Outcome, Play } from '../definitions.ts'
import { unitWords } from '../words.ts'
import { checkReference, compact, definedBy, readExpression, readOptional, readShape } from './build.ts'
import { playShape } from './play-shape.ts'
import { checkLevels, type Known } from './references.ts'
import type { Entry, Report } from './report.ts'
import { saidBy, within } from './shape-parts.ts'
import { outcomeShape } from './shapes.ts'

type Written = z.infer<typeof playShape>

export function buildOutcome(entry: Entry, report: Report): Outcome | undefined {
  const raw = readShape(outcomeShape, entry, report)
  return raw && { ...definedBy(entry, raw), result: raw.result, ...compact({ refusal: raw.refusal }) }
}

export function buildPlay(entry: Entry, known: Known, report: Report): Play | undefined {
  const raw = readShape(playShape, entry, report)
  if (raw === undefined) return undefined
  const { on = [], for: levels = {}, purpose = 'relationship', module = 'whole_base', effortMinutes = 10 } = raw
  const { method = 'communication', rhythm = 'irregular', checklist = [], contactLabel, channel, assign } = raw
  const { dueDays, maxAttempts, retryWorkingDays, script, outcomes } = raw
  const actions = (raw.actions ?? ['task']).map(toAction)
  checkNames(entry, { ...raw, on, purpose, module }, known, report)
  checkLevels(levels, { entry, path: ['for'] }, known, report)
  for (const [index, action] of actions.entries()) checkAction(entry, index, action, known, report)
  checkTheme(entry, on, actions, report)
  checkJoint(entry, raw.jointWith, known, report)
  const match = readOptional(raw.match, { entry, path: ['match'] }, known.scope, 'flag', report)
  const chance = readChance(entry, raw.chance ?? '0.5', known, report)
  if (chance === undefined) return undefined
  const { skill, jointWith, valueAdd, bond, productClass } = raw
  return {
    ...definedBy(entry, raw),
    ...{ on, for: levels, purpose, actions, module, contactLabel, channel, assign, dueDays, maxAttempts },
    ...{ retryWorkingDays, effortMinutes, chance, method, rhythm, script, checklist, outcomes },
    ...compact({ match, skill, jointWith, valueAdd, bond, productClass }),
  }
}

function toAction(written: NonNullable<Written['actions']>[number]): Action {
  if (written === 'task') return { kind: 'task' }
  if ('message' in written) return { kind: 'message', template: written.message }
  return 'benefit' in written ? { kind: 'benefit', benefit: written.benefit } : { kind: 'case', case: written.case }
}

function checkNames(
  entry: Entry,
  raw: Pick<Written, 'channel' | 'outcomes'> & {
    readonly on: readonly string[]
    readonly purpose: string
    readonly module: string
  },
  known: Known,
  report: Report,
): void {
  for (const [index, id] of raw.on.entries())
    checkReference(id, known.ids('moments'), { entry, path: ['on', index], noun: 'moment' }, report)
  for (const [index, id] of raw.outcomes.entries())
    checkReference(id, known.ids('outcomes'), { entry, path: ['outcomes', index], noun: 'outcome' }, report)
  checkReference(raw.purpose, known.ids('purposes'), { entry, path: ['purpose'], noun: 'purpose' }, report)
  checkReference(raw.module, known.ids('modules'), { entry, path: ['module'], noun: 'module' }, report)
  checkReference(raw.channel, known.ids('channels'), { entry, path: ['channel'], noun: 'channel' }, report)
}

function checkAction(entry: Entry, index: number, action: Action, known: Known, report: Report): void {
  const path = ['actions', index, action.kind]
  if (action.kind === 'message')
    checkReference(action.template, known.ids('templates'), { entry, path, noun: 'template' }, report)
  if (action.kind === 'benefit')
    checkReference(action.benefit, known.ids('benefits'), { entry, path, noun: 'benefit' }, report)
  if (action.kind === 'case')
    checkReference(action.case, known.ids('cases'), { entry, path, noun: 'case kind' }, report)
}

/** What no moment starts, a theme starts: it has to reach the customer. */
function checkTheme(entry: Entry, on: readonly string[], actions: readonly Action[], report: Report): void {
  if (on.length > 0 || actions.some(({ kind }) => kind === 'task' || kind === 'message')) return
  const message = {
    zh: '没有写“on”的动作供专题使用，要有任务或消息：“actions”中写 task 或 { message: 模板 }',
    en: 'a play without "on" is for themes and needs a task or a message: write task or { message: template } in "actions"',
  }
  report.say(entry.file, [entry.id, 'actions'], { code: 'wrong-value', message, atKey: true })
}

function checkJoint(entry: Entry, jointWith: string | undefined, known: Known, report: Report): void {
  if (jointWith === undefined) return
  const place = { entry, path: ['jointWith'], noun: 'attribute' } as const
  if (!checkReference(jointWith, known.attributes, place, report)) return
  const unit = known.scope.get(jointWith)?.unit
  if (unit === undefined || unit === 'text') return
  const message = {
    zh: `“jointWith”应为写有企业客户号的属性，而“${jointWith}”是${unitWords[unit]}`,
    en: `"jointWith" is an attribute that names a company, but "${jointWith}" is a ${unit}`,
  }
  report.say(entry.file, [entry.id, 'jointWith'], { code: 'unit-mismatch', message })
}

function readChance(entry: Entry, written: string | number | boolean, known: Known, report: Report) {
  const chance = readExpression(written, { entry, path: ['chance'] }, known.scope, 'number', report)
  const { tree } = chance ?? {}
  if (tree?.kind === 'literal' && (Number(tree.value) < 0 || Number(tree.value) > 1))
    report.say(entry.file, [entry.id, 'chance'], { code: 'wrong-value', message: saidBy(within(0, 1)) })
  return chance
}
