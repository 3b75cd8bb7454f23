import { localDay } from '../days.ts'

/** People call a little before the time that was agreed. */
const earlyMs = 1_800_000

/** Whether a contact at this instant keeps an agreed time: on the same local day, from half an hour before it on. */
export const keepsAgreedTime = (
  { appointment_at }: { readonly appointment_at: string | null },
  at: Date,
  timeZone: string,
): boolean => {
  if (appointment_at === null) return false
  const agreed = new Date(appointment_at)
  return at.getTime() >= agreed.getTime() - earlyMs && localDay(at, timeZone) === localDay(agreed, timeZone)
}
