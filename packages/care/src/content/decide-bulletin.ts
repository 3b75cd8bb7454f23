import type { Language, Pack, Template } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import type { PlannedMessage } from '../message/message.ts'
import { queueMessages } from '../message/queue.ts'
import { type Bulletin, bulletinActions, isWriter } from './bulletin.ts'
import { closingsOf } from './bulletin-purpose.ts'
import { listSubscribers, type Subscriber } from './subscription.ts'
import { auditBulletin, type BulletinDone, lockBulletin } from './write-bulletin.ts'

export type DecisionInput = {
  readonly bulletinId: number
  readonly decision: 'approve' | 'reject' | 'withdraw'
  /** Needed to reject. */
  readonly reason?: string
}

/**
 * Decides on a submitted bulletin. `approve`, by another person than the writer, hands it in the same transaction to the outbox for everybody who
 * subscribes to its category and whom the policy permits to write to (S09); `reject` gives the writer a reason; `withdraw` is the writer's own.
 */
export const decideBulletin = (
  store: Store,
  command: Command,
  pack: Pack,
  input: DecisionInput,
): Promise<BulletinDone | Refusal> =>
  runOnce(store, command, { name: 'decideBulletin', input }, async (tx) => {
    const { actor, now } = command
    const { bulletinId, decision } = input
    const bulletin = await lockBulletin(tx, command, bulletinId)
    if (bulletin === undefined) return refuse('not_found')
    if (bulletin.state !== 'submitted') return refuse('wrong_state', bulletin.state)
    if (decision === 'withdraw' && !isWriter(actor, bulletin)) return refuse('not_the_maker')
    if (decision !== 'withdraw' && isWriter(actor, bulletin)) return refuse('maker_is_checker')
    if (!bulletinActions(actor, bulletin).includes(decision)) return refuse('forbidden')
    const reason = input.reason?.trim() || null
    if (decision === 'reject' && reason === null) return refuse('reason_required')
    const sent = decision === 'approve' ? await send(tx, command, pack, bulletin) : nothingSent
    await tx.execute(
      `update bulletin set state = $2, decided_by = $3, decided_staff_id = $4, decided_at = $5, reason = $6, subscribers = $7, queued = $8,
         left_out = $9
       where bulletin_id = $1`,
      [
        bulletinId,
        stateAfter[decision],
        actor.userId,
        actor.staffId,
        now,
        reason,
        sent.subscribers,
        sent.queued,
        sent.leftOut,
      ],
    )
    await auditBulletin(tx, command, `bulletin.${decision}`, bulletinId, decision === 'approve' ? sent : {})
    return { kind: 'done', bulletinId }
  })

const stateAfter = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' } as const
const nothingSent = { subscribers: 0, queued: 0, leftOut: 0 }

const send = async (
  tx: Db,
  { actor, now, timeZone }: Command,
  pack: Pack,
  bulletin: Bulletin,
): Promise<typeof nothingSent> => {
  const closings = closingsOf(pack)
  const subscribers = await listSubscribers(tx, bulletin.category)
  const planned = subscribers.flatMap((subscriber) => {
    const closing = closings.get(subscriber.channel)
    return closing === undefined ? [] : [planFor(bulletin, subscriber, closing)]
  })
  const { queued } = await queueMessages(tx, pack, planned, { now, timeZone, createdBy: actor.userId })
  const count = queued.length
  return { subscribers: subscribers.length, queued: count, leftOut: subscribers.length - count }
}

/** The bulletin's own text, with what the template says below it: who sends and how to refuse. */
const planFor = (bulletin: Bulletin, { customer_id, language }: Subscriber, closing: Template): PlannedMessage => {
  const spoken: Language = language === 'en' && bulletin.en_body !== null ? 'en' : 'zh'
  const title = spoken === 'en' ? (bulletin.en_title ?? '') : bulletin.zh_title
  const body = spoken === 'en' ? (bulletin.en_body ?? '') : bulletin.zh_body
  const below = `${body}\n${closing.body[spoken]}`
  const hasSubject = closing.subject !== undefined
  return {
    customerId: customer_id,
    template: closing.id,
    values: {},
    dedupeKey: `bulletin|${bulletin.bulletin_id}|${customer_id}`,
    language: spoken,
    text: hasSubject ? { subject: title, body: below } : { body: `${title}\n${below}` },
  }
}
