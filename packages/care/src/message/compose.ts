import {
  type LintFinding as KindFinding,
  type Label,
  type Language,
  lintMessage,
  type MessageKind,
  type Pack,
  placesIn,
  renderMessage,
  type Template,
} from '@tend/pack'
import type { PlannedMessage } from './message.ts'
import { type Receiver, type Sender, senderOf } from './receiver.ts'
import { refusePlace } from './refuse.ts'

/** A mistake in a text: a rule of its kind that it breaks, or (`place`) a place that has no value. `found` is the term or the place. */
export type MessageFinding = Omit<KindFinding, 'rule'> & { readonly rule: KindFinding['rule'] | 'place' }

/** A message as this customer would read it; with findings it must not be sent. */
export type Composed = {
  readonly subject: string | null
  readonly body: string
  readonly language: Language
  readonly sender: Sender
  readonly findings: readonly MessageFinding[]
}

/** Who speaks. */
export type Speaker = {
  readonly institution: string
  /** The person who writes by hand. */
  readonly writer?: Sender
}

/** In what language a customer is written to: the one asked for, else the customer's own where the files deliver it, else Chinese. */
export const languageOf = ({ language, values }: Pick<PlannedMessage, 'language' | 'values'>): Language =>
  language ?? (values.language === 'en' ? 'en' : 'zh')

/** Renders a template, or the text of a person's own hand, for one customer, and holds it to the rules of its kind (S50, golden B19). */
export const composeMessage = (
  pack: Pack,
  template: Template,
  planned: PlannedMessage,
  receiver: Receiver,
  speaker: Speaker,
): Composed => {
  const language = languageOf(planned)
  const kind = pack.messages.get(template.kind)
  const sender = senderOf(kind ?? closest, receiver, speaker.institution, speaker.writer)
  const text = planned.text === undefined ? template : ownText(planned.text)
  const rendered = renderMessage(
    pack,
    text,
    {
      ...planned.values,
      customer_name: receiver.name,
      sender_name: signatureIn(language, sender, receiver),
      unit_name: receiver.unit_name,
      institution: speaker.institution,
      refuse: refusePlace,
    },
    language,
    planned.moment,
  )
  return {
    subject: rendered.subject ?? null,
    body: rendered.body,
    language,
    sender,
    findings: [
      ...(planned.text === undefined
        ? lintTemplate(pack, template, language)
        : lintText(pack, template.kind, text, language)),
      ...rendered.missing.map(unfilled),
    ],
  }
}

/** Where nobody in person signs, a text that names the unit beside its people does not name it twice. */
const signatureIn = (language: Language, sender: Sender, receiver: Receiver): string => {
  const isUnit = sender.staffId === null && sender.name === receiver.unit_name
  return isUnit ? { zh: '全体员工', en: 'all of us' }[language] : sender.name
}

const closest: Pick<MessageKind, 'sender'> = { sender: 'closest' }

const ownText = ({ subject, body }: NonNullable<PlannedMessage['text']>): Pick<Template, 'subject' | 'body'> => ({
  ...(subject === undefined ? {} : { subject: { zh: subject, en: subject } }),
  body: { zh: body, en: body },
})

const linted = new WeakMap<Template, Map<Language, readonly MessageFinding[]>>()

/** A template is held to its rules once in each language: of a theme for many customers the text is the same. */
const lintTemplate = (pack: Pack, template: Template, language: Language): readonly MessageFinding[] => {
  const known = linted.get(template) ?? new Map<Language, readonly MessageFinding[]>()
  linted.set(template, known)
  const findings = known.get(language) ?? lintText(pack, template.kind, template, language)
  known.set(language, findings)
  return findings
}

/** What must stand in a text stands in its body; what may not stand in it, neither there nor in the subject. */
const lintText = (
  pack: Pack,
  kind: string,
  { subject, body }: Pick<Template, 'subject' | 'body'>,
  language: Language,
): readonly MessageFinding[] => [
  ...(subject === undefined
    ? []
    : lintMessage(pack, kind, subject[language]).filter(({ rule }) => rule === 'forbidden')),
  ...lintMessage(pack, kind, body[language]),
]

const unfilled = (place: string): MessageFinding => {
  const message: Label = {
    zh: `{${place}} 没有内容可填，请改写文字或补全客户资料。`,
    en: `Nothing is known to fill {${place}} with: change the text, or complete the customer's data.`,
  }
  return { rule: 'place', found: place, message }
}

/** The values that the sentence of a message's moment needs; nothing else of the wide row is kept with the message. */
export const valuesOfReason = (
  pack: Pick<Pack, 'moments'>,
  { moment, values }: PlannedMessage,
): Readonly<Record<string, unknown>> => {
  const reason = moment === undefined ? undefined : pack.moments.get(moment)?.reason
  if (reason === undefined) return {}
  const names = [...placesIn(reason.zh), ...placesIn(reason.en)].map(({ name }) => name)
  return Object.fromEntries(names.flatMap((name) => (name in values ? [[name, values[name]]] : [])))
}
