import type { Pdu, Session } from 'smpp'
import type { Adapter, Listener, Outgoing, Pace, Receipt, SendResult } from './adapter.ts'
import { type SmsPart, splitSms } from './sms-parts.ts'
import { answerOrAbort } from './when-aborted.ts'

export type SmppOptions = Pace & {
  /** `smpp://system-id:password@host:2775`, or `ssmpp://…` for TLS. */
  readonly url: string
  /** Number or name that the customer sees as the sender. */
  readonly from: string
  readonly channels: readonly string[]
  /** Pause before a connection that broke is made anew to hear receipts; five seconds without it. */
  readonly reconnectMs?: number
}

type Bound = { readonly session: Session; readonly pending: Set<(result: SendResult) => void> }

/**
 * Text messages through an operator's SMPP centre: one connection, bound as transceiver, made anew when it breaks. A long text goes as joined parts and
 * its receipt is that of the last one. A connection that breaks with messages unanswered leaves them `unknown`.
 */
export const openSmpp = (options: SmppOptions): Adapter => {
  let bound: Promise<Bound> | undefined
  let listener: Listener | undefined
  let reference = 0
  let isClosed = false
  let retry: NodeJS.Timeout | undefined
  const connect = (): Promise<Bound> => {
    if (bound !== undefined) return bound
    const opened = bind(options, () => listener)
    bound = opened
    opened.then(
      ({ session }) => session.on('close', () => forget(opened)),
      () => forget(opened),
    )
    return opened
  }
  const forget = (closed: Promise<Bound>): void => {
    if (bound !== closed) return
    bound = undefined
    // Receipts come although nothing is sent.
    if (listener !== undefined && !isClosed)
      retry = setTimeout(() => connect().catch(() => {}), options.reconnectMs ?? 5_000).unref()
  }
  return {
    id: 'smpp',
    channels: options.channels,
    isIdempotent: false,
    concurrency: options.concurrency ?? 10,
    ...(options.perSecond === undefined ? {} : { perSecond: options.perSecond }),
    send: (message, signal) => {
      reference += 1
      return answerOrAbort(submit(connect, options, message, splitSms(message.body, reference)), signal, {
        kind: 'unknown',
        reason: 'timeout',
      })
    },
    listen: (given) => {
      listener = given
      connect().catch(() => {})
    },
    close: async () => {
      isClosed = true
      clearTimeout(retry)
      const open = await bound?.catch(() => undefined)
      if (open !== undefined) await new Promise<void>((resolve) => open.session.destroy(resolve))
    },
  }
}

const bind = async ({ url, ...options }: SmppOptions, listener: () => Listener | undefined): Promise<Bound> => {
  const { default: smpp } = await import('smpp')
  const { username, password } = new URL(url)
  const session = smpp.connect({ url, auto_enquire_link_period: 30_000 })
  const pending = new Set<(result: SendResult) => void>()
  session.on('deliver_sm', (pdu) => void hear(session, pdu, options.channels[0] ?? 'sms', listener()))
  session.on('enquire_link', (pdu) => void session.send(pdu.response()))
  return new Promise<Bound>((resolve, reject) => {
    session.on('error', (error) => reject(error))
    session.on('close', () => {
      reject(new Error('closed'))
      for (const answer of pending) answer({ kind: 'unknown', reason: 'connection-lost' })
    })
    const start = (): void => {
      const credentials = { system_id: decodeURIComponent(username), password: decodeURIComponent(password) }
      session.bind_transceiver(credentials, ({ command_status }) => {
        if (command_status === 0) return resolve({ session, pending })
        session.destroy()
        reject(new Error(`bind refused: ${command_status}`))
      })
    }
    session.on(url.startsWith('ssmpp:') ? 'secureConnect' : 'connect', start)
  })
}

