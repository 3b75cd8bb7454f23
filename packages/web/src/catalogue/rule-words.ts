import type { Catalogue } from '@tend/contract'
import { formatNumber, type Language } from '../format.ts'
import type { Label } from '../i18n/index.ts'
import { fieldsOf } from './catalogue.ts'

const operatorWords: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: {
    '>=': '≥',
    '<=': '≤',
    '==': '为',
    '!=': '不为',
    '&&': '且',
    '||': '或',
    '!': '非',
    '*': '×',
    '/': '÷',
    'contains(': '包含(',
    'startsWith(': '开头为(',
    'endsWith(': '结尾为(',
    true: '是',
    false: '否',
  },
  en: {
    '>=': '≥',
    '<=': '≤',
    '==': 'is',
    '!=': 'is not',
    '&&': 'and',
    '||': 'or',
    '!': 'not',
    '*': '×',
    '/': '÷',
    'contains(': 'contains(',
    'startsWith(': 'starts with(',
    'endsWith(': 'ends with(',
    true: 'yes',
    false: 'no',
  },
}

const token = /'[^']*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_]*\(?|\d+(?:\.\d+)?|>=|<=|==|!=|&&|\|\||[^\s]/g

type Named = { readonly id: string; readonly label: Label }
type Field = Named & { readonly values?: readonly Named[] }

/** A condition of the pack in the reader's words: names by their labels, levels too, figures with their thousands, operators as words. */
export const ruleInWords = (rule: string, catalogue: Catalogue, language: Language): string =>
  conditionInWords(
    rule,
    fieldsOf(catalogue),
    catalogue.schemes.flatMap(({ levels }) => levels),
    language,
  )

/** The same for names that are at hand otherwise: those of a draft, or of a fact. */
export const conditionInWords = (
  rule: string,
  names: readonly Field[],
  values: readonly Named[],
  language: Language,
): string => {
  const fields = new Map(names.map((field) => [field.id, field]))
  const words = operatorWords[language]
  // Two fields may use one code for different things: a code is of the field before it, where that has it.
  let before: readonly Named[] = []
  const nameOf = (code: string): string => [...before, ...values].find(({ id }) => id === code)?.label[language] ?? code
  const wordOf = (text: string): string => {
    if (/^['"]/.test(text)) return `“${nameOf(text.slice(1, -1))}”`
    if (/^\d/.test(text)) return formatNumber(Number(text), language, 4)
    const field = fields.get(text)
    if (field) before = field.values ?? []
    return words[text] ?? field?.label[language] ?? text
  }
  return (rule.match(token) ?? [])
    .map(wordOf)
    .join(' ')
    .replaceAll(' . ', ' ')
    .replaceAll(/([(]) /g, '$1')
    .replaceAll(/ ([),])/g, '$1')
}
