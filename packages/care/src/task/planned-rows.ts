import { setImmediate } from 'node:timers/promises'
import { instantAt } from '../days.ts'
import type { PlannedTask } from '../play/conflict.ts'
import { shuffleOf } from './shuffle.ts'

/** A plan on its way into the table; `jointOf`: the task beside which a company's manager gets it (S35). */
export type WrittenPlan = {
  readonly plan: PlannedTask
  readonly assigneeId: string | null
  readonly jointOf: number | null
}

export type PlannedRows = {
  readonly count: number
  /** `plannedColumns` as PostgreSQL's text, a string for some hundred rows. */
  readonly text: () => AsyncGenerator<string>
  /** What rows share, by their `shape`; complete once the text has been read. */
  readonly shapes: () => readonly Shape[]
}

/** Columns in which each task differs. */
export const plannedColumns = [
  'shape',
  'customer_id',
  'unit_id',
  'owner_id',
  'assignee_id',
  'dedupe_key',
  'value',
  'urgency',
  'chance',
  'effort_minutes',
  'service_value',
  'terms',
  'priority',
  'reasons',
  'shuffle',
  'joint_of',
] as const

type Shape = ReturnType<typeof shapeOf>

const rowsAtOnce = 500

/** Tasks as they are copied in: two hundred thousand of a play differ in half of their columns, so the other half is sent once. */
export const plannedRowsOf = (
  plans: readonly WrittenPlan[],
  { seed, timeZone }: { readonly seed: string; readonly timeZone: string },
): PlannedRows => {
  const startOf = startOfDays(timeZone)
  const shapes = new Map<string, Shape>()
  const indexOf = (plan: PlannedTask): number => {
    const key = JSON.stringify(sharedOf(plan))
    const known = shapes.get(key)
    if (known !== undefined) return known.shape
    shapes.set(key, shapeOf(plan, shapes.size, startOf))
    return shapes.size - 1
  }
  const line = ({ plan, assigneeId, jointOf }: WrittenPlan): string => {
    const { effort_minutes, service_value, terms, ...worth } = termsOf(plan)
    const whose = `${indexOf(plan)}\t${field(plan.customerId)}\t${field(plan.unitId)}\t${field(plan.ownerId)}\t${field(assigneeId)}`
    const weight = `${worth.value}\t${worth.urgency}\t${worth.chance}\t${effort_minutes}\t${service_value}\t${json(terms)}\t${plan.priority}`
    const place = `${shuffleOf(seed, plan.dedupeKey)}\t${jointOf ?? none}`
    return `${whose}\t${field(plan.dedupeKey)}\t${weight}\t${json(plan.reasons)}\t${place}\n`
  }
  return {
    count: plans.length,
    text: async function* () {
      for (let from = 0; from < plans.length; from += rowsAtOnce) {
        yield plans
          .slice(from, from + rowsAtOnce)
          .map(line)
          .join('')
      }
    },
    shapes: () => [...shapes.values()],
  }
}

/** The same rows with their text made already: it takes memory, and none of the time in which they are written. */
export const madeReady = async (rows: PlannedRows): Promise<PlannedRows> => {
  const made: string[] = []
  for await (const batch of rows.text()) {
    made.push(batch)
    // Whoever writes meanwhile is not kept waiting.
    await setImmediate()
  }
  return {
    ...rows,
    text: async function* () {
      yield* made
    },
  }
}

const sharedOf = (plan: PlannedTask) => [
  plan.play,
  plan.purpose,
  plan.contactLabel,
  plan.module,
  plan.skill,
  plan.channel,
  plan.assign,
  plan.maxAttempts,
  plan.conflict,
  plan.dueOn,
  plan.notBeforeOn,
  plan.themeId,
]

const shapeOf = (plan: PlannedTask, shape: number, startOf: (day: string) => string) => ({
  shape,
  play: plan.play,
  purpose: plan.purpose,
  contact_label: plan.contactLabel,
  module: plan.module,
  skill: plan.skill,
  channel: plan.channel,
  assign: plan.assign,
  max_attempts: plan.maxAttempts,
  conflict: plan.conflict,
  due_at: startOf(plan.dueOn),
  not_before: startOf(plan.notBeforeOn),
  theme_id: plan.themeId,
})

/** The terms as the table keeps them. */
export const termsOf = ({ valueMinor, urgency, chance, effortMinutes, serviceValue, factors }: PlannedTask) => ({
  value: valueMinor,
  urgency,
  chance: chance ?? 0,
  effort_minutes: effortMinutes,
  service_value: serviceValue,
  terms: { chance, ...(factors === null ? {} : { factors }) },
})

const none = '\\N'

const field = (value: string | null): string => {
  if (value === null) return none
  return special.test(value) ? value.replaceAll(eachSpecial, (sign) => escapes[sign] ?? sign) : value
}

const special = /[\\\t\n\r]/
const eachSpecial = /[\\\t\n\r]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

const json = (value: unknown): string => field(JSON.stringify(value))

/** Thousands of tasks share a few days. */
const startOfDays = (timeZone: string): ((day: string) => string) => {
  const known = new Map<string, string>()
  return (day) => {
    const found = known.get(day) ?? instantAt(day, '00:00', timeZone).toISOString()
    known.set(day, found)
    return found
  }
}
