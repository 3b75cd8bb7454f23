import {
  type AttemptResult,
  type ClaimedMessage,
  claimMessages,
  fillRefusal,
  type RefuseUrl,
  settleAttempts,
} from '@tend/care'
import type { Adapter, Outgoing, SendResult } from '@tend/channels'
import type { Pack } from '@tend/pack'
import type { Store } from '@tend/store'

export type DeliveryOptions = {
  readonly clock: () => Date
  /** Names this sender among others that work on the same outbox. */
  readonly sender: string
  /** Time that a provider has for its answer. */
  readonly sendMs: number
  /** Pauses before the second attempt, the third …; after the last one a message is given up. */
  readonly pausesMs: readonly number[]
  readonly refuseUrl?: RefuseUrl
}

export const deliveryDefaults = {
  sendMs: 30_000,
  pausesMs: [30_000, 120_000, 600_000, 1_800_000, 7_200_000],
} as const

/** What one round did. `seen` is 0 where nothing was due. */
export type Round = {
  readonly seen: number
  readonly sent: number
  readonly cancelled: number
  readonly delayed: number
}

/** The lease outlasts the provider's time by this much: to write down what it said. */
const settleMs = 30_000

/**
 * One round of one adapter: as many messages as it sends side by side are claimed and judged, sent, and what came of each is written down. A process that dies
 * in between leaves attempts without an end, which `sweepMessages` finds when their lease is over.
 */
export const deliverRound = async (
  { store, pack }: { readonly store: Store; readonly pack: Pack },
  adapter: Adapter,
  options: DeliveryOptions,
): Promise<Round> => {
  const claimed = await claimMessages(store, pack, {
    channels: adapter.channels,
    provider: adapter.id,
    sender: options.sender,
    limit: adapter.concurrency,
    leaseMs: options.sendMs + settleMs,
    now: options.clock(),
    timeZone: pack.timeZone,
  })
  const results = await Promise.all(claimed.messages.map((message) => attempt(adapter, message, options)))
  if (results.length > 0)
    await settleAttempts(store, results, {
      provider: adapter.id,
      retry: { pausesMs: options.pausesMs, isIdempotent: adapter.isIdempotent },
      now: options.clock(),
    })
  return { seen: claimed.seen, sent: results.length, cancelled: claimed.cancelled, delayed: claimed.delayed }
}

const attempt = async (
  adapter: Adapter,
  message: ClaimedMessage,
  { sendMs, refuseUrl }: DeliveryOptions,
): Promise<AttemptResult> => {
  const time = new AbortController()
  const timer = setTimeout(() => time.abort(), sendMs)
  try {
    const result = await adapter.send(outgoingOf(message, refuseUrl), time.signal)
    return { message_id: message.message_id, attempt: message.attempt, ...outcomeOf(result) }
  } catch {
    // An adapter that throws has a fault of its own: what it did before that nobody knows.
    return { message_id: message.message_id, attempt: message.attempt, outcome: 'unknown', reason: 'adapter-fault' }
  } finally {
    clearTimeout(timer)
  }
}

const outgoingOf = (message: ClaimedMessage, refuseUrl: RefuseUrl | undefined): Outgoing => ({
  messageId: String(message.message_id),
  idempotencyKey: message.idempotency_key,
  channel: message.channel,
  language: message.language,
  address: message.address,
  subject: message.subject,
  body: fillRefusal(message.body, message, refuseUrl),
  senderName: message.sender_name,
  refuseUrl:
    refuseUrl?.({ customerId: message.customer_id, purpose: message.purpose, channel: message.channel }) ?? null,
})

const outcomeOf = (result: SendResult): Pick<AttemptResult, 'outcome' | 'reason' | 'provider_id'> =>
  result.kind === 'accepted'
    ? { outcome: 'accepted', provider_id: result.providerId }
    : { outcome: result.kind, reason: result.reason }
