import type { Db } from '@tend/store'
import { localDay } from '../days.ts'
import { deferPlan, type PlannedTask } from '../play/conflict.ts'
import type { LeftOut } from '../play/work.ts'
import { readWorkingDays, workingDayAfter } from './calendar.ts'
import type { Room } from './choose.ts'
import type { OpenTask } from './existing.ts'
import { type GivenOut, type GivenPlan, giveOut } from './give-out.ts'
import { insertTasks } from './insert-tasks.ts'
import { mergeTasks } from './merge-tasks.ts'
import { plannedRowsOf, type WrittenPlan } from './planned-rows.ts'
import { type CreateContext, type Merging, type PreparedTasks, prepareTasks } from './prepare.ts'

export type CreatedTasks = {
  readonly created: number
  readonly merged: number
  readonly deferred: number
  readonly known: number
  /** Whom the policy forbids to contact for this. */
  readonly leftOut: readonly LeftOut[]
}

/** Settled and given out: all that is left is to write them. */
export type ReadyTasks = PreparedTasks & { readonly given: GivenOut }

/** Writes planned tasks in bulk, after they were settled with what is there and with the policy (`prepareTasks`). */
export const createTasks = async (
  tx: Db,
  plans: readonly PlannedTask[],
  context: CreateContext,
): Promise<CreatedTasks> => writeTasks(tx, await readyTasks(tx, plans, context), context)

/** Settles tasks and gives them out, within the `room` of who gives out in several goes; only reads. */
export const readyTasks = async (
  db: Db,
  plans: readonly PlannedTask[],
  context: CreateContext,
  room?: Room,
): Promise<ReadyTasks> => {
  const prepared = await prepareTasks(db, plans, context)
  return { ...prepared, given: await giveOut(db, prepared.creating, context, room) }
}

/**
 * Writes what is ready. A company's task comes after the one that it stands beside, and names it. What was to go into a task that somebody closed
 * meanwhile becomes one of its own, a working day later.
 */
export const writeTasks = async (tx: Db, ready: ReadyTasks, context: CreateContext): Promise<CreatedTasks> => {
  const { given, merging } = ready
  const late = await mergeTasks(tx, merging, context.timeZone)
  const inTime = await insertTasks(tx, given.alone, context)
  const after = await giveOut(tx, await behindClosed(tx, late, context), context)
  const afterwards = await insertTasks(tx, after.alone, context)
  const beside = await writeBeside(tx, [...given.joint, ...after.joint], context)
  return {
    created: inTime + afterwards + beside.created,
    merged: ready.merged + merging.length - late.length + beside.merged,
    deferred: ready.creating.filter((plan) => plan.conflict.deferredBehind !== null).length + late.length,
    known: ready.known.length,
    leftOut: ready.leftOut,
  }
}

/** A company's manager hears of a theme once: what other customers of the company bring later goes into the task that is there. */
const writeBeside = async (
  tx: Db,
  plans: readonly GivenPlan[],
  context: CreateContext,
): Promise<Pick<CreatedTasks, 'created' | 'merged'>> => {
  if (plans.length === 0) return { created: 0, merged: 0 }
  const beside = await withPartners(tx, plans)
  const known = await findThemeTasks(tx, beside)
  const merging = beside.flatMap(({ plan }) => {
    const into = known.get(plan.customerId)
    return into === undefined ? [] : [{ plan, into }]
  })
  await mergeTasks(tx, merging, context.timeZone)
  const creating = beside.filter(({ plan }) => !known.has(plan.customerId))
  return { created: await insertTasks(tx, plannedRowsOf(creating, context), context), merged: merging.length }
}

/** What the theme of these plans has for their customers already, in the same transaction: for the manager, or in the pool where there is none. */
const findThemeTasks = async (tx: Db, plans: readonly WrittenPlan[]): Promise<ReadonlyMap<string, OpenTask>> => {
  const themeId = plans[0]?.plan.themeId ?? null
  if (themeId === null) return new Map()
  const rows = await tx.query<OpenTask>(
    `select task_id, customer_id, play, purpose, channel, assign from task
     where theme_id = $1 and customer_id = any($2) and closed_at is null
     and (assign = 'owner' or owner_id is null or joint_of is not null)`,
    [themeId, plans.map(({ plan }) => plan.customerId)],
  )
  return new Map(rows.map((task) => [task.customer_id, task]))
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

/** The partner may have gone into another task: what it is about (`task_reason`) tells where it is. One whose partner is nowhere is not written. */
const withPartners = async (tx: Db, plans: readonly GivenPlan[]): Promise<WrittenPlan[]> => {
  const rows = await tx.query<{ key: string; task_id: number }>(
    `select made.play || '|' || made.moment_id as key, made.task_id
     from unnest($1::text[], $2::text[]) as wanted (customer_id, key)
     join task_reason as made on made.customer_id = wanted.customer_id and made.play || '|' || made.moment_id = wanted.key
     where made.task_id is not null`,
    [plans.map(({ plan }) => plan.jointOf?.customerId), plans.map(({ plan }) => plan.jointOf?.dedupeKey)],
  )
  const partners = new Map(rows.map(({ key, task_id }) => [key, task_id]))
  return plans.flatMap((given) => {
    const jointOf = partners.get(given.plan.jointOf?.dedupeKey ?? '')
    return jointOf === undefined ? [] : [{ ...given, jointOf }]
  })
}
