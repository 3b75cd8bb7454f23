import { type WorkingDays, workingDayAfter } from '../task/calendar.ts'

/** Why a task exists: the occurrence and the values that its sentence needs. `window_days`: how long it may not make work again. */
export type Reason = {
  readonly play: string
  readonly moment: string
  readonly moment_id: string
  readonly key: string
  readonly fired_on: string
  readonly due_on: string | null
  readonly window_days: number
  readonly values: Readonly<Record<string, unknown>>
}

/** What the conflict rule decided (S155): plays merged into the task, and the play behind which it was moved to a later day. */
export type Conflict = { readonly merged: readonly string[]; readonly deferredBehind: string | null }

/** A task that the night wants to exist; `createTasks` writes it unless the same window already has one. */
export type PlannedTask = {
  readonly customerId: string
  readonly unitId: string
  readonly ownerId: string | null
  readonly play: string
  readonly contactLabel: string
  readonly channel: string
  /** Keeps one customer, play, moment and window to one task. */
  readonly dedupeKey: string
  readonly dueOn: string
  /** First local day on which it may be worked on. */
  readonly notBeforeOn: string
  readonly valueMinor: number
  readonly urgency: number
  /** Value in major units × urgency. */
  readonly priority: number
  /** The moment's own, 0–100: who leads where worth is equal. */
  readonly momentPriority: number
  /** `owner` only where the customer has one. */
  readonly assign: 'owner' | 'pool'
  readonly maxAttempts: number
  readonly reasons: readonly Reason[]
  readonly conflict: Conflict
}

/**
 * One customer hears from us once a day on a channel. Of plans that collide, the one with the highest priority leads, of equals the one whose moment has. Those for the same hands
 * (the owner's, or the pool's) are merged into it as further reasons, so that one call speaks of all; those for other hands wait, a working day
 * further each. What was decided is kept in the task.
 */
export const settleConflicts = (
  plans: readonly PlannedTask[],
  context: { readonly today: string; readonly workingDays: WorkingDays },
): PlannedTask[] => {
  const collisions = Map.groupBy(plans, (plan) => JSON.stringify([plan.customerId, plan.channel]))
  return [...collisions.values()].flatMap((colliding) => settle(colliding, context))
}

const settle = (
  colliding: readonly PlannedTask[],
  { today, workingDays }: { today: string; workingDays: WorkingDays },
): PlannedTask[] => {
  const ranked = [...colliding].sort(byPriority)
  const hands = [...Map.groupBy(ranked, (plan) => plan.assign).values()]
  const leaders = hands.map(mergePlans)
  return leaders.map((plan, place) => {
    const before = leaders[place - 1]
    return before === undefined ? plan : deferPlan(plan, before.play, workingDayAfter(today, place, workingDays))
  })
}

const byPriority = (a: PlannedTask, b: PlannedTask): number =>
  b.priority - a.priority || b.momentPriority - a.momentPriority || (a.dedupeKey < b.dedupeKey ? -1 : 1)

/** The first leads; value, urgency and labels stay its own. The earliest due day counts. */
const mergePlans = (ranked: readonly PlannedTask[]): PlannedTask => {
  const [leader, ...others] = ranked as readonly [PlannedTask, ...PlannedTask[]]
  if (others.length === 0) return leader
  return {
    ...leader,
    dueOn: ranked.map((plan) => plan.dueOn).sort()[0] ?? leader.dueOn,
    reasons: ranked.flatMap((plan) => plan.reasons),
    conflict: { ...leader.conflict, merged: [...new Set(others.map((plan) => plan.play))] },
  }
}

export const deferPlan = (plan: PlannedTask, behind: string, day: string): PlannedTask => ({
  ...plan,
  notBeforeOn: plan.notBeforeOn > day ? plan.notBeforeOn : day,
  dueOn: plan.dueOn > day ? plan.dueOn : day,
  conflict: { ...plan.conflict, deferredBehind: behind },
})
