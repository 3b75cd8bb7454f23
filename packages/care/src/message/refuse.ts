import type { Language, Template } from '@tend/pack'

/** Makes the link by which a customer refuses, e.g. `https://tend.example/v1/refuse/…`; undefined where customers cannot reach the house. */
export type RefuseUrl = (of: {
  readonly customerId: string
  readonly purpose: string
  readonly channel: string
}) => string | undefined

/**
 * How a customer refuses further messages, for the place `{refuse}` (S50, X02): in a text message by an answer of one character, elsewhere by a link, or
 * where there is none by a word to whoever writes.
 */
export const refuseWords = (template: Template, language: Language, url: string | undefined): string => {
  if (template.channel === 'sms') return language === 'zh' ? '拒收请回复R' : 'Reply R to refuse'
  if (url !== undefined) return language === 'zh' ? `拒收请点击 ${url}` : `To refuse further messages: ${url}`
  return language === 'zh' ? '如不愿再收到，请告知我们' : 'Tell us if you wish to receive no more'
}
