import type { Pack } from '@tend/pack'
import { type WorkingDays, workingDayAfter } from '../task/calendar.ts'
import type { Factors } from './terms.ts'

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

/**
 * What the conflict rule decided (S155): plays merged into the task, and the play behind which it was moved to a later day. `held`: what of the contact
 * policy held it back until the day on which it may be worked on.
 */
export type Conflict = {
  readonly merged: readonly string[]
  readonly deferredBehind: string | null
  readonly held?: { readonly code: string; readonly until: string }
}

/** A task that somebody wants to exist; `createTasks` writes it unless the same window already has one, or the policy speaks against it. */
export type PlannedTask = {
  readonly customerId: string
  readonly unitId: string
  readonly ownerId: string | null
  readonly play: string
  readonly purpose: string
  readonly contactLabel: string
  readonly module: string | null
  readonly skill: string | null
  readonly channel: string
  /** Keeps one customer, play, moment and window to one task. */
  readonly dedupeKey: string
  readonly dueOn: string
  /** First local day on which it may be worked on. */
  readonly notBeforeOn: string
  readonly valueMinor: number
  readonly urgency: number
  /** 0–1; null where it is unknown. */
  readonly chance: number | null
  readonly effortMinutes: number
  readonly serviceValue: number
  readonly factors: Factors | null
  /** By the pack's formula from the terms. */
  readonly priority: number
  /** The moment's own, 0–100: who leads where worth is equal. */
  readonly momentPriority: number
  /** `owner`: the customer's own manager, else whom `chooseAssignees` finds; where it finds nobody the task goes into the pool. */
  readonly assign: 'owner' | 'pool' | 'leader'
  readonly maxAttempts: number
  readonly themeId: number | null
  /** The private customer's task beside which a company's manager gets this one (S35). */
  readonly jointOf: { readonly customerId: string; readonly dedupeKey: string } | null
  readonly reasons: readonly Reason[]
  readonly conflict: Conflict
}

export type SettleContext = {
  readonly today: string
  readonly workingDays: WorkingDays
  readonly purposes: Pack['purposes']
}

/**
 * One customer hears from us once a day on a channel. Of plans that collide, the one with the highest priority leads, of equals the one whose moment has. Those for the same hands
 * (the owner's, a leader's, or the pool's) are merged into it as further reasons, so that one call speaks of all; those for other hands wait, a working day
 * further each, and so do those that need a permission which the leader's purpose does not ask for. What was decided is kept in the task.
 */
export const settleConflicts = (plans: readonly PlannedTask[], context: SettleContext): PlannedTask[] => {
  const collisions = Map.groupBy(plans, (plan) => `${plan.channel}|${plan.customerId}`)
  return [...collisions.values()].flatMap((colliding) =>
    colliding.length === 1 ? colliding : settle(colliding, context),
  )
}

const settle = (colliding: readonly PlannedTask[], { today, workingDays, purposes }: SettleContext): PlannedTask[] => {
  const groups: [PlannedTask, ...PlannedTask[]][] = []
  for (const plan of [...colliding].sort(byPriority)) {
    const host = groups.find(
      ([leader]) => leader.assign === plan.assign && mayRide(purposes, plan.purpose, leader.purpose),
    )
    if (host === undefined) groups.push([plan])
    else host.push(plan)
  }
  const leaders = groups.map(mergePlans)
  return leaders.map((plan, place) => {
    const before = leaders[place - 1]
    return before === undefined ? plan : deferPlan(plan, before.play, workingDayAfter(today, place, workingDays))
  })
}

const byPriority = (a: PlannedTask, b: PlannedTask): number =>
  b.priority - a.priority || b.momentPriority - a.momentPriority || (a.dedupeKey < b.dedupeKey ? -1 : 1)

/**
 * Whether a reason of one purpose may be spoken of in a contact of another: of the same purpose, or always permitted. Who has withdrawn the one and
 * not the other must not hear of it in passing.
 */
export const mayRide = (purposes: Pack['purposes'], rider: string, host: string): boolean =>
  rider === host || purposes.get(rider)?.basis === 'contract'

/** The first leads; value, urgency and labels stay its own. The earliest due day counts. */
const mergePlans = (ranked: readonly [PlannedTask, ...PlannedTask[]]): PlannedTask => {
  const [leader, ...others] = ranked
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
