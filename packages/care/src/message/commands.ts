import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { judgeContacts } from '../policy/judge.ts'
import { type PolicyPack, stops } from '../policy/verdict.ts'
import type { Message, MessageState } from './message.ts'
import { findMessage } from './queries.ts'
import { idempotencyKeyOf } from './queue.ts'
import { addressOf, readReceivers } from './receiver.ts'

export type MessageDone = { readonly kind: 'done'; readonly messageId: number }

/** Cancels a message that waits, for a reason. What is on its way cannot be called back: `wrong_state`. */
export const cancelMessage = (
  store: Store,
  command: Command,
  scope: Scope,
  input: { readonly messageId: number; readonly reason: string },
): Promise<MessageDone | Refusal> =>
  runOnce(store, command, { name: 'cancelMessage', input }, async (tx) => {
    const held = await hold(tx, command, scope, input, ['waiting'])
    if (held.kind === 'refused') return held
    await settle(tx, command, { ...input, state: 'cancelled', code: 'by-hand' })
    await audit(tx, command, held.message, 'message.cancel', { reason: input.reason })
    return { kind: 'done', messageId: input.messageId }
  })

/**
 * Sends a dead message anew, once: a new message with the same text takes its place, to the address of today, and is judged like any other when it
 * leaves. Who has refused since is not written to again (`not_permitted`). Answers the id of the new one.
 */
export const resendMessage = (
  store: Store,
  command: Command,
  scope: Scope,
  pack: PolicyPack,
  input: { readonly messageId: number },
): Promise<MessageDone | Refusal> =>
  runOnce(store, command, { name: 'resendMessage', input }, async (tx) => {
    const held = await hold(tx, command, scope, input, ['dead'])
    if (held.kind === 'refused') return held
    return (await findRefusal(tx, command, pack, held.message)) ?? renew(tx, command, pack, held.message)
  })

export type SettleInput = {
  readonly messageId: number
  readonly as: 'delivered' | 'not_delivered' | 'resend'
  readonly reason: string
}

/**
 * Says what became of a message of unknown fate, for a reason: the customer has it, has it not, or has it not and is to get it (`resend`, which
 * answers the id of the message that takes its place).
 */
export const settleMessage = (
  store: Store,
  command: Command,
  scope: Scope,
  pack: PolicyPack,
  input: SettleInput,
): Promise<MessageDone | Refusal> =>
  runOnce(store, command, { name: 'settleMessage', input }, async (tx) => {
    const held = await hold(tx, command, scope, input, ['unknown'])
    if (held.kind === 'refused') return held
    const { messageId } = input
    const refusal = input.as === 'resend' ? await findRefusal(tx, command, pack, held.message) : undefined
    if (refusal !== undefined) return refusal
    if (input.as === 'delivered') await settle(tx, command, { ...input, state: 'delivered', code: null })
    else await settle(tx, command, { ...input, state: 'dead', code: 'not-delivered' })
    await audit(tx, command, held.message, 'message.settle', { as: input.as, reason: input.reason })
    return input.as === 'resend' ? renew(tx, command, pack, held.message) : { kind: 'done', messageId }
  })

type Held = { readonly kind: 'held'; readonly message: Message } | Refusal

const hold = async (
  tx: Db,
  { actor, timeZone }: Command,
  scope: Scope,
  { messageId, reason }: { readonly messageId: number; readonly reason?: string },
  states: readonly MessageState[],
): Promise<Held> => {
  if (!can(actor, 'messages.manage')) return refuse('forbidden')
  if (reason !== undefined && reason.trim() === '') return refuse('reason_required')
  await tx.query('select message_id from message where message_id = $1 for update', [messageId])
  const message = await findMessage(tx, { actor, scope, timeZone }, messageId)
  if (message === undefined) return refuse('not_found')
  if (!states.includes(message.state) || message.resent_as !== null) return refuse('wrong_state', message.state)
  return { kind: 'held', message }
}

const settle = (
  tx: Db,
  { actor, now }: Command,
  {
    messageId,
    state,
    code,
    reason,
  }: {
    readonly messageId: number
    readonly state: MessageState
    readonly code: string | null
    readonly reason: string
  },
): Promise<number> =>
  tx.execute(
    `update message set state = $2, reason = $3, reason_detail = null, settled_at = $4, settled_by = $5, settled_reason = $6,
       sent_at = case when $2 = 'delivered' then coalesce(sent_at, next_attempt_at) else sent_at end,
       delivered_at = case when $2 = 'delivered' then $4 else delivered_at end
     where message_id = $1`,
    [messageId, state, code, now, actor.userId, reason.trim()],
  )

/** What waiting does not cure. The customer's word of this instant is asked for again when the message leaves. */
const findRefusal = async (
  tx: Db,
  { now, timeZone }: Command,
  pack: PolicyPack,
  { customer_id: customerId, channel, purpose }: Message,
): Promise<Refusal | undefined> => {
  const ask = { customerId, channel, purpose, at: now }
  const [verdict] = await judgeContacts(tx, pack, [ask], { hour: false, timeZone })
  return verdict?.kind === 'refused' && stops.includes(verdict.code) ? refuse('not_permitted', verdict.code) : undefined
}

const renew = async (tx: Db, command: Command, pack: PolicyPack, old: Message): Promise<MessageDone | Refusal> => {
  const receiver = (await readReceivers(tx, [old.customer_id])).get(old.customer_id)
  if (receiver === undefined) return refuse('not_found')
  const dedupeKey = `resend|${old.message_id}`
  const [row] = await tx.query<{ message_id: number }>(
    `insert into message (customer_id, unit_id, channel, purpose, kind, template, language, play, moment, moment_id, moment_values, task_id,
       theme_id, address, subject, body, sender_name, sender_staff_id, not_before, next_attempt_at, expires_at, idempotency_key, dedupe_key,
       consent_id, pack_hash, run_id, resend_of, created_at, created_by)
     select customer_id, $2, channel, purpose, kind, template, language, play, moment, moment_id, moment_values, task_id,
       theme_id, $3, subject, body, sender_name, sender_staff_id, $4, $4, null, $5, $6,
       consent_id, pack_hash, run_id, message_id, $4, $7
     from message where message_id = $1
     returning message_id`,
    [
      old.message_id,
      receiver.unit_id,
      addressOf(pack, old.channel, receiver),
      command.now,
      idempotencyKeyOf(dedupeKey),
      dedupeKey,
      command.actor.userId,
    ],
  )
  if (row === undefined) throw new Error('The message was not written.')
  await audit(tx, command, old, 'message.resend', { anew: row.message_id })
  return { kind: 'done', messageId: row.message_id }
}

/** What was done to which message, without a word of it. */
const audit = (
  tx: Db,
  { actor, now }: Command,
  message: Message,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> =>
  recordAudit(tx, {
    at: now,
    actor: actor.userId,
    action,
    subjectKind: 'customer',
    subjectId: message.customer_id,
    detail: { message: message.message_id, ...detail },
  })
