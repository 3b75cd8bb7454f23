import type { Language } from '@tend/pack'

/** Makes the link by which a customer refuses, e.g. `https://tend.example/v1/refuse/…`; undefined where customers cannot reach the house. */
export type RefuseUrl = (of: {
  readonly customerId: string
  readonly purpose: string
  readonly channel: string
}) => string | undefined

/** Stands in a text of the outbox where it says how to refuse: whoever sends or shows it knows the house's address and the secret that signs links. */
export const refusePlace = '{refuse}'

type Written = {
  readonly customer_id: string
  readonly purpose: string
  readonly channel: string
  readonly language: Language
}

/**
 * A text with how the customer refuses further messages (S50, X02): by an answer of one character on a phone, elsewhere by a link, or where there is none by a
 * word to whoever writes.
 */
export const fillRefusal = (text: string, written: Written, refuseUrl?: RefuseUrl): string => {
  if (!text.includes(refusePlace)) return text
  const { customer_id: customerId, purpose, channel, language } = written
  const url = refusesByAnswer(channel) ? undefined : refuseUrl?.({ customerId, purpose, channel })
  return text.replaceAll(refusePlace, words(channel, url)[language])
}

/** Whether customers refuse by an answer of one character there; elsewhere they follow a link. */
export const refusesByAnswer = (channel: string): boolean => channel === 'sms'

const words = (channel: string, url: string | undefined): Readonly<Record<Language, string>> => {
  if (refusesByAnswer(channel)) return { zh: '拒收请回复R', en: 'Reply R to refuse' }
  if (url !== undefined) return { zh: `拒收请点击 ${url}`, en: `To refuse further messages: ${url}` }
  return { zh: '如不愿再收到，请告知我们', en: 'Tell us if you wish to receive no more' }
}
