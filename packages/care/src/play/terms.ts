import { compile, type Pack, type Play } from '@tend/pack'

/** The five factors of the service value, each 0–1 (S151, G22). */
export type Factors = {
  /** How soon it is needed: the occurrence's urgency. */
  readonly timing: number
  /** What the work leaves of a person's day. */
  readonly efficiency: number
  /** How likely the contact changes what is at stake. */
  readonly need: number
  /** 1 in hands that know the customer, the own manager's or a leader's; less from a pool. */
  readonly quality: number
  /** What remains of the value at stake when the play's benefits are paid; 1 where it gives none. */
  readonly cost_efficiency: number
}

/** What a priority follows from. `chance` is null where its formula reads something unknown; it then counts as none. */
export type WorkTerms = {
  readonly valueMinor: number
  readonly chance: number | null
  readonly urgency: number
  readonly effortMinutes: number
  readonly factors: Factors
  readonly serviceValue: number
  readonly priority: number
}

type Stake = { readonly valueMinor: number; readonly urgency: number; readonly isKnownHands: boolean }

/** Weighs a play's work for a customer's row by the pack's own formulas (`work.priority`, `work.serviceValue`). */
export type Weigh = (row: Readonly<Record<string, unknown>>, asOf: string, stake: Stake) => WorkTerms

/** Half of what the customer's own manager would do: the makers' assumption, since S151 only says that quality counts. */
const qualityOfStrangers = 0.5

export const createWeigh = (pack: Pack, play: Play): Weigh => {
  const { decimals } = pack.currency
  const { minutesPerDay } = pack.work
  const readChance = compile(play.chance, { decimals })
  const readServiceValue = compile(pack.work.serviceValue, { decimals })
  const readPriority = compile(pack.work.priority, { decimals })
  const costMajor = costOfBenefits(pack, play)
  const efficiency = share(1 - play.effortMinutes / minutesPerDay)
  return (row, asOf, { valueMinor, urgency, isKnownHands }) => {
    const chance = numberOf(readChance(row, asOf))
    const value = valueMinor / 10 ** decimals
    const need = share(chance ?? 0)
    const factors: Factors = {
      timing: share(urgency),
      efficiency,
      need,
      quality: isKnownHands ? 1 : qualityOfStrangers,
      cost_efficiency: costMajor === 0 ? 1 : share(value / (value + costMajor)),
    }
    const serviceValue = numberOf(readServiceValue(factors, asOf)) ?? 0
    const terms = { value, chance: need, urgency, effort: play.effortMinutes / 60, service_value: serviceValue }
    return {
      valueMinor,
      chance: chance === null ? null : need,
      urgency,
      effortMinutes: play.effortMinutes,
      factors,
      serviceValue,
      priority: numberOf(readPriority(terms, asOf)) ?? 0,
    }
  }
}

const costOfBenefits = (pack: Pack, play: Play): number =>
  play.actions.reduce(
    (sum, action) => sum + (action.kind === 'benefit' ? (pack.benefits.get(action.benefit)?.cost ?? 0) : 0),
    0,
  )

const share = (value: number): number => Math.min(1, Math.max(0, value))

const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
