import { localDay } from '../days.ts'
import { quietAt } from './quiet.ts'
import type { Pair } from './render.ts'
import type { PolicyPack } from './verdict.ts'

/** Every channel of the pack with every purpose. */
export const pairsOf = ({ channels, purposes }: PolicyPack): Pair[] =>
  [...channels.keys()].flatMap((channel) => [...purposes.keys()].map((purpose) => ({ channel, purpose })))

/** How a statement names a pair that it finds in two columns. */
export const pairName = ({ channel, purpose }: Pair): string => `${channel}|${purpose}`

/** Pairs for which the instant is quiet, whoever the customer is: where its day is worked, and where it is a day off. */
export const silentPairs = (
  pack: PolicyPack,
  at: Date,
  timeZone: string,
): { readonly worked: readonly Pair[]; readonly dayOff: readonly Pair[] } => {
  const policies = [...pack.policies.values()]
  const silentWhere = (isWorking: boolean): Pair[] => {
    const workingDays = new Map([[localDay(at, timeZone), isWorking]])
    // What is asked of a pair are two traits of it, so that few instants are looked up.
    const known = new Map<string, boolean>()
    return pairsOf(pack).filter(({ channel, purpose }) => {
      const isQuiet = pack.channels.get(channel)?.isQuiet ?? false
      const basis = pack.purposes.get(purpose)?.basis ?? 'consent'
      const traits = `${isQuiet}|${basis}`
      const answer =
        known.get(traits) ?? quietAt(at, { policies, basis, channel: { isQuiet }, workingDays, timeZone }) !== undefined
      known.set(traits, answer)
      return answer
    })
  }
  return { worked: silentWhere(true), dayOff: silentWhere(false) }
}
