import type { Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import { can } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Refusal, refuse } from '../command.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import type { Message } from './message.ts'
import { findMessage } from './queries.ts'
import { refusesByAnswer } from './refuse.ts'
import { type TakenReply, takeReply } from './reply.ts'

/** The adapter that takes messages and sends none: nobody has them who could answer. */
const simulator = 'simulator'

/** Whether this person may answer in the customer's place: a message that nobody got, of a channel on which answers come, and a person who may write down what customers say. */
export const isAnswerable = (actor: Actor, message: Pick<Message, 'provider' | 'sent_at' | 'channel'>): boolean =>
  can(actor, 'messages.view') &&
  can(actor, 'consents.record') &&
  message.provider === simulator &&
  message.sent_at !== null &&
  refusesByAnswer(message.channel)

/** Answers a simulated message as its customer would, and takes the answer as an operator's would be taken (`takeReply`). The audit says who played the customer. `wrong_state` for a message that really went out. */
export const answerAsCustomer = async (
  store: Store,
  { actor, ...at }: At & { readonly actor: Actor },
  scope: Scope,
  pack: PolicyPack & Pick<Pack, 'outcomes'>,
  { messageId, text }: { readonly messageId: number; readonly text: string },
): Promise<{ readonly kind: 'done'; readonly taken: TakenReply } | Refusal> => {
  if (!can(actor, 'consents.record')) return refuse('forbidden')
  const message = await findMessage(store, { actor, scope, timeZone: at.timeZone }, messageId)
  if (message === undefined) return refuse('not_found')
  if (!isAnswerable(actor, message)) return refuse('wrong_state', message.state)
  const { channel, address } = message
  await recordAudit(store, {
    at: at.now,
    actor: actor.userId,
    action: 'message.answer',
    subjectKind: 'customer',
    subjectId: message.customer_id,
    detail: { message: messageId, channel },
  })
  return { kind: 'done', taken: await takeReply(store, pack, at, { channel, from: address ?? '', text }) }
}
