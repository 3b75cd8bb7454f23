import type { Pack, SmsLength, Template } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import { can } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findCustomer } from '../party/customer.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { Verdict } from '../policy/verdict.ts'
import { type Composed, composeMessage } from './compose.ts'
import type { PlannedMessage, QueueContext } from './message.ts'
import { purposeOf, queueMessages, readSpeaker } from './queue.ts'
import { addressOf, readReceivers, type Sender } from './receiver.ts'
import { smsSizeOf } from './sms-size.ts'

/** What a person wants to write to a customer. `values` is the customer's wide row. */
export type HandWritten = Pick<PlannedMessage, 'customerId' | 'template' | 'text' | 'language' | 'notBefore'> & {
  readonly values: Readonly<Record<string, unknown>>
}

export type Preview = Composed & {
  readonly address: string | null
  readonly template: Template
  readonly purpose: string
  readonly sms: SmsLength | null
  /** With the hour: `quiet-hours` and `holiday` delay and do not forbid. */
  readonly verdict: Verdict
}

/** What a message to this customer would read like, who would sign it, and whether it may be sent; raw text, masked by the caller. Writes the audit's row. */
export const previewMessage = async (
  db: Db,
  { actor, ...at }: At & { readonly actor: Actor },
  scope: Scope,
  pack: Pack,
  input: HandWritten,
): Promise<({ readonly kind: 'done' } & Preview) | Refusal> => {
  if (!can(actor, 'customers.view')) return refuse('forbidden')
  const template = pack.templates.get(input.template)
  if (template === undefined) return refuse('unknown_template', input.template)
  if ((await findCustomer(db, scope, input.customerId)) === undefined) return refuse('not_found')
  const receiver = (await readReceivers(db, [input.customerId])).get(input.customerId)
  if (receiver === undefined) return refuse('not_found')
  const speaker = await readSpeaker(db, pack, { writer: signatureOf(actor) })
  const composed = composeMessage(pack, template, { ...input, dedupeKey: '' }, receiver, speaker)
  const ask = { customerId: input.customerId, channel: template.channel, purpose: purposeOf(pack, template) }
  const [verdict] = await judgeContacts(db, pack, [{ ...ask, at: input.notBefore ?? at.now }], {
    hour: true,
    timeZone: at.timeZone,
  })
  await recordAudit(db, {
    at: at.now,
    actor: actor.userId,
    action: 'message.preview',
    subjectKind: 'customer',
    subjectId: input.customerId,
    detail: { template: template.id },
  })
  return {
    kind: 'done',
    ...composed,
    template,
    purpose: ask.purpose,
    address: addressOf(pack, template.channel, receiver),
    sms: smsSizeOf({ ...ask, customer_id: input.customerId, ...composed }),
    verdict: verdict as Verdict,
  }
}

const signatureOf = ({ name, staffId }: Actor): Sender => ({ name, staffId })

/** Puts a person's message into the outbox. Quiet hours delay it; any other refusal of the policy, and a text that breaks the rules of its kind, refuse it. */
export const sendByHand = (
  store: Store,
  command: Command,
  scope: Scope,
  pack: Pack,
  input: HandWritten,
): Promise<{ readonly kind: 'done'; readonly messageId: number } | Refusal> =>
  runOnce(store, command, { name: 'sendByHand', input: inputOf(input) }, async (tx) => {
    const { actor, now, timeZone, key } = command
    if (!can(actor, 'messages.send')) return refuse('forbidden')
    if (!pack.templates.has(input.template)) return refuse('unknown_template', input.template)
    if ((await findCustomer(tx, scope, input.customerId)) === undefined) return refuse('not_found')
    // The customer is held, so that a consent that is withdrawn at this instant is seen, or cancels what is queued here.
    await tx.query('select customer_id from customer where customer_id = $1 for update', [input.customerId])
    const planned = { ...input, dedupeKey: `hand|${actor.userId}|${key}` }
    const context: QueueContext = {
      now,
      timeZone,
      createdBy: actor.userId,
      writer: signatureOf(actor),
    }
    const { queued, leftOut } = await queueMessages(tx, pack, [planned], context)
    const [out] = leftOut
    if (out?.reason === 'lint') return refuse('lint_failed', out.terms.join(', '))
    if (out !== undefined) return refuse('not_permitted', out.reason)
    const messageId = queued[0]?.messageId
    if (messageId === undefined) return refuse('key_reused')
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'message.send',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { message: messageId, template: input.template, is_own_text: input.text !== undefined },
    })
    return { kind: 'done', messageId }
  })

/** What a key stands for: not the wide row, which a night may change between two presses of a button. */
const inputOf = ({ customerId, template, text, language, notBefore }: HandWritten): object => ({
  customerId,
  template,
  text,
  language,
  notBefore: notBefore?.toISOString(),
})
