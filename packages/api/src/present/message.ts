import {
  type Message as CareMessage,
  explainReason,
  fillRefusal,
  firstLoudInstant,
  hoursOf,
  isAnswerable,
  type MessageFinding,
  type MessageRecord,
  maskText,
  maskValue,
  type Named,
  readsMessages,
  smsSizeOf,
  type WorkingDays,
} from '@tend/care'
import type { Message, MessagePreview, MessageSummary } from '@tend/contract'
import type { Pack, SmsLength } from '@tend/pack'
import type { Directory } from '../directory.ts'
import type { Person } from '../person.ts'
import { sensitivityIn } from './sensitivity.ts'
import { presentReason } from './sentence.ts'

export type MessagePresenter = {
  readonly pack: Pack
  readonly directory: Directory
  readonly person: Person
  /** Where customers reach the house; links that refuse are shown without what makes them work. */
  readonly publicUrl: string | undefined
  readonly workingDays: WorkingDays
}

/** A message in a list, without its text. */
export function presentMessage(presenter: MessagePresenter, message: CareMessage): MessageSummary {
  const { pack, directory, person } = presenter
  const { actor } = person
  const mayManage = person.may('messages.manage')
  const { state } = message
  return {
    messageId: String(message.message_id),
    state,
    reason: reasonOf(pack, message),
    channel: message.channel,
    purpose: message.purpose,
    kind: message.kind,
    template: message.template,
    language: message.language,
    play: message.play,
    moment: message.moment,
    customer: readsMessages(actor)
      ? {
          customerId: message.customer_id,
          name: message.customer_name === null ? null : maskValue(actor.role, 'name', message.customer_name),
        }
      : null,
    unit: { unitId: message.unit_id, name: directory.unitName(message.unit_id) },
    sender: { name: message.sender_name, staffId: message.sender_staff_id },
    attempts: message.attempts,
    notBefore: message.not_before,
    nextAttemptAt: state === 'waiting' ? nextAttemptOf(presenter, message) : null,
    expiresAt: message.expires_at,
    isToPrint: state === 'waiting' && message.channel === 'letter',
    printBatch: message.print_batch,
    createdAt: message.created_at,
    sentAt: message.sent_at,
    deliveredAt: message.delivered_at,
    may: {
      cancel: mayManage && state === 'waiting',
      resend: mayManage && state === 'dead' && message.resent_as === null,
      settle: mayManage && state === 'unknown',
      answer: isAnswerable(actor, message),
    },
  }
}

const nextAttemptOf = ({ pack, workingDays }: MessagePresenter, message: CareMessage): string => {
  const hours = hoursOf(pack, { workingDays, timeZone: pack.timeZone }, message)
  return firstLoudInstant(new Date(message.next_attempt_at), hours)?.toISOString() ?? message.next_attempt_at
}

const reasonOf = (pack: Pack, message: CareMessage): MessageSummary['reason'] => {
  if (message.reason === null) return null
  const sentence = explainReason(pack, message.reason, { ...message, timeZone: pack.timeZone })
  return { code: message.reason, sentence }
}

/** A message whole: what it says, why, what permits it, and what became of it. */
export function presentWholeMessage(
  presenter: MessagePresenter,
  message: CareMessage,
  { attempts, receipts, consent }: MessageRecord,
  userNames: ReadonlyMap<string, string>,
): Message {
  const { pack, person } = presenter
  const nameOf = (userId: string): string => userNames.get(userId) ?? userId
  const shown = showText(presenter, message)
  return {
    ...presentMessage(presenter, message),
    ...shown,
    sms: sizeOf(smsSizeOf(message)),
    why: {
      sentence: sentenceOf(presenter, message),
      momentId: message.moment_id,
      taskId: message.task_id === null ? null : String(message.task_id),
      themeId: message.theme_id === null ? null : String(message.theme_id),
      packHash: message.pack_hash,
      runId: message.run_id,
      createdBy: nameOf(message.created_by),
    },
    permission: {
      basis: pack.purposes.get(message.purpose)?.basis ?? null,
      consentId: consent === null ? null : String(consent.consent_id),
      givenAt: consent?.at ?? null,
      textVersion: consent?.text_version ?? null,
      via: consent?.how ?? null,
      takenBy: consent === null ? null : nameOf(consent.taken_by),
    },
    tries: attempts.map((each) => ({
      attempt: each.attempt,
      provider: each.provider,
      startedAt: each.started_at,
      endedAt: each.ended_at,
      outcome: each.outcome,
      reason: each.reason,
      providerId: readsMessages(person.actor) ? each.provider_id : null,
    })),
    receipts: receipts.map((each) => ({
      receiptId: each.receipt_id,
      state: each.state,
      detail: each.detail,
      receivedAt: each.received_at,
    })),
    settled:
      message.settled_at === null || message.settled_by === null
        ? null
        : {
            at: message.settled_at,
            by: nameOf(message.settled_by),
            reason: maskText(person.actor.role, message.settled_reason ?? '', namedOf(message)),
          },
    resendOf: message.resend_of === null ? null : String(message.resend_of),
    resentAs: message.resent_as === null ? null : String(message.resent_as),
  }
}

