import {
  type Actor,
  explainReason,
  fillRefusal,
  type Message,
  type MessageConsent,
  maskText,
  maskValue,
} from '@tend/care'
import { formatSentence, type Label, type Language, type Pack, vocabularyOf } from '@tend/pack'

/** One message as a stranger wants to know it: what was sent, to whom, why and with whose consent. Names and numbers as the reader may see them. */
export type DescribedMessage = Readonly<Record<(typeof messageColumns)[number], string | number | null>>

export const messageColumns = [
  'message',
  'created',
  'sent',
  'delivered',
  'state',
  'reason',
  'customer',
  'name',
  'unit',
  'channel',
  'purpose',
  'basis',
  'consent',
  'consent_given',
  'consent_text',
  'consent_how',
  'consent_taken_by',
  'kind',
  'template',
  'play',
  'moment',
  'why',
  'sender',
  'created_by',
  'attempts',
  'provider',
  'provider_id',
  'pack_hash',
  'text',
] as const

type Reading = { readonly pack: Pack; readonly actor: Actor; readonly language: Language }

export const describeMessage = (
  reading: Reading,
  message: Message,
  consent: MessageConsent | undefined,
): DescribedMessage => {
  const { pack, actor, language } = reading
  const named = {
    name: message.customer_name,
    phone: message.customer_phone,
    id_number: message.customer_id_number,
  }
  const asked = { ...message, timeZone: pack.timeZone }
  return {
    message: message.message_id,
    created: message.created_at,
    sent: message.sent_at,
    delivered: message.delivered_at,
    state: message.state,
    reason: message.reason === null ? null : explainReason(pack, message.reason, asked)[language],
    customer: message.customer_id,
    name: named.name === null ? null : maskValue(actor.role, 'name', named.name),
    unit: message.unit_id,
    channel: message.channel,
    purpose: message.purpose,
    basis: pack.purposes.get(message.purpose)?.basis ?? null,
    consent: consent?.consent_id ?? null,
    consent_given: consent?.at ?? null,
    consent_text: consent?.text_version ?? null,
    consent_how: consent?.how ?? null,
    consent_taken_by: consent?.taken_by ?? null,
    kind: message.kind,
    template: message.template,
    play: message.play,
    moment: message.moment,
    why: explainWhy(reading, message),
    sender: message.sender_name,
    created_by: message.created_by,
    attempts: message.attempts,
    provider: message.provider,
    provider_id: message.provider_id,
    pack_hash: message.pack_hash,
    text: maskText(actor.role, fillRefusal(message.body, message), named),
  }
}

const explainWhy = ({ pack, actor, language }: Reading, message: Message): string => {
  const reason = pack.moments.get(message.moment ?? '')?.reason
  if (reason !== undefined) {
    const sentence = formatSentence(
      reason,
      message.moment_values,
      language,
      vocabularyOf(pack, message.moment ?? undefined),
    )
    return maskText(actor.role, sentence, {
      name: message.customer_name,
      phone: message.customer_phone,
      id_number: message.customer_id_number,
    })
  }
  if (message.theme_id !== null) return `${others.theme[language]} ${message.theme_id}`
  const play = pack.plays.get(message.play ?? '')?.label[language]
  return play ?? others.hand[language]
}

const others: Readonly<Record<'theme' | 'hand', Label>> = {
  theme: { zh: '主题活动', en: 'theme' },
  hand: { zh: '人工发送', en: 'sent by hand' },
}
