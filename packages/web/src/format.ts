/** How figures and dates are written in both languages. Money arrives in minor units and is shown in major ones. */
export type Language = 'zh' | 'en'

const localeOf: Record<Language, string> = { zh: 'zh-CN', en: 'en-US' }

// Making a formatter takes a hundred times as long as using it, and a screen shows dozens of figures.
const made = new Map<string, Intl.NumberFormat>()

const numberFormat = (language: Language, shape: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = language + JSON.stringify(shape)
  const format = made.get(key) ?? new Intl.NumberFormat(localeOf[language], shape)
  made.set(key, format)
  return format
}

export type Currency = { readonly code: string; readonly decimals: number }

/** What stands behind an amount that is typed: 元 for who reads Chinese, else the code. */
export const currencyName = ({ code }: Currency, language: Language): string =>
  language === 'zh' && code === 'CNY' ? '元' : code

export type MoneyStyle = 'whole' | 'exact' | 'compact'

/** `whole` rounds to the major unit, `exact` keeps the minor units, `compact` shortens to 万 / 亿 or K / M. */
export const formatMoney = (
  minor: number,
  currency: Currency,
  language: Language,
  style: MoneyStyle = 'whole',
): string => {
  const major = minor / 10 ** currency.decimals
  const digits = style === 'exact' ? currency.decimals : 0
  const shape: Intl.NumberFormatOptions =
    style === 'compact' && Math.abs(major) >= 10_000
      ? { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return numberFormat(language, {
    style: 'currency',
    currency: currency.code,
    currencyDisplay: 'narrowSymbol',
    ...shape,
  }).format(major)
}

/** What rounds to nothing reads 0, not -0. */
const withoutMinusZero: Intl.NumberFormatOptions = { signDisplay: 'negative' }

export const formatCount = (value: number, language: Language): string =>
  numberFormat(language, { maximumFractionDigits: 0, ...withoutMinusZero }).format(value)

export const formatNumber = (value: number, language: Language, digits = 2): string =>
  numberFormat(language, { maximumFractionDigits: digits, ...withoutMinusZero }).format(value)

export const formatPercent = (ratio: number, language: Language, digits = 1): string =>
  numberFormat(language, {
    style: 'percent',
    maximumFractionDigits: digits,
    ...withoutMinusZero,
  }).format(ratio)

/** A business date keeps its ISO form in both languages: it sorts, aligns and cannot be misread. */
export const formatDate = (isoDate: string): string => isoDate.slice(0, 10)

const clocks = new Map<string, Intl.DateTimeFormat>()

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  clocks.set(timeZone, clock)
  return clock
}

/** An instant on the institution's clock, e.g. `2026-11-22 14:05`. */
export const formatInstant = (instant: string, timeZone: string): string => {
  const parts = clockOf(timeZone).formatToParts(new Date(instant))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`
}

/** The calendar day of an instant on the institution's clock. */
export const dayOf = (instant: string, timeZone: string): string => formatInstant(instant, timeZone).slice(0, 10)

/** `3 分 20 秒`, `850 毫秒`: the length of a run. */
export const formatDuration = (milliseconds: number, language: Language): string => {
  const [minute, second, milli] = language === 'zh' ? ['分', '秒', '毫秒'] : ['min', 's', 'ms']
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ${milli}`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${formatNumber(milliseconds / 1000, language, 1)} ${second}`
  return `${Math.floor(seconds / 60)} ${minute} ${seconds % 60} ${second}`
}

export const formatBytes = (bytes: number, language: Language): string => {
  const units = ['B', 'KB', 'MB', 'GB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)))
  return `${formatNumber(bytes / 1024 ** step, language, 1)} ${units[step]}`
}