const namedOf = (message: CareMessage): Named => ({
  name: message.customer_name,
  phone: message.customer_phone,
  id_number: message.customer_id_number,
})

type Text = Pick<CareMessage, 'customer_id' | 'purpose' | 'channel' | 'language' | 'subject' | 'body' | 'address'>

function showText(presenter: MessagePresenter, message: CareMessage): Pick<Message, 'address' | 'subject' | 'body'> {
  if (!readsMessages(presenter.person.actor)) return { address: null, subject: null, body: null }
  const shown = maskMessage(presenter, message, namedOf(message))
  return { ...shown, body: shown.body.replace(ratingLink, '$1…') }
}

/** The manager reads what was sent to their customers, and must not be able to answer in the customer's place. */
const ratingLink = /(\/v1\/rate\/)[\w-]+/g

/** Text and address as the reader may see them. */
function maskMessage(
  { pack, person, publicUrl }: MessagePresenter,
  message: Text,
  named: Named,
): { readonly address: string | null; readonly subject: string | null; readonly body: string } {
  const { role } = person.actor
  const column = pack.channels.get(message.channel)?.address ?? ''
  const sensitivity = sensitivityIn(pack)(column) ?? 'phone'
  const mask = (text: string): string =>
    maskText(
      role,
      fillRefusal(text, message, publicUrl === undefined ? undefined : () => `${publicUrl}/v1/refuse/…`),
      named,
    )
  return {
    address: message.address === null ? null : maskValue(role, sensitivity, message.address),
    subject: message.subject === null ? null : mask(message.subject),
    body: mask(message.body),
  }
}

function sentenceOf({ pack, person }: MessagePresenter, message: CareMessage): Message['why']['sentence'] {
  if (!readsMessages(person.actor)) return null
  if (message.moment !== null) return presentReason(pack, person.actor, message.moment, message.moment_values)
  if (message.theme_id !== null) return { zh: '主题活动。', en: 'A theme.' }
  if (message.created_by !== 'system' && message.play === null)
    return { zh: '由员工手工发送。', en: 'A person wrote it.' }
  const play = pack.plays.get(message.play ?? '')?.label ?? { zh: message.play ?? '', en: message.play ?? '' }
  return { zh: `动作“${play.zh}”。`, en: `The play “${play.en}”.` }
}

const sizeOf = (size: SmsLength | null): Message['sms'] =>
  size === null
    ? null
    : {
        characters: size.characters,
        segments: size.segments,
        alphabet: size.encoding === 'UCS-2' ? 'ucs2' : 'gsm7',
      }

type Previewed = Text & {
  readonly sender: MessagePreview['sender']
  readonly sms: SmsLength | null
  readonly findings: readonly MessageFinding[]
}

/** What a message would read like to its customer, as this reader may see it. */
export function presentPreview(
  presenter: MessagePresenter,
  previewed: Previewed,
  named: Named,
): Omit<MessagePreview, 'verdict'> {
  return {
    ...maskMessage(presenter, previewed, named),
    sender: previewed.sender,
    sms: sizeOf(previewed.sms),
    findings: previewed.findings.map(({ rule, found, message }) => ({
      code: rule === 'required' ? 'missing' : rule,
      term: found,
      why: message,
    })),
  }
}
