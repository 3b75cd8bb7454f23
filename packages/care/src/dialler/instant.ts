import { instantAt } from '../days.ts'

/** An ISO instant with its offset, or a time on the institution's own clock. */
export const instantOf = (text: string, { timeZone }: { readonly timeZone: string }): Date | undefined => {
  const [, day, time, seconds = '00', offset] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text.trim()) ?? []
  if (day === undefined || time === undefined || Number.isNaN(Date.parse(`${day}T${time}:${seconds}Z`)))
    return undefined
  return offset === undefined
    ? new Date(instantAt(day, time, timeZone).getTime() + Number(seconds) * 1000)
    : new Date(`${day}T${time}:${seconds}${offset}`)
}
