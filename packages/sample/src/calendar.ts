/** One calendar month of the history. Dates are ISO texts; `lastDay` is smaller than the month's length where the history ends within it. */
export type Month = {
  /** Months since year 0, so that ids and noise do not depend on where a history starts. */
  readonly number: number
  /** Months from here to the last of the history. */
  readonly beforeEnd: number
  /** `YYYY-MM` */
  readonly id: string
  readonly firstDate: string
  readonly lastDate: string
  readonly lastDay: number
  /** 0–1: how much of the month the history covers. */
  readonly covered: number
  readonly season: Season
}

/** Factors on spending, on current-account balances and on salaries. */
export type Season = { readonly spending: number; readonly balance: number; readonly hasBonus: boolean }

/** Days on which people work: Monday to Friday, but for New Year, the week of the Spring Festival, and those of May and October. */
export const workingDays = (firstDate: string, lastDate: string): readonly string[] => {
  const days: string[] = []
  for (let day = parseDate(firstDate); day <= parseDate(lastDate); day = new Date(day.getTime() + 86_400_000)) {
    if (day.getUTCDay() % 6 !== 0 && !isHoliday(day)) days.push(day.toISOString().slice(0, 10))
  }
  return days
}

const isHoliday = (day: Date): boolean => {
  const [month, date] = [day.getUTCMonth() + 1, day.getUTCDate()]
  if ((month === 1 && date === 1) || (month === 5 && date <= 5) || (month === 10 && date <= 7)) return true
  const [lunarMonth, lunarDay] = chineseCalendar.format(day).split('/')
  return month <= 2 && lunarMonth === '1' && Number(lunarDay) <= 7
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

export const monthsUntil = (endDate: string, count: number): readonly Month[] => {
  const end = parseDate(endDate)
  const last = end.getUTCFullYear() * 12 + end.getUTCMonth()
  return Array.from({ length: count }, (_, index) => monthOf(last - count + 1 + index, last, end))
}

const monthOf = (number: number, last: number, end: Date): Month => {
  const year = Math.floor(number / 12)
  const month = number % 12
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const lastDay = number === last ? end.getUTCDate() : length
  const id = `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}`
  return {
    number,
    beforeEnd: last - number,
    id,
    firstDate: `${id}-01`,
    lastDate: `${id}-${String(lastDay).padStart(2, '0')}`,
    lastDay,
    covered: lastDay / length,
    season: seasonOf(year, month),
  }
}

/** People spend at the Spring Festival and in the sales of October and November, are paid a bonus in January, and deposit at quarter ends. */
const seasonOf = (year: number, month: number): Season => {
  const isFestival = month === springFestivalMonth(year)
  const isQuarterEnd = month % 3 === 2
  return {
    spending: isFestival ? 1.6 : month === 9 ? 1.15 : month === 10 ? 1.2 : 1,
    balance: isFestival ? 0.94 : month === 0 ? 1.06 : isQuarterEnd ? 1.03 : 1,
    hasBonus: month === 0,
  }
}

const chineseCalendar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
})

/** 0 for January, 1 for February: the Spring Festival lies between 21 January and 20 February. */
const springFestivalMonth = (year: number): 0 | 1 => {
  for (let day = 21; day <= 31; day++) {
    if (chineseCalendar.format(new Date(Date.UTC(year, 0, day))) === '1/1') return 0
  }
  return 1
}

/** Fails with a sentence for a person when the text is no date of the calendar. */
export const parseDate = (text: string): Date => {
  const [, year, month, day] = DATE.exec(text) ?? []
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new Error(`"${text}" is not a date: write it as YYYY-MM-DD, for example 2026-10-31.`)
  }
  return date
}
