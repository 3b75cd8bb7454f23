import type { Pack, Template } from '../definitions.ts'
import { formatSentence, type Language, type Vocabulary } from '../format.ts'
import { vocabularyOf } from '../vocabulary.ts'
import { placesIn } from './places.ts'

/** What goes out. `missing`: places for which no value is known; such a text must not be sent. */
export type RenderedMessage = {
  readonly subject?: string
  readonly body: string
  readonly missing: readonly string[]
}

/**
 * Fills the places of a template in one language, written as in a reason's sentence (money comes in minor units, dates as YYYY-MM-DD).
 * `momentId`: whose names (`days_left`, columns of its fact) the values hold besides the wide row and the standing places.
 */
export function renderMessage(
  pack: Pack,
  template: Pick<Template, 'subject' | 'body'>,
  values: Readonly<Record<string, unknown>>,
  language: Language,
  momentId?: string,
): RenderedMessage {
  const vocabulary = wordsOf(pack, momentId)
  const { subject, body } = template
  const places = [subject, body].flatMap((text) => (text === undefined ? [] : placesIn(text[language])))
  const missing = places.map(({ name }) => name).filter((name) => isUnknown(values[name]))
  return {
    ...(subject === undefined ? {} : { subject: formatSentence(subject, values, language, vocabulary) }),
    body: formatSentence(body, values, language, vocabulary),
    missing: [...new Set(missing)],
  }
}

const vocabularies = new WeakMap<Pack, Map<string, Vocabulary>>()

/** Built once a pack and moment: a theme renders one template for many customers. */
function wordsOf(pack: Pack, momentId = ''): Vocabulary {
  const known = vocabularies.get(pack) ?? new Map<string, Vocabulary>()
  vocabularies.set(pack, known)
  const vocabulary = known.get(momentId) ?? vocabularyOf(pack, momentId === '' ? undefined : momentId)
  known.set(momentId, vocabulary)
  return vocabulary
}

function isUnknown(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}
