import type { Db } from '@tend/store'
import { localDay } from '../days.ts'
import type { PlannedTask } from '../play/conflict.ts'
import { type ChooseContext, chooseAssignees, openRoom, type Room } from './choose.ts'
import { type PlannedRows, plannedRowsOf } from './planned-rows.ts'
import type { CreateContext } from './prepare.ts'

/** `assigneeId` is null where it lies in its unit's pool. */
export type GivenPlan = { readonly plan: PlannedTask; readonly assigneeId: string | null }

/** Settled tasks with whom they go to. */
export type GivenOut = {
  readonly alone: PlannedRows
  /** Of companies: each stands beside another, which the table has to name (S35). */
  readonly joint: readonly GivenPlan[]
}

export const roomContextOf = ({ seed, now, timeZone, pack }: CreateContext): ChooseContext => ({
  seed,
  today: localDay(now, timeZone),
  minutesPerDay: pack.work.minutesPerDay,
})

/** Gives tasks out, the worthiest first, so that they meet the most room (`chooseAssignees`). Only reads. */
export const giveOut = async (
  db: Db,
  plans: readonly PlannedTask[],
  context: CreateContext,
  room?: Room,
): Promise<GivenOut> => {
  const ranked = plans.toSorted((a, b) => b.priority - a.priority)
  const given = await assign(db, ranked, context, room)
  const alone = given.filter(({ plan }) => plan.jointOf === null)
  return {
    alone: plannedRowsOf(
      alone.map((each) => ({ ...each, jointOf: null })),
      context,
    ),
    joint: given.filter(({ plan }) => plan.jointOf !== null),
  }
}

const assign = async (
  db: Db,
  plans: readonly PlannedTask[],
  context: CreateContext,
  room: Room | undefined,
): Promise<readonly GivenPlan[]> => {
  const asked = plans.flatMap((plan, index) => (plan.assign === 'pool' ? [] : [{ plan, assign: plan.assign, index }]))
  const found = plans.map((): string | null => null)
  if (asked.length > 0) {
    const choices = await chooseAssignees(
      db,
      asked.map(({ plan, assign }) => ({
        customerId: plan.customerId,
        unitId: plan.unitId,
        ownerId: plan.ownerId,
        assign,
        skill: plan.skill,
        effortMinutes: plan.effortMinutes,
        day: plan.notBeforeOn,
        unowned: context.pack.channels.get(plan.channel)?.isInPerson ? 'people' : context.pack.work.unowned,
      })),
      room ?? (await openRoom(db, roomContextOf(context))),
    )
    for (const [place, { index }] of asked.entries()) found[index] = choices[place]?.staffId ?? null
  }
  return plans.map((plan, index) => ({ plan, assigneeId: found[index] ?? null }))
}
