import type { Adapter, Outgoing, Pace, SendResult } from './adapter.ts'
import { readAnswer } from './read-answer.ts'

export type WebhookOptions = Pace & {
  readonly id: string
  readonly url: string
  /** Shared secret, `whsec_…` (base64) as Standard Webhooks writes it. */
  readonly secret: string
  readonly channels: readonly string[]
  readonly clock: () => Date
}

/**
 * Another system that sends for us, by HTTP: JSON, signed as Standard Webhooks, with our key in `webhook-id` and `Idempotency-Key`, which the receiver honours. It answers
 * 2xx when it has the message, with `{ "id": … }` where it has a name of its own for it.
 */
export const openWebhook = (options: WebhookOptions): Adapter => ({
  id: options.id,
  channels: options.channels,
  isIdempotent: true,
  concurrency: options.concurrency ?? 10,
  ...(options.perSecond === undefined ? {} : { perSecond: options.perSecond }),
  send: (message, signal) => post(options, message, signal),
  close: async () => {},
})

const post = async (
  { url, secret, clock }: WebhookOptions,
  message: Outgoing,
  signal: AbortSignal,
): Promise<SendResult> => {
  const { Webhook } = await import('standardwebhooks')
  const body = JSON.stringify({
    key: message.idempotencyKey,
    channel: message.channel,
    address: message.address,
    language: message.language,
    subject: message.subject,
    text: message.body,
    sender: message.senderName,
    refuseUrl: message.refuseUrl,
  })
  const now = clock()
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': message.idempotencyKey,
        'webhook-id': message.idempotencyKey,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(message.idempotencyKey, now, body),
      },
      body,
      signal,
      redirect: 'error',
    })
    return await resultOf(response, message.idempotencyKey)
  } catch (error) {
    // A connection that was refused never carried the message.
    const cause = (error as { cause?: { code?: string } }).cause?.code
    if (cause === 'ECONNREFUSED' || cause === 'ENOTFOUND') return { kind: 'failed', reason: 'not-connected' }
    return { kind: 'unknown', reason: signal.aborted ? 'timeout' : 'connection-lost' }
  }
}

/** Statuses by which a receiver asks to be tried again. */
const again: readonly number[] = [408, 425, 429]

const resultOf = async (response: Response, key: string): Promise<SendResult> => {
  const text = await readAnswer(response)
  if (response.ok) return { kind: 'accepted', providerId: idIn(text) ?? key }
  const isForGood = response.status >= 400 && response.status < 500 && !again.includes(response.status)
  return { kind: isForGood ? 'refused' : 'failed', reason: `http-${response.status}` }
}

const idIn = (text: string): string | undefined => {
  try {
    const { id } = JSON.parse(text) as { readonly id?: unknown }
    return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 200) : undefined
  } catch {
    return undefined
  }
}

/** Whether a report carries the signature of who knows the secret, and is not older than five minutes. `body` is the text as it came. */
export const isSignedBy = async (
  secret: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<boolean> => {
  const { Webhook } = await import('standardwebhooks')
  try {
    new Webhook(secret).verify(body, { ...headers })
    return true
  } catch {
    return false
  }
}
