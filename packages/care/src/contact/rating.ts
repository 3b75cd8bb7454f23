import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { addDays, instantAt, localDay } from '../days.ts'
import { lockCustomer } from './lock.ts'

/** What a customer thinks of the manager (S30): 1 very dissatisfied … 5 very satisfied. */
export type Score = 1 | 2 | 3 | 4 | 5

/** The link is good for two weeks: long enough for a letter, short enough that it does not lie about. */
const linkDays = 14

export type RatingInput = { readonly customerId: string; readonly score: Score; readonly comment?: string | undefined }

/**
 * Takes down what the customer thinks of their manager. Never by that manager: who is rated neither gives nor reads it, so the audit holds no score
 * either. A customer without a manager has nobody to rate (`unknown_staff`).
 */
export const rateManager = (
  store: Store,
  command: Command,
  input: RatingInput,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'rateManager', input }, async (tx) => {
    const rated = await ratedBy(tx, command, input.customerId)
    if (rated.kind === 'refused') return rated
    await insertRating(tx, { ...input, ...rated, way: 'person', takenBy: command.actor.userId, now: command.now })
    await auditRating(tx, command, 'rating.take', input.customerId)
    return { kind: 'done' }
  })

/** Makes a link, good once, by which the customer rates the manager alone; only the token's hash is kept. Not for the manager to make either. */
export const createRatingLink = (
  store: Store,
  command: Command,
  input: { readonly customerId: string; readonly tokenHash: string },
): Promise<{ readonly kind: 'done'; readonly expiresAt: string } | Refusal> =>
  runOnce(store, command, { name: 'createRatingLink', input }, async (tx) => {
    const { actor, now, timeZone } = command
    const rated = await ratedBy(tx, command, input.customerId)
    if (rated.kind === 'refused') return rated
    const expiresAt = instantAt(addDays(localDay(now, timeZone), linkDays + 1), '00:00', timeZone)
    await tx.execute(
      'insert into rating_link (token_hash, customer_id, staff_id, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
      [input.tokenHash, input.customerId, rated.staffId, actor.userId, now, expiresAt],
    )
    await auditRating(tx, command, 'rating.link', input.customerId)
    return { kind: 'done', expiresAt: expiresAt.toISOString() }
  })

type Rated = { readonly kind: 'rated'; readonly staffId: string; readonly unitId: string }

const ratedBy = async (tx: Db, command: Command, customerId: string): Promise<Rated | Refusal> => {
  const { actor } = command
  if (!can(actor, 'contacts.record')) return refuse('forbidden')
  const customer = await lockCustomer(tx, command, customerId)
  if (customer === undefined) return refuse('not_found')
  if (customer.owner_id === null) return refuse('unknown_staff')
  if (customer.owner_id === actor.staffId) return refuse('forbidden')
  return { kind: 'rated', staffId: customer.owner_id, unitId: customer.unit_id }
}

type NewRating = RatingInput & {
  readonly staffId: string
  readonly unitId: string
  readonly way: 'person' | 'link'
  readonly linkId?: number
  readonly takenBy: string | null
  readonly now: Date
}

const insertRating = (tx: Db, rating: NewRating): Promise<number> =>
  tx.execute(
    `insert into rating (customer_id, staff_id, unit_id, score, comment, way, link_id, taken_by, given_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      rating.customerId,
      rating.staffId,
      rating.unitId,
      rating.score,
      rating.comment?.trim() || null,
      rating.way,
      rating.linkId ?? null,
      rating.takenBy,
      rating.now,
    ],
  )

const auditRating = (tx: Db, { actor, now }: Command, action: string, customerId: string): Promise<void> =>
  recordAudit(tx, { at: now, actor: actor.userId, action, subjectKind: 'customer', subjectId: customerId })

/** What a customer is shown behind a link: whom it is about, and nothing of themselves. */
export type RatingLink = { readonly manager_name: string; readonly unit_name: string; readonly expires_at: string }

/** Undefined once it was used, has expired, or is none of ours: the three read alike. */
export const findRatingLink = async (db: Db, tokenHash: string, now: Date): Promise<RatingLink | undefined> => {
  const [link] = await db.query<RatingLink>(
    `select coalesce(staff.name, rating_link.staff_id) as manager_name, coalesce(org_unit.name, customer.unit_id) as unit_name, expires_at
     from rating_link
     join customer using (customer_id)
     left join staff on staff.staff_id = rating_link.staff_id
     left join org_unit on org_unit.unit_id = customer.unit_id
     where token_hash = $1 and used_at is null and expires_at > $2`,
    [tokenHash, now],
  )
  return link
}

/** The customer's own answer; a link counts once, whoever is first. */
export const answerRatingLink = (
  store: Store,
  at: Pick<At, 'now'>,
  input: { readonly tokenHash: string; readonly score: Score; readonly comment?: string | undefined },
): Promise<{ readonly kind: 'done' } | Refusal> =>
  store.transaction(async (tx) => {
    const [link] = await tx.query<{ link_id: number; customer_id: string; staff_id: string; unit_id: string }>(
      `update rating_link set used_at = $2 from customer
       where token_hash = $1 and used_at is null and expires_at > $2 and customer.customer_id = rating_link.customer_id
       returning link_id, rating_link.customer_id, staff_id, unit_id`,
      [input.tokenHash, at.now],
    )
    if (link === undefined) return refuse('not_found')
    const { link_id: linkId, customer_id: customerId, staff_id: staffId, unit_id: unitId } = link
    const { score, comment } = input
    await insertRating(tx, { customerId, staffId, unitId, linkId, score, comment, way: 'link', takenBy: null, ...at })
    await recordAudit(tx, {
      at: at.now,
      actor: 'customer',
      action: 'rating.answer',
      subjectKind: 'customer',
      subjectId: customerId,
    })
    return { kind: 'done' }
  })
