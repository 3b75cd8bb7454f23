import { createHash } from 'node:crypto'
import type { Db } from '@tend/store'
import { instantAt, localDay } from '../days.ts'
import { deferPlan, type PlannedTask, type Reason, settleConflicts } from '../play/conflict.ts'
import { readWorkingDays, workingDayAfter } from './calendar.ts'
import { contactedToday, findKnownReasons, findOpenTasks, type OpenTask, reasonKey } from './existing.ts'

export type CreateContext = {
  readonly runId: string
  readonly packHash: string
  /** Fixes the shuffled order of the pools (G25c). */
  readonly seed: string
  readonly now: Date
  readonly timeZone: string
}

export type CreatedTasks = {
  readonly created: number
  readonly merged: number
  readonly deferred: number
  readonly known: number
}

const batchPlans = 2_000

/**
 * Writes planned tasks in bulk. A plan whose occurrence made work already within its window is left alone (`known`). The others are settled among
 * themselves (`settleConflicts`), then with what is there: reasons go into an open task on the channel when the same hands will work on it
 * next (`merged`); otherwise the plan waits until the next working day (`deferred`), as it does for a customer who was contacted today.
 */
export const createTasks = async (
  tx: Db,
  plans: readonly PlannedTask[],
  context: CreateContext,
): Promise<CreatedTasks> => {
  const today = localDay(context.now, context.timeZone)
  const workingDays = await readWorkingDays(tx)
  const fresh: PlannedTask[] = []
  for (const batch of batchesOf(plans)) fresh.push(...(await dropKnown(tx, batch)))

  const settled = settleConflicts(fresh, { today, workingDays })
  const total = { created: 0, merged: fresh.length - settled.length, deferred: 0, known: plans.length - fresh.length }
  const nextDay = workingDayAfter(today, 1, workingDays)
  for (const batch of batchesOf(settled)) {
    const { merging, creating } = await meetExisting(tx, batch, { today, nextDay, timeZone: context.timeZone })
    await mergeInto(tx, merging, context.timeZone)
    await insertTasks(tx, creating, context)
    total.merged += merging.length
    total.created += creating.length
    total.deferred += creating.filter((plan) => plan.conflict.deferredBehind !== null).length
  }
  return total
}

const batchesOf = (plans: readonly PlannedTask[]): PlannedTask[][] =>
  Array.from({ length: Math.ceil(plans.length / batchPlans) }, (_, index) =>
    plans.slice(index * batchPlans, (index + 1) * batchPlans),
  )

const dropKnown = async (tx: Db, plans: readonly PlannedTask[]): Promise<PlannedTask[]> => {
  const known = await findKnownReasons(tx, plans)
  return plans.filter((plan) => !plan.reasons.every((reason) => known.has(reasonKey(plan.customerId, reason))))
}

type Merging = { readonly plan: PlannedTask; readonly into: OpenTask }
type Days = { readonly today: string; readonly nextDay: string; readonly timeZone: string }

const meetExisting = async (
  tx: Db,
  plans: readonly PlannedTask[],
  { today, nextDay, timeZone }: Days,
): Promise<{ merging: Merging[]; creating: PlannedTask[] }> => {
  const customerIds = plans.map((plan) => plan.customerId)
  const open = await findOpenTasks(tx, customerIds)
  const contacted = await contactedToday(tx, customerIds, instantAt(today, '00:00', timeZone))
  const merging: Merging[] = []
  const creating: PlannedTask[] = []
  for (const plan of plans) {
    // A task that is agreed for a later day stands in nobody's way.
    const soon = (open.get(plan.customerId) ?? []).filter(
      (task) => task.channel === plan.channel && localDay(new Date(task.not_before), timeZone) <= nextDay,
    )
    const into = soon.find((task) => task.assign === plan.assign)
    const behind = soon[0]?.play ?? contacted.get(JSON.stringify([plan.customerId, plan.channel]))
    if (into) merging.push({ plan, into })
    else creating.push(behind === undefined ? plan : deferPlan(plan, behind, nextDay))
  }
  return { merging, creating }
}

