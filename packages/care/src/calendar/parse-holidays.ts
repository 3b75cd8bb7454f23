import type { Label } from '@tend/pack'
import { addDays } from '../days.ts'
import type { Holiday } from '../task/calendar.ts'

export type HolidayProblem = { readonly line: number; readonly text: string; readonly problem: Label }
export type ParsedHolidays = { readonly holidays: readonly Holiday[]; readonly problems: readonly HolidayProblem[] }

/**
 * Reads a year's days off from text that was pasted or from a CSV file: a line a day or span, then its name, and `上班` or `work` where a day of a weekend is
 * worked: `2027-02-05..2027-02-11 春节`, `2027-02-14,春节,上班`. Days may be written `2027-02-05`, `2027/2/5` or `2027年2月5日`, or without the year. A heading
 * line is passed over. Whatever is not understood is named with its line; of two lines for one day the later counts.
 */
export const parseHolidays = (text: string, year: number): ParsedHolidays => {
  const days = new Map<string, Holiday>()
  const problems: HolidayProblem[] = []
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.replace(/^\uFEFF/, '').trim()
    if (line === '' || line.startsWith('#') || (index === 0 && isHeading(line))) return
    const read = readLine(line, year)
    if ('problem' in read) problems.push({ line: index + 1, text: line, problem: read.problem })
    else for (const holiday of read.holidays) days.set(holiday.day, holiday)
  })
  return { holidays: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)), problems }
}

const isHeading = (line: string): boolean => !/\d/.test(line)

const dayPattern = String.raw`(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?`
const linePattern = new RegExp(
  String.raw`^${dayPattern}(?:\s*(?:\.\.|~|～|至|到|—|–|to)\s*${dayPattern})?[\s,，;；]+(.+)$`,
  'u',
)

type Read = { readonly holidays: readonly Holiday[] } | { readonly problem: Label }

const readLine = (line: string, year: number): Read => {
  const match = linePattern.exec(line)
  if (match === null)
    return {
      problem: {
        zh: '看不懂这一行：请写日期、名称，如“2027-10-01..2027-10-07 国庆节”。',
        en: 'This line is not understood: write a day and a name, as in “2027-10-01..2027-10-07 National Day”.',
      },
    }
  const [, fromYear, fromMonth, fromDay, toYear, toMonth, toDay, rest = ''] = match
  const from = dayOf(fromYear, fromMonth, fromDay, year)
  const to = toMonth === undefined ? from : dayOf(toYear, toMonth, toDay, year)
  if (from === undefined || to === undefined)
    return { problem: { zh: '没有这一天，请检查日期。', en: 'There is no such day: check the date.' } }
  if (!from.startsWith(`${year}-`) || !to.startsWith(`${year}-`))
    return { problem: { zh: `日期不在 ${year} 年内。`, en: `The day does not lie in ${year}.` } }
  if (to < from) return { problem: { zh: '结束日早于开始日。', en: 'The last day lies before the first.' } }
  const fields = rest.split(/[,，;；\s]+/).filter((field) => field !== '')
  const isWorking = fields.some((field) => workWords.has(field.toLowerCase()))
  const name = fields
    .filter((field) => !workWords.has(field.toLowerCase()) && !restWords.has(field.toLowerCase()))
    .join(' ')
  if (name === '') return { problem: { zh: '缺少名称。', en: 'The name is missing.' } }
  const holidays: Holiday[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) holidays.push({ day, name, is_working: isWorking })
  return { holidays }
}

const workWords: ReadonlySet<string> = new Set(['上班', '调休上班', '补班', 'work', 'working', 'true', '1'])
const restWords: ReadonlySet<string> = new Set(['休息', '放假', '休', 'off', 'holiday', 'false', '0'])

const dayOf = (
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  fallback: number,
): string | undefined => {
  const text = `${year ?? fallback}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`
  const instant = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== text ? undefined : text
}
