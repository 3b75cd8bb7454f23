import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { addDays, instantAt, localDay } from '../days.ts'
import { deferPlan, mayRide, type PlannedTask, settleConflicts } from '../play/conflict.ts'
import type { LeftOut } from '../play/work.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { Verdict } from '../policy/verdict.ts'
import { readWorkingDays, workingDayAfter } from './calendar.ts'
import { contactedToday, findCustomers, findKnownReasons, findOpenTasks, type OpenTask, reasonKey } from './existing.ts'

/** What of a pack decides about tasks. */
export type TaskPack = Pick<Pack, 'purposes' | 'channels' | 'policies' | 'work' | 'hash'>

export type PrepareContext = {
  readonly pack: TaskPack
  readonly now: Date
  readonly timeZone: string
  /** True where it is known that no occurrence made work before. */
  readonly areNew?: boolean
}

/** Besides: who writes, and what fixes the shuffled order of the pools (G25c). */
export type CreateContext = PrepareContext & { readonly runId: string; readonly seed: string }

export type Merging = { readonly plan: PlannedTask; readonly into: OpenTask }

/** What will become of planned tasks, before anything is written. */
export type PreparedTasks = {
  readonly creating: readonly PlannedTask[]
  /** Into open tasks. */
  readonly merging: readonly Merging[]
  /** Plans that went into others of their number. */
  readonly merged: number
  /** Whose occurrence made work already within its window. */
  readonly known: readonly PlannedTask[]
  readonly leftOut: readonly LeftOut[]
}

const batchPlans = 10_000

/**
 * Settles plans with what is there. Whose occurrence made work already within its window is left alone (`known`); whom the policy forbids to contact is
 * left out, unless the obstacle passes before the work is due, which only holds it back. The others are settled among themselves (`settleConflicts`),
 * then with open tasks and the day's contacts: reasons go into an open task on the channel when the same hands will work on it next; otherwise
 * the plan waits until the next working day, as it does for a customer who was contacted today. A company's task goes with the one that it stands beside.
 * What will be written bears unit and owner of the customer as they are now.
 */
export const prepareTasks = async (
  db: Db,
  plans: readonly PlannedTask[],
  context: PrepareContext,
): Promise<PreparedTasks> => {
  const { now, timeZone, pack } = context
  const today = localDay(now, timeZone)
  const workingDays = await readWorkingDays(db)
  const known: PlannedTask[] = []
  const leftOut: LeftOut[] = []
  const allowed: PlannedTask[] = []
  for (const batch of batchesOf(plans)) {
    const { fresh, old } = context.areNew ? { fresh: batch, old: [] } : await splitKnown(db, batch)
    known.push(...old)
    for (const judged of await judgePlans(db, fresh, context)) {
      if (judged.kind === 'allowed') allowed.push(judged.plan)
      else leftOut.push(judged.leftOut)
    }
  }
  const settling = withoutLonelyJoints(allowed)
  const settled = settleConflicts(settling, { today, workingDays, purposes: pack.purposes })
  const nextDay = workingDayAfter(today, 1, workingDays)
  const creating: PlannedTask[] = []
  const merging: Merging[] = []
  for (const batch of batchesOf(settled)) {
    const met = await meetExisting(db, batch, { today, nextDay, timeZone, purposes: pack.purposes })
    creating.push(...met.creating)
    merging.push(...met.merging)
  }
  return { creating, merging, merged: settling.length - settled.length, known, leftOut }
}

export const batchesOf = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / batchPlans) }, (_, index) =>
    items.slice(index * batchPlans, (index + 1) * batchPlans),
  )

const splitKnown = async (db: Db, plans: readonly PlannedTask[]) => {
  const wanted = plans.flatMap(({ customerId, reasons }) => reasons.map((reason) => ({ customerId, reason })))
  const keys = await findKnownReasons(db, wanted)
  const isKnown = (plan: PlannedTask): boolean =>
    plan.reasons.every((reason) => keys.has(reasonKey(plan.customerId, reason)))
  if (keys.size === 0) return { fresh: plans, old: [] }
  return { fresh: plans.filter((plan) => !isKnown(plan)), old: plans.filter(isKnown) }
}

type Judged =
  | { readonly kind: 'allowed'; readonly plan: PlannedTask }
  | { readonly kind: 'left_out'; readonly leftOut: LeftOut }