// The higher worth leads, with its two terms; the earlier due day counts, but no agreed or planned time is brought forward; reasons are
// added below those that are there.
const mergeInto = async (tx: Db, merging: readonly Merging[], timeZone: string): Promise<void> => {
  const rows = merging.map(({ plan, into }) => ({
    task_id: into.task_id,
    play: plan.play,
    reasons: plan.reasons,
    value: plan.valueMinor,
    urgency: plan.urgency,
    priority: plan.priority,
    due_at: instantAt(plan.dueOn, '00:00', timeZone),
  }))
  // One by one: two plans of a batch may meet in one task, and one statement changes a row once.
  for (const row of rows) {
    await tx.execute(
      `update task set
         reasons = reasons || $2::jsonb,
         conflict = jsonb_set(conflict, '{merged}', (conflict -> 'merged') || to_jsonb($3::text)),
         value = case when $6 > priority then $4 else value end,
         urgency = case when $6 > priority then $5 else urgency end,
         priority = greatest(priority, $6),
         due_at = case when appointment_at is null then least(due_at, greatest(not_before, $7)) else due_at end
       where task_id = $1`,
      [row.task_id, JSON.stringify(row.reasons), row.play, row.value, row.urgency, row.priority, row.due_at],
    )
  }
  await insertReasons(
    tx,
    merging.flatMap(({ plan, into }) =>
      plan.reasons.map((reason) => ({ ...reason, customer_id: plan.customerId, task_id: into.task_id })),
    ),
  )
}

const insertTasks = async (tx: Db, plans: readonly PlannedTask[], context: CreateContext): Promise<void> => {
  const rows = plans.map((plan) => taskRow(plan, context))
  const inserted = await tx.query<{ task_id: number; dedupe_key: string }>(
    `insert into task (customer_id, unit_id, owner_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority,
       reasons, conflict, due_at, not_before, assignee_id, shuffle, run_id, pack_hash, created_at)
     select row.customer_id, coalesce(customer.unit_id, row.unit_id), coalesce(customer.owner_id, row.owner_id), play, contact_label, channel, assign, dedupe_key, max_attempts, value,
       urgency, priority, reasons, conflict, due_at, not_before,
       case when assign = 'owner' then coalesce(customer.owner_id, row.owner_id) end, shuffle, $2, $3, $4
     from jsonb_to_recordset($1) as row (customer_id text, unit_id text, owner_id text, play text, contact_label text, channel text, assign text,
       dedupe_key text, max_attempts smallint, value bigint, urgency double precision, priority double precision, reasons jsonb, conflict jsonb,
       due_at timestamptz, not_before timestamptz, shuffle bigint)
     left join customer on customer.customer_id = row.customer_id
     on conflict (dedupe_key) do nothing
     returning task_id, dedupe_key`,
    [JSON.stringify(rows), context.runId, context.packHash, context.now],
  )
  const idOf = new Map(inserted.map((row) => [row.dedupe_key, row.task_id]))
  await insertReasons(
    tx,
    plans.flatMap((plan) => {
      const taskId = idOf.get(plan.dedupeKey)
      return taskId === undefined
        ? []
        : plan.reasons.map((reason) => ({ ...reason, customer_id: plan.customerId, task_id: taskId }))
    }),
  )
}

const taskRow = (plan: PlannedTask, { seed, timeZone }: CreateContext) => ({
  customer_id: plan.customerId,
  unit_id: plan.unitId,
  owner_id: plan.ownerId,
  play: plan.play,
  contact_label: plan.contactLabel,
  channel: plan.channel,
  assign: plan.assign,
  dedupe_key: plan.dedupeKey,
  max_attempts: plan.maxAttempts,
  value: plan.valueMinor,
  urgency: plan.urgency,
  priority: plan.priority,
  reasons: plan.reasons,
  conflict: plan.conflict,
  due_at: instantAt(plan.dueOn, '00:00', timeZone),
  not_before: instantAt(plan.notBeforeOn, '00:00', timeZone),
  shuffle: shuffleOf(seed, plan.dedupeKey),
})

/** A place in the queue that looks random and is the same after every sign-in (S163, golden B23): 48 bits of a hash. */
export const shuffleOf = (seed: string, key: string): number =>
  createHash('sha256').update(`${seed}|${key}`).digest().readUIntBE(0, 6)

const insertReasons = async (
  tx: Db,
  rows: readonly (Reason & { customer_id: string; task_id: number })[],
): Promise<void> => {
  await tx.execute(
    `insert into task_reason (customer_id, play, moment, key, fired_on, moment_id, task_id)
     select customer_id, play, moment, key, fired_on, moment_id, task_id
     from jsonb_to_recordset($1) as reason (customer_id text, play text, moment text, key text, fired_on date, moment_id text, task_id bigint)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  )
}
