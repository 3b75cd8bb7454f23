import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { offerBenefits } from '../benefit/offer.ts'
import type { CarryContext } from './carry-out.ts'
import { type LeftOut, leftOutOf, type PlannedWork } from './work.ts'

type Given = {
  readonly grantIds: readonly number[]
  /** Keys of the works that gave one. */
  readonly keys: readonly string[]
  readonly leftOut: readonly LeftOut[]
}

/** Offers the benefits of works within their limits; a work of which one is over its limit gives none. */
export const giveBenefits = async (
  tx: Db,
  pack: Pack,
  works: readonly PlannedWork[],
  { now, timeZone, by }: CarryContext,
): Promise<Given> => {
  const giving = works.filter(({ benefits }) => benefits.length > 0)
  const orders = giving.flatMap((work) =>
    work.benefits.map((benefit) => ({
      customerId: work.customerId,
      benefit,
      play: work.play,
      moment: work.reason.moment,
      dedupeKey: `${work.key}|${benefit}`,
    })),
  )
  const { grantIds, overLimit } = await offerBenefits(tx, { pack, now, timeZone, by }, orders)
  const isOver = new Set(overLimit.map(({ customerId, benefit }) => `${customerId}|${benefit}`))
  const leftOut = giving.flatMap((work) =>
    work.benefits.flatMap((benefit) =>
      isOver.has(`${work.customerId}|${benefit}`) ? [leftOutOf(work, 'limit', benefit)] : [],
    ),
  )
  const refused = new Set(leftOut.map(({ play, momentId }) => `${play}|${momentId}`))
  return { grantIds, keys: giving.flatMap(({ key }) => (refused.has(key) ? [] : key)), leftOut }
}

/** A benefit is told of in the task of its play, where there is one. */
export const tieBenefits = async (tx: Db, grantIds: readonly number[]): Promise<void> => {
  if (grantIds.length === 0) return
  await tx.execute(
    `update benefit_grant set task_id = made.task_id
     from task_reason as made
     where grant_id = any($1) and made.task_id is not null
     and made.customer_id = benefit_grant.customer_id and made.play = benefit_grant.play
     and made.play || '|' || made.moment_id || '|' || benefit = benefit_grant.dedupe_key`,
    [grantIds],
  )
}
