import type { Label, Unit } from './definitions.ts'

export type Language = 'zh' | 'en'
export type Currency = { readonly code: string; readonly decimals: number }

/** What a sentence needs to know about names: their units, and the labels of coded values (levels, product codes). */
export type Vocabulary = {
  readonly currency: Currency
  readonly unitOf: (name: string) => Unit | undefined
  readonly labelOf: (name: string, value: string) => Label | undefined
}

const unknown = '–'

/**
 * Writes one value for people. Money comes in minor units (number, bigint or decimal text) and keeps all its decimals, dates come as
 * `YYYY-MM-DD`; a ratio reads as a percentage; unknown is `–`.
 */
export function formatValue(value: unknown, unit: Unit, language: Language, currency: Currency): string {
  if (value === null || value === undefined || value === '') return unknown
  switch (unit) {
    case 'money':
      return formatMoney(Number(value) / 10 ** currency.decimals, language, currency)
    case 'date':
      return formatDate(String(value), language)
    case 'flag':
      return formatFlag(value === true || value === 'true', language)
    case 'text':
      return String(value)
    case 'ratio':
      return `${formatNumber(Number(value) * 100, 1, language)}%`
    default:
      return formatNumber(Number(value), unit === 'count' || unit === 'days' ? 0 : 2, language)
  }
}

/**
 * Fills the `{name}` places of a template. In a sentence round money drops its decimals, and in Chinese yuan read as 元, from 10,000 as 万元
 * and 亿元, rounded down, so that a sentence never promises more than there is.
 */
export function formatSentence(
  template: Label,
  values: Readonly<Record<string, unknown>>,
  language: Language,
  vocabulary: Vocabulary,
): string {
  return template[language].replace(/\{([^{}]*)\}/g, (_, name: string) =>
    formatPlace(name, values[name], language, vocabulary),
  )
}

function formatPlace(name: string, value: unknown, language: Language, vocabulary: Vocabulary): string {
  if (value === null || value === undefined) return unknown
  const unit = vocabulary.unitOf(name) ?? 'text'
  if (unit === 'money') return formatSpokenMoney(Number(value), language, vocabulary.currency)
  if (unit === 'text') return formatCodes(name, String(value), language, vocabulary)
  return formatValue(value, unit, language, vocabulary.currency)
}

/** The tags of rules come joined by commas (S20); where any of them is no code, the text is a person's own and stays. */
function formatCodes(name: string, text: string, language: Language, vocabulary: Vocabulary): string {
  const labels = [text, ...text.split(',')].map((code) => vocabulary.labelOf(name, code)?.[language])
  const [whole, ...parts] = labels
  if (whole !== undefined) return whole
  return parts.includes(undefined) ? text : parts.join(language === 'zh' ? '、' : ', ')
}

function formatMoney(amount: number, language: Language, currency: Currency, decimals = currency.decimals): string {
  return numberFormat(language, {
    style: 'currency',
    currency: currency.code,
    // The sign people know, also in English: ¥, not CN¥.
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amount)
}

function formatSpokenMoney(minor: number, language: Language, currency: Currency): string {
  const amount = minor / 10 ** currency.decimals
  const decimals = Number.isInteger(amount) ? 0 : currency.decimals
  if (language === 'en' || currency.code !== 'CNY') return formatMoney(amount, language, currency, decimals)
  const size = Math.abs(amount) >= 100_000_000 ? 100_000_000 : Math.abs(amount) >= 10_000 ? 10_000 : 1
  if (size === 1) return `${formatNumber(amount, decimals, language, decimals)}元`
  return `${formatNumber(Math.trunc((amount / size) * 10) / 10, 1, language)}${size === 10_000 ? '万元' : '亿元'}`
}

function formatNumber(value: number, maxDecimals: number, language: Language, minDecimals = 0): string {
  const digits = { minimumFractionDigits: minDecimals, maximumFractionDigits: maxDecimals }
  return numberFormat(language, digits).format(value)
}

const made = new Map<string, Intl.NumberFormat>()

/** Making a formatter takes a hundred times as long as using it, and a list of sentences uses it hundreds of times. */
function numberFormat(language: Language, shape: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(shape)
  const format = made.get(key) ?? new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', shape)
  made.set(key, format)
  return format
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

function formatDate(date: string, language: Language): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date)
  if (match === null) return date
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return language === 'zh' ? `${year}年${month}月${day}日` : `${day} ${months[month - 1] ?? ''} ${year}`
}

function formatFlag(value: boolean, language: Language): string {
  if (language === 'zh') return value ? '是' : '否'
  return value ? 'yes' : 'no'
}