/** Whether each may be contacted, without the hour; what passes before the work is due holds it back. */
const judgePlans = async (
  db: Db,
  plans: readonly PlannedTask[],
  { pack, now, timeZone }: PrepareContext,
): Promise<Judged[]> => {
  if (plans.length === 0) return []
  const asks = plans.map(({ customerId, channel, purpose }) => ({ customerId, channel, purpose, at: now }))
  const verdicts = await judgeContacts(db, pack, asks, { hour: false, timeZone })
  return plans.map((plan, index) => judgedBy(plan, verdicts[index], timeZone))
}

const judgedBy = (plan: PlannedTask, verdict: Verdict | undefined, timeZone: string): Judged => {
  if (verdict?.kind === 'allowed') return { kind: 'allowed', plan }
  const code = verdict?.code ?? 'absent'
  const until = verdict?.until == null ? null : localDay(new Date(verdict.until), timeZone)
  if (until !== null && until <= plan.dueOn) return { kind: 'allowed', plan: holdPlan(plan, code, until) }
  return { kind: 'left_out', leftOut: leftOutOf(plan, code, until) }
}

const holdPlan = (plan: PlannedTask, code: string, until: string): PlannedTask => ({
  ...plan,
  notBeforeOn: plan.notBeforeOn > until ? plan.notBeforeOn : until,
  conflict: { ...plan.conflict, held: { code, until } },
})

const leftOutOf = (plan: PlannedTask, code: string, until: string | null): LeftOut => ({
  play: plan.play,
  customerId: plan.customerId,
  unitId: plan.unitId,
  momentId: plan.reasons[0]?.moment_id ?? '',
  code,
  detail: plan.channel,
  until,
})

/** A company's task stands beside another and never alone (S35). */
const withoutLonelyJoints = (plans: readonly PlannedTask[]): readonly PlannedTask[] => {
  if (!plans.some(({ jointOf }) => jointOf !== null)) return plans
  const keys = new Set(plans.map(({ dedupeKey }) => dedupeKey))
  return plans.filter(({ jointOf }) => jointOf === null || keys.has(jointOf.dedupeKey))
}

type Days = {
  readonly today: string
  readonly nextDay: string
  readonly timeZone: string
  readonly purposes: Pack['purposes']
}

const meetExisting = async (
  db: Db,
  plans: readonly PlannedTask[],
  { today, nextDay, timeZone, purposes }: Days,
): Promise<{ readonly merging: Merging[]; readonly creating: PlannedTask[] }> => {
  const customerIds = [...new Set(plans.map((plan) => plan.customerId))]
  // What lies ahead stands in nobody's way: an agreed later day, or a theme that has not begun.
  const open = await findOpenTasks(db, customerIds, instantAt(addDays(nextDay, 1), '00:00', timeZone))
  const customers = await findCustomers(db, customerIds)
  const contacted = await contactedToday(db, customerIds, instantAt(today, '00:00', timeZone))
  const merging: Merging[] = []
  const creating: PlannedTask[] = []
  for (const plan of plans) {
    const isSoon = plan.notBeforeOn <= nextDay
    const soon = isSoon ? (open.get(plan.customerId) ?? []).filter(({ channel }) => channel === plan.channel) : []
    const into = soon.find((task) => isForHandsOf(task, plan) && mayRide(purposes, plan.purpose, task.purpose))
    const behind = soon[0]?.play ?? contacted.get(JSON.stringify([plan.customerId, plan.channel]))
    if (into !== undefined) merging.push({ plan, into })
    else creating.push(movedTo(behind === undefined ? plan : deferPlan(plan, behind, nextDay), customers))
  }
  return { merging, creating }
}

const movedTo = (plan: PlannedTask, customers: Awaited<ReturnType<typeof findCustomers>>): PlannedTask => {
  const now = customers.get(plan.customerId)
  const isThere = now === undefined || (now.unitId === plan.unitId && now.ownerId === plan.ownerId)
  return isThere ? plan : { ...plan, ...now }
}

/** Work for an owner where there is none lies in the pool. */
const isForHandsOf = (task: OpenTask, plan: PlannedTask): boolean =>
  task.assign === plan.assign || (task.assign === 'pool' && plan.assign === 'owner' && plan.ownerId === null)
