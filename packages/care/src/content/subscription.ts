import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { nothingStopped } from '../consent/consent.ts'
import { insertConsent } from '../consent/insert.ts'
import { stopContacts } from '../consent/stop.ts'
import { lockCustomer } from '../contact/lock.ts'
import { type BulletinPack, bulletinPurpose, closingsOf } from './bulletin-purpose.ts'

/** A category that a customer receives, by which channel, and since when. */
export type Subscription = { readonly category: string; readonly channel: string; readonly at: string }

export type SubscriptionInput = {
  readonly customerId: string
  /** The whole of what the customer wants; none ends all. */
  readonly categories: readonly string[]
  /** Needed where there are categories. */
  readonly channel?: string
  /** The version of the words that were read out or shown; needed where there are categories. */
  readonly textVersion?: string
  readonly how: string
  readonly proof?: string
}

// The latest row of a category counts.
const latest = `
  select distinct on (customer_id, category) customer_id, category, channel, state, at
  from subscription
  where $1::text is null or customer_id = $1
  order by customer_id, category, subscription_id desc`

/** What the customer receives, by category. The caller has checked the scope. */
export const readSubscriptions = (db: Db, customerId: string): Promise<Subscription[]> =>
  db.query<Subscription>(
    `select category, channel, at from (${latest}) as latest where state = 'on' order by category`,
    [customerId],
  )

/** Customers who are delivered and subscribe, by category. */
export const countSubscribers = async (db: Db): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.query<{ category: string; subscribers: number }>(
    `select category, count(*)::int as subscribers from (${latest}) as latest join customer using (customer_id)
     where state = 'on' and is_present group by category`,
    [null],
  )
  return new Map(rows.map(({ category, subscribers }) => [category, subscribers]))
}

export type Subscriber = { readonly customer_id: string; readonly channel: string; readonly language: string | null }

/** Customers who are delivered and subscribe to the category, in the order of their ids. */
export const listSubscribers = (db: Db, category: string): Promise<Subscriber[]> =>
  db.query<Subscriber>(
    `select customer_id, channel, contact_points ->> 'language' as language
     from (select distinct on (customer_id) customer_id, channel, state from subscription where category = $1
           order by customer_id, subscription_id desc) as latest
     join customer using (customer_id)
     where state = 'on' and is_present
     order by customer_id`,
    [category],
  )

export type SubscriptionsDone = { readonly kind: 'done'; readonly categories: readonly string[] }

/**
 * Sets the categories that a customer receives and records in the same transaction the consent that they rest on: given for the channel with the words in
 * force, or, without a category, withdrawn, which cancels what waits (S09, X02). A category that stays keeps the day on which it began.
 */
export const setSubscriptions = (
  store: Store,
  command: Command,
  pack: BulletinPack,
  input: SubscriptionInput,
): Promise<SubscriptionsDone | Refusal> =>
  runOnce(store, command, { name: 'setSubscriptions', input }, async (tx) => {
    const { actor } = command
    if (!can(actor, 'consents.record')) return refuse('forbidden')
    const wanted = [...new Set(input.categories)].sort()
    const problem = checkWanted(pack, wanted, input)
    if (problem) return problem
    if ((await lockCustomer(tx, command, input.customerId)) === undefined) return refuse('not_found')
    const before = await readSubscriptions(tx, input.customerId)
    if (wanted.length === 0 && before.length === 0) return refuse('unchanged')
    const consentId = await writeConsent(tx, command, pack, wanted, input)
    const changes = [
      ...before.filter(({ category }) => !wanted.includes(category)).map((one) => ({ ...one, state: 'off' })),
      ...wanted.flatMap((category) => {
        const channel = input.channel ?? ''
        const isKept = before.some((one) => one.category === category && one.channel === channel)
        return isKept ? [] : [{ category, channel, state: 'on' }]
      }),
    ]
    await tx.execute(
      `insert into subscription (customer_id, category, channel, state, at, recorded_by, consent_id)
       select $1, category, channel, state, $3, $4, $5
       from jsonb_to_recordset($2) as change (category text, channel text, state text) order by category`,
      [input.customerId, JSON.stringify(changes), command.now, actor.userId, consentId],
    )
    const dropped = before.flatMap(({ category }) => (wanted.includes(category) ? [] : [category]))
    await cancelBulletins(tx, command, input.customerId, dropped)
    await settle(tx, command, pack, wanted, { ...input, consentId })
    return { kind: 'done', categories: wanted }
  })

/** What waits of a category that the customer left does not go out, though the consent to the others stands. */
const cancelBulletins = (
  tx: Db,
  { now }: Command,
  customerId: string,
  categories: readonly string[],
): Promise<number> =>
  tx.execute(
    `update message set state = 'cancelled', reason = 'no-consent', settled_at = $3, settled_by = 'system'
     from bulletin
     where customer_id = $1 and message.state = 'waiting' and category = any($2)
     and dedupe_key = 'bulletin|' || bulletin_id || '|' || customer_id`,
    [customerId, categories, now],
  )

const checkWanted = (
  pack: BulletinPack,
  wanted: readonly string[],
  { channel, textVersion, how }: SubscriptionInput,
): Refusal | undefined => {
  if (how.trim() === '') return refuse('invalid_value', 'how')
  const purpose = pack.purposes.get(bulletinPurpose)
  if (purpose === undefined) return refuse('unknown_purpose', bulletinPurpose)
  const unknown = wanted.find((category) => !pack.bulletins.has(category))
  if (unknown !== undefined) return refuse('invalid_value', unknown)
  if (wanted.length === 0) return undefined
  if (channel === undefined || !closingsOf(pack).has(channel)) return refuse('unknown_channel', channel ?? '')
  if (textVersion === undefined) return refuse('invalid_value', 'textVersion')
  return textVersion === purpose.consentVersion ? undefined : refuse('content_differs', textVersion)
}

const writeConsent = (
  tx: Db,
  { actor, now }: Command,
  pack: BulletinPack,
  wanted: readonly string[],
  input: SubscriptionInput,
): Promise<number> => {
  const isGiven = wanted.length > 0
  return insertConsent(tx, {
    customerId: input.customerId,
    purpose: bulletinPurpose,
    channel: isGiven ? (input.channel ?? null) : null,
    state: isGiven ? 'given' : 'withdrawn',
    textVersion: isGiven ? (pack.purposes.get(bulletinPurpose)?.consentVersion ?? null) : null,
    at: now,
    recordedAt: now,
    how: input.how,
    takenBy: actor.userId,
    staffId: actor.staffId,
    proof: input.proof?.trim() || null,
    source: 'tend',
  })
}

const settle = async (
  tx: Db,
  command: Command,
  pack: BulletinPack,
  wanted: readonly string[],
  { customerId, channel, how, consentId }: SubscriptionInput & { readonly consentId: number },
): Promise<void> => {
  const stopped = wanted.length === 0 ? await stopContacts(tx, pack, [customerId], command) : nothingStopped
  await recordAudit(tx, {
    at: command.now,
    actor: command.actor.userId,
    action: 'subscription.set',
    subjectKind: 'customer',
    subjectId: customerId,
    detail: { categories: wanted, channel: channel ?? null, how, consent: consentId, ...stopped },
  })
}
