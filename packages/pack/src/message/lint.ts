import type { Label, Pack } from '../definitions.ts'
import { missingPlaces } from './places.ts'

/**
 * A rule that a text breaks. `forbidden`: a term stands in it that its kind may not hold, `found` as written, `at` the offset of its first
 * character. `required`: the place `found` is missing, `at` is undefined.
 */
export type LintFinding = {
  readonly rule: 'forbidden' | 'required'
  readonly found: string
  readonly at?: number
  readonly message: Label
}

/**
 * Every rule of its kind that a text breaks, in the order of the text, missing places last (S50, golden B19). Terms are compared without case, width
 * and, in Chinese, without the blanks that someone put between characters; a Latin term counts as a whole word only. `text`: a template's subject
 * and body, or what a person wrote, with its places still open. A kind that the pack does not know has no rules.
 */
export function lintMessage(pack: Pick<Pack, 'messages'>, kind: string, text: string): readonly LintFinding[] {
  const rules = pack.messages.get(kind)
  if (rules === undefined) return []
  const plain = fold(text, false)
  const dense = fold(text, true)
  const forbidden = rules.forbidden.flatMap(({ terms, why }) =>
    terms.flatMap((term) => findTerm(term, isLatin(term) ? plain : dense, text).map((hit) => ({ ...hit, why }))),
  )
  const longest = forbidden.filter((hit) => !forbidden.some((other) => yieldsTo(hit, other)))
  return [
    ...longest.sort((a, b) => a.at - b.at).map(({ found, at, why }) => ({ ...saysForbidden(found, why), at })),
    ...missingPlaces(rules, text).map(saysRequired),
  ]
}

type Hit = { readonly found: string; readonly at: number; readonly why: Label }

/** Of terms that share characters only the longest is told. */
function yieldsTo(hit: Hit, other: Hit): boolean {
  const isApart = hit.at + hit.found.length <= other.at || other.at + other.found.length <= hit.at
  return !isApart && other.found.length > hit.found.length
}

function saysForbidden(found: string, why: Label): Omit<LintFinding, 'at'> {
  const message = { zh: `不能出现“${found}”：${why.zh}`, en: `"${found}" must not stand here: ${why.en}` }
  return { rule: 'forbidden', found, message }
}

function saysRequired(place: string): LintFinding {
  const { zh, en } = wordsOfPlaces[place] ?? { zh: place, en: place }
  const message = { zh: `缺少{${place}}（${zh}）`, en: `{${place}} is missing: ${en}` }
  return { rule: 'required', found: place, message }
}

const wordsOfPlaces: Readonly<Record<string, Label>> = {
  customer_name: { zh: '客户姓名', en: "the customer's name" },
  sender_name: { zh: '署名：员工姓名', en: 'the name of who signs' },
  unit_name: { zh: '署名：机构或门店名称', en: 'the name of branch or shop' },
  institution: { zh: '发送方名称', en: 'the name of who sends' },
  refuse: { zh: '拒收方式', en: 'how to refuse further messages' },
}

/** A text as it is compared: each character with the offset that it has in the text itself. */
type Folded = { readonly text: string; readonly offsets: readonly number[] }

function fold(text: string, isDense: boolean): Folded {
  const characters: string[] = []
  const offsets: number[] = []
  let offset = 0
  for (const character of text) {
    const isLeftOut = /[\u200b-\u200d\u2060\ufeff\u00ad]/.test(character) || (isDense && /\s/.test(character))
    for (const folded of isLeftOut ? '' : character.normalize('NFKC').toLowerCase()) {
      characters.push(folded)
      for (let unit = 0; unit < folded.length; unit++) offsets.push(offset)
    }
    offset += character.length
  }
  return { text: characters.join(''), offsets: [...offsets, text.length] }
}

function isLatin(term: string): boolean {
  return /^[\x20-\x7e]+$/.test(term)
}

function findTerm(term: string, folded: Folded, text: string): { readonly found: string; readonly at: number }[] {
  const wanted = fold(term, !isLatin(term)).text
  const hits: { readonly found: string; readonly at: number }[] = []
  let from = wanted === '' ? -1 : folded.text.indexOf(wanted)
  while (from >= 0) {
    const end = from + wanted.length
    const isWhole = !isLatin(term) || (isEdge(folded.text, from - 1, from) && isEdge(folded.text, end - 1, end))
    const at = folded.offsets[from] ?? 0
    const last = folded.offsets[end - 1] ?? at
    if (isWhole) hits.push({ found: text.slice(at, last + lengthAt(text, last)), at })
    from = folded.text.indexOf(wanted, end)
  }
  return hits
}

/** True where a word may end between two characters. */
function isEdge(text: string, left: number, right: number): boolean {
  const isWord = (index: number) => /[a-z0-9]/.test(text.charAt(index))
  return !(isWord(left) && isWord(right))
}

function lengthAt(text: string, at: number): number {
  return String.fromCodePoint(text.codePointAt(at) ?? 0).length
}
