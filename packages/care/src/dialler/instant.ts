import { instantAt } from '../days.ts'

/** An ISO instant with its offset, or a time on the institution's own clock; also as a Chinese spreadsheet writes it when it keeps the file (`2026/3/5 9:05`). */
export const instantOf = (text: string, { timeZone }: { readonly timeZone: string }): Date | undefined => {
  const [, year, month = '', dayOfMonth = '', hour = '', minute, seconds = '00', offset] =
    written.exec(text.trim()) ?? []
  const day = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`
  const time = `${hour.padStart(2, '0')}:${minute}`
  if (Number.isNaN(Date.parse(`${day}T${time}:${seconds}Z`))) return undefined
  return offset === undefined
    ? new Date(instantAt(day, time, timeZone).getTime() + Number(seconds) * 1000)
    : new Date(`${day}T${time}:${seconds}${offset}`)
}

const written = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/
