/** One message as it leaves the house: rendered, addressed, judged. */
export type Outgoing = {
  readonly messageId: string
  /** The same for every attempt; a receiver that honours it takes the message once. */
  readonly idempotencyKey: string
  readonly channel: string
  readonly language: 'zh' | 'en'
  /** Phone number, e-mail address, user id at the provider; null on channels without an address. */
  readonly address: string | null
  readonly subject: string | null
  readonly body: string
  /** The person or institution that signs. */
  readonly senderName: string
  /** The page behind which the customer refuses further messages with one click; null where there is none. */
  readonly refuseUrl: string | null
}

/**
 * What the provider said. `accepted`: it has the message (`providerId` is its name for it, by which receipts come). `refused`: it will never take
 * it. `failed`: it has not taken it and may later. `unknown`: nobody can say. Reasons are short codes of ours or the provider's, without personal values.
 */
export type SendResult =
  | { readonly kind: 'accepted'; readonly providerId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }

/** What a provider reports later. `receiptId` names the report: the same one twice is one. */
export type Receipt = {
  readonly receiptId: string
  readonly providerId: string
  readonly state: 'delivered' | 'failed'
  readonly detail?: string
}

/** What a customer answers to a message: an address and a text. */
export type Reply = { readonly channel: string; readonly from: string; readonly text: string }

export type Listener = {
  /** The report counts as taken once the promise has resolved; a provider repeats what was not taken. */
  readonly onReceipt: (receipt: Receipt) => Promise<void>
  readonly onReply: (reply: Reply) => Promise<void>
}

/**
 * A way out. `send` answers and does not throw; when `signal` fires it answers soon, `unknown` where the message may have gone. `isIdempotent`: the receiver
 * honours `idempotencyKey`, so that an attempt of unknown fate may be repeated.
 */
export interface Adapter {
  readonly id: string
  /** Ids of the pack's channels that it serves. */
  readonly channels: readonly string[]
  readonly isIdempotent: boolean
  /** Messages sent side by side. */
  readonly concurrency: number
  /** Messages a second; undefined for as many as it takes. */
  readonly perSecond?: number
  send(message: Outgoing, signal: AbortSignal): Promise<SendResult>
  /** Begins to hear what the provider reports, where that comes by its own connection. */
  listen?(listener: Listener): void
  close(): Promise<void>
}

/** How an adapter is driven; what is not given is the adapter's own. */
export type Pace = { readonly concurrency?: number; readonly perSecond?: number }
