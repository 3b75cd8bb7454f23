/** The calendar month so many before that of an ISO date, as `2026-01`. */
export const monthsBefore = (isoDate: string, months: number): string => {
  const [year = 0, month = 1] = isoDate.split('-').map(Number)
  const count = year * 12 + (month - 1) - months
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
}