const submit = async (
  connect: () => Promise<Bound>,
  options: SmppOptions,
  { address }: Outgoing,
  parts: readonly SmsPart[],
): Promise<SendResult> => {
  let open: Bound
  try {
    open = await connect()
  } catch {
    return { kind: 'failed', reason: 'not-connected' }
  }
  let result: SendResult = { kind: 'failed', reason: 'nothing-to-send' }
  for (const [index, part] of parts.entries()) {
    result = await submitPart(open, options, address ?? '', part, index === parts.length - 1)
    if (result.kind === 'accepted') continue
    // The customer has the parts before this one: to send them again would not mend it.
    return index === 0 ? result : { kind: 'unknown', reason: `part-${index + 1}-${result.reason}` }
  }
  return result
}

const international = 1
const isdn = 1
const joinedParts = 0x40

const submitPart = (
  { session, pending }: Bound,
  { from }: SmppOptions,
  address: string,
  { coding, udh, content }: SmsPart,
  isLast: boolean,
): Promise<SendResult> =>
  new Promise((resolve) => {
    const answer = (result: SendResult): void => {
      pending.delete(answer)
      resolve(result)
    }
    pending.add(answer)
    const isSent = session.submit_sm(
      {
        source_addr: from,
        destination_addr: address.replace(/^\+|[ -]/g, ''),
        ...(address.startsWith('+') ? { dest_addr_ton: international, dest_addr_npi: isdn } : {}),
        data_coding: coding,
        registered_delivery: isLast ? 1 : 0,
        esm_class: udh === null ? 0 : joinedParts,
        short_message: udh === null ? content : { udh, message: content },
      },
      (pdu) => answer(resultOf(pdu)),
    )
    if (!isSent) answer({ kind: 'failed', reason: 'not-connected' })
  })

/** Wrong length, wrong number, wrong kind of number, cannot be delivered: another try meets the same. */
const forGood: readonly number[] = [0x01, 0x0b, 0x40, 0x50, 0x51, 0xfe]

const resultOf = ({ command_status, message_id }: Pdu): SendResult => {
  if (command_status === 0) return { kind: 'accepted', providerId: message_id ?? '' }
  return { kind: forGood.includes(command_status) ? 'refused' : 'failed', reason: `smpp-${command_status}` }
}

const isReceipt = (pdu: Pdu): boolean => ((pdu.esm_class ?? 0) & 0x3c) === 0x04

/** The centre repeats what is not answered with success: so it is answered once it has been written down. */
const hear = async (session: Session, pdu: Pdu, channel: string, listener: Listener | undefined): Promise<void> => {
  const text = String(pdu.short_message?.message ?? '')
  try {
    if (listener === undefined) throw new Error('nobody listens')
    const receipt = isReceipt(pdu) ? readReceipt(pdu, text) : undefined
    if (receipt !== undefined) await listener.onReceipt(receipt)
    else if (!isReceipt(pdu)) await listener.onReply({ channel, from: pdu.source_addr ?? '', text })
    session.send(pdu.response())
  } catch {
    session.send(pdu.response({ command_status: 0x08 }))
  }
}

const states: Readonly<Record<string, Receipt['state']>> = {
  DELIVRD: 'delivered',
  EXPIRED: 'failed',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
}
const stateNames = ['', 'ENROUTE', 'DELIVRD', 'EXPIRED', 'DELETED', 'UNDELIV', 'ACCEPTD', 'UNKNOWN', 'REJECTD'] as const

/** Undefined for reports in between (en route, accepted), which settle nothing. */
const readReceipt = (pdu: Pdu, text: string): Receipt | undefined => {
  const providerId = pdu.receipted_message_id ?? /\bid:(\S+)/.exec(text)?.[1]
  const stated = /\bstat:(\w+)/.exec(text)?.[1] ?? stateNames[pdu.message_state ?? 0] ?? ''
  const state = states[stated]
  if (providerId === undefined || state === undefined) return undefined
  return { receiptId: `${providerId}:${stated}`, providerId, state, detail: stated }
}
