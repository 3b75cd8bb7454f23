import type { Benefit, Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import type { At } from '../command.ts'
import { addDays, localDay } from '../days.ts'

export type BenefitOrder = {
  readonly customerId: string
  /** An id of `pack.benefits`. */
  readonly benefit: string
  readonly play?: string | undefined
  readonly moment?: string | undefined
  readonly taskId?: number | undefined
  /** The same key makes one grant, ever. A play's is `<play>|<moment_id>`. */
  readonly dedupeKey?: string | undefined
}

/** `by`: a user id, or `system` for the night; `staffId` the person behind it, where the caller knows it. */
export type BenefitContext = At & {
  readonly pack: Pick<Pack, 'benefits' | 'currency'>
  readonly by: string
  readonly staffId?: string | null
}

export type BenefitsOffered = {
  readonly grantIds: readonly number[]
  /** Orders that the limit of the year left out (G72), each with its customer. */
  readonly overLimit: readonly { readonly customerId: string; readonly benefit: string }[]
}

/**
 * Offers benefits in the caller's transaction, all in a few statements. What was offered or given counts against `perYear` of the local year, what
 * was refused or has expired does not; what would go over is left out and named (G72). Customers are locked in the order of their ids. Customers
 * who are not there, and keys that were used before, are passed over; a benefit that the pack does not define is an error.
 */
export const offerBenefits = async (
  tx: Db,
  context: BenefitContext,
  orders: readonly BenefitOrder[],
): Promise<BenefitsOffered> => {
  if (orders.length === 0) return { grantIds: [], overLimit: [] }
  const today = localDay(context.now, context.timeZone)
  const rows = orders.map((order, ordinal) => ({ ...rowOf(context, order, today), ordinal }))
  const customerIds = [...new Set(orders.map((order) => order.customerId))].sort()
  await tx.query(
    'select customer_id from customer where customer_id = any($1::text[]) order by customer_id for no key update',
    [customerIds],
  )
  const found = await tx.query<{ grant_id: number | null; customer_id: string; benefit: string }>(insertGrants, [
    JSON.stringify(rows),
    context.now,
    context.by,
    Number(today.slice(0, 4)),
    today,
    context.staffId ?? null,
  ])
  return {
    grantIds: found.flatMap((row) => (row.grant_id === null ? [] : [row.grant_id])),
    overLimit: found.flatMap((row) =>
      row.grant_id === null ? [{ customerId: row.customer_id, benefit: row.benefit }] : [],
    ),
  }
}

/** One benefit: its grant, `over_limit`, or undefined where its key was used before. */
export const offerBenefit = async (
  tx: Db,
  context: BenefitContext,
  order: BenefitOrder,
): Promise<number | 'over_limit' | undefined> => {
  const { grantIds, overLimit } = await offerBenefits(tx, context, [order])
  return overLimit.length > 0 ? 'over_limit' : grantIds[0]
}

const rowOf = ({ pack }: BenefitContext, order: BenefitOrder, today: string) => {
  const benefit = benefitOf(pack, order.benefit)
  return {
    customer_id: order.customerId,
    benefit: benefit.id,
    cost: Math.round(benefit.cost * 10 ** pack.currency.decimals),
    per_year: benefit.perYear,
    needs_approval: benefit.needsApproval,
    expires_on: addDays(today, benefit.validityDays),
    task_id: order.taskId ?? null,
    play: order.play ?? null,
    moment: order.moment ?? null,
    dedupe_key: order.dedupeKey ?? null,
  }
}

const benefitOf = (pack: BenefitContext['pack'], id: string): Benefit => {
  const benefit = pack.benefits.get(id)
  if (benefit === undefined) throw new Error(`The pack does not define the benefit ${id}.`)
  return benefit
}

// Of several orders for one customer and benefit the first ones are counted first.
const insertGrants = `
  with wanted as (
    select ordered.*, customer.unit_id,
      row_number() over (partition by ordered.customer_id, ordered.benefit order by ordinal) + (
        select count(*) from benefit_grant as earlier
        where earlier.customer_id = ordered.customer_id and earlier.benefit = ordered.benefit and year = $4
        and (state = 'given' or (state = 'offered' and earlier.expires_on >= $5))
      ) as place
    from jsonb_to_recordset($1) as ordered (ordinal integer, customer_id text, benefit text, cost bigint, per_year integer, needs_approval boolean,
      expires_on date, task_id bigint, play text, moment text, dedupe_key text)
    join customer on customer.customer_id = ordered.customer_id and customer.is_present
    where not exists (select from benefit_grant as earlier where earlier.dedupe_key = ordered.dedupe_key)
  ), granted as (
    insert into benefit_grant (customer_id, unit_id, benefit, cost, year, needs_approval, offered_at, offered_by, offered_staff_id, expires_on, task_id, play, moment,
      dedupe_key)
    select customer_id, unit_id, benefit, cost, $4, needs_approval, $2, $3, coalesce($6, (select staff_id from app_user where id = $3)), expires_on, task_id, play, moment, dedupe_key
    from wanted where place <= per_year
    on conflict (dedupe_key) do nothing
    returning grant_id, customer_id, benefit
  )
  select grant_id, customer_id, benefit from granted
  union all
  select null, customer_id, benefit from wanted where place > per_year`
