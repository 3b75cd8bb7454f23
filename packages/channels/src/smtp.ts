import type { SendMailOptions, Transporter } from 'nodemailer'
import type { Adapter, Outgoing, Pace, SendResult } from './adapter.ts'
import { answerOrAbort } from './when-aborted.ts'

export type SmtpOptions = Pace & {
  /** `smtp://user:password@host:587`, or `smtps://…:465`. */
  readonly url: string
  /** The address in From; the name beside it is that of who signs. */
  readonly from: string
  /** Written behind the name of a person who signs, e.g. the bank's. */
  readonly institution?: string
  readonly channels: readonly string[]
}

/**
 * E-mail: plain text, like a letter, from the person who signs; with the headers by which a mail program refuses in one click (RFC 8058). Nodemailer's
 * own pool sends a message again when its connection breaks, and its errors do not tell whether the letter had gone: so each connection is a pool of one that
 * never repeats, and its log tells whether the server asked for the letter.
 */
export const openSmtp = (options: SmtpOptions): Adapter => {
  const concurrency = options.concurrency ?? 3
  const lines: Line[] = []
  return {
    id: 'smtp',
    channels: options.channels,
    isIdempotent: false,
    concurrency,
    ...(options.perSecond === undefined ? {} : { perSecond: options.perSecond }),
    send: async (message, signal) => {
      const line =
        lines.find(({ isBusy }) => !isBusy) ?? (lines.length < concurrency ? await openLine(options.url) : undefined)
      // What was given up when its time was over may still hold its connection.
      if (line === undefined) return { kind: 'failed', reason: 'busy' }
      if (!lines.includes(line)) lines.push(line)
      return answerOrAbort(deliver(line, renderMail(options, message)), signal, { kind: 'unknown', reason: 'timeout' })
    },
    close: async () => {
      for (const { transporter } of lines) transporter.close()
    },
  }
}

/** A connection to the server. `hasLetter`: of the message under way, whether the server has been given the letter itself. */
type Line = { readonly transporter: Transporter; isBusy: boolean; hasLetter: boolean }

const openLine = async (url: string): Promise<Line> => {
  const { createTransport } = await import('nodemailer')
  const line = { isBusy: false, hasLetter: false }
  const quiet = (): void => {}
  const watch = (entry: { readonly tnx?: string }, text: string): void => {
    if (entry.tnx === 'server' && text.startsWith('354')) line.hasLetter = true
  }
  const transporter = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    transactionLog: true,
    logger: { level: quiet, trace: quiet, debug: watch, info: quiet, warn: quiet, error: quiet, fatal: quiet },
  } as Parameters<typeof createTransport>[0])
  return Object.assign(line, { transporter })
}

const deliver = async (line: Line, mail: SendMailOptions): Promise<SendResult> => {
  line.isBusy = true
  line.hasLetter = false
  try {
    const { messageId, rejected = [] } = await line.transporter.sendMail(mail)
    return rejected.length > 0
      ? { kind: 'refused', reason: 'recipient-refused' }
      : { kind: 'accepted', providerId: messageId }
  } catch (error) {
    return resultOf(error as SmtpError, line.hasLetter)
  } finally {
    line.isBusy = false
  }
}

const renderMail = ({ from, institution }: SmtpOptions, message: Outgoing): SendMailOptions => {
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const isPerson = institution !== undefined && message.senderName !== institution
  return {
    from: { name: isPerson ? `${message.senderName}（${institution}）` : message.senderName, address: from },
    to: { name: '', address: message.address ?? '' },
    subject: message.subject ?? message.senderName,
    text: message.body,
    messageId: `<${message.idempotencyKey}@${domain}>`,
    ...(message.refuseUrl === null
      ? {}
      : {
          list: { unsubscribe: message.refuseUrl },
          headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
        }),
  }
}

type SmtpError = Error & { readonly code?: string; readonly command?: string; readonly responseCode?: number }

/** What the server says of the recipient or of the letter counts for this message; what it says of us or of itself does not. */
const resultOf = ({ code, command, responseCode }: SmtpError, hasLetter: boolean): SendResult => {
  if (responseCode !== undefined) {
    const isOfMessage = command === 'RCPT TO' || command === 'DATA'
    return { kind: responseCode >= 500 && isOfMessage ? 'refused' : 'failed', reason: `smtp-${responseCode}` }
  }
  const reason = (code ?? 'smtp-fault').toLowerCase()
  if (code === 'EENVELOPE') return { kind: 'refused', reason }
  return { kind: hasLetter ? 'unknown' : 'failed', reason }
}
