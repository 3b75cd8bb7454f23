import type { Db } from '@tend/store'
import { localDay } from '../days.ts'
import { deferPlan, type PlannedTask } from '../play/conflict.ts'
import type { LeftOut } from '../play/work.ts'
import { readWorkingDays, workingDayAfter } from './calendar.ts'
import { insertTasks } from './insert-tasks.ts'
import { mergeTasks } from './merge-tasks.ts'
import type { WrittenPlan } from './planned-rows.ts'
import { type CreateContext, type Merging, type PreparedTasks, prepareTasks } from './prepare.ts'

export type CreatedTasks = {
  readonly created: number
  readonly merged: number
  readonly deferred: number
  readonly known: number
  /** Whom the policy forbids to contact for this. */
  readonly leftOut: readonly LeftOut[]
}

/** Writes planned tasks in bulk, after they were settled with what is there and with the policy (`prepareTasks`). */
export const createTasks = async (
  tx: Db,
  plans: readonly PlannedTask[],
  context: CreateContext,
): Promise<CreatedTasks> => {
  if (plans.length === 0) return { created: 0, merged: 0, deferred: 0, known: 0, leftOut: [] }
  return writeTasks(tx, await prepareTasks(tx, plans, context), context)
}

/**
 * Writes what was prepared. The worthiest are given out first, so that they meet the most room (`chooseAssignees`); a company's task comes after the one
 * that it stands beside, and names it. What was to go into a task that somebody closed meanwhile becomes one of its own, a working day later.
 */
export const writeTasks = async (tx: Db, prepared: PreparedTasks, context: CreateContext): Promise<CreatedTasks> => {
  const { merging, merged, known, leftOut } = prepared
  const late = await mergeTasks(tx, merging, context.timeZone)
  const creating = [...prepared.creating, ...(await behindClosed(tx, late, context))].sort(
    (a, b) => b.priority - a.priority,
  )
  const alone = creating.filter(({ jointOf }) => jointOf === null)
  const joint = creating.filter(({ jointOf }) => jointOf !== null)
  const written = await insertTasks(tx, alone.map(standAlone), context)
  const beside = joint.length === 0 ? 0 : await insertTasks(tx, await withPartners(tx, joint), context)
  return {
    created: written + beside,
    merged: merged + merging.length - late.length,
    deferred: creating.filter((plan) => plan.conflict.deferredBehind !== null).length,
    known: known.length,
    leftOut,
  }
}

const behindClosed = async (
  tx: Db,
  late: readonly Merging[],
  { now, timeZone }: CreateContext,
): Promise<readonly PlannedTask[]> => {
  if (late.length === 0) return []
  const nextDay = workingDayAfter(localDay(now, timeZone), 1, await readWorkingDays(tx))
  return late.map(({ plan, into }) => deferPlan(plan, into.play, nextDay))
}

const standAlone = (plan: PlannedTask): WrittenPlan => ({ plan, jointOf: null })

/** The partner may have gone into another task: what it is about (`task_reason`) tells where it is. One whose partner is nowhere is not written. */
const withPartners = async (tx: Db, plans: readonly PlannedTask[]): Promise<WrittenPlan[]> => {
  const rows = await tx.query<{ key: string; task_id: number }>(
    `select made.play || '|' || made.moment_id as key, made.task_id
     from unnest($1::text[], $2::text[]) as wanted (customer_id, key)
     join task_reason as made on made.customer_id = wanted.customer_id and made.play || '|' || made.moment_id = wanted.key
     where made.task_id is not null`,
    [plans.map(({ jointOf }) => jointOf?.customerId), plans.map(({ jointOf }) => jointOf?.dedupeKey)],
  )
  const partners = new Map(rows.map(({ key, task_id }) => [key, task_id]))
  return plans.flatMap((plan) => {
    const jointOf = partners.get(plan.jointOf?.dedupeKey ?? '')
    return jointOf === undefined ? [] : [{ plan, jointOf }]
  })
}
