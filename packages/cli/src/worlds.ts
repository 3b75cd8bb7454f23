import { packFolder, UserError } from '@tend/jobs'
import type { Pack } from '@tend/pack'
import {
  generateBank,
  generateFashion,
  generateInsurance,
  generatePharmacy,
  generateTelecom,
  generateUniversalBank,
  type SampleWorld,
  type WorldOptions,
} from '@tend/sample'
import { halfYearEnds, monthEndBefore, monthsBefore } from './dates.ts'

/** A world that can be made for a pack, so that the product can be looked at without data of one's own. */
export type World = {
  readonly pack: string
  /** As in "making a sample bank". */
  readonly name: string
  readonly months: number
  readonly generate: (options: WorldOptions) => Promise<SampleWorld>
  /** Days before the last night on which customers are graded, oldest first: levels need a past to rise and fall from. */
  readonly gradeOn: (endDate: string) => readonly string[]
  /** Conditions over customers: whom the first day's round of calls asks, and whom leaders visit. */
  readonly foremost: string
  readonly top: string
}

const monthEnd = (endDate: string): readonly string[] => [monthEndBefore(endDate)]

/** A membership year and a month, so that the first memberships have been judged by their year. */
const membershipYear = (endDate: string): readonly string[] => [monthsBefore(endDate, 13), monthEndBefore(endDate)]

/** Two years and eight months of half-years; and the two days between which the cards of the wave began, which therefore end with the history. */
const cardYears = (endDate: string): readonly string[] => {
  const days = [
    ...halfYearEnds(monthsBefore(endDate, 32), endDate),
    monthsBefore(endDate, 25),
    monthsBefore(endDate, 24),
    monthEndBefore(endDate),
  ]
  return [...new Set(days)].sort()
}

const holders = (scheme: string, levels: readonly string[]): string =>
  `${scheme} in [${levels.map((level) => `'${level}'`).join(', ')}]`

const tiersOfBank = {
  foremost: holders('asset_tier', ['gold', 'platinum', 'diamond']),
  top: holders('asset_tier', ['platinum', 'diamond']),
}

const worlds: readonly World[] = [
  { pack: 'bank-retail', name: 'bank', months: 24, generate: generateBank, gradeOn: monthEnd, ...tiersOfBank },
  {
    pack: 'universal-bank',
    name: 'universal bank',
    months: 24,
    generate: generateUniversalBank,
    gradeOn: monthEnd,
    ...tiersOfBank,
  },
  {
    pack: 'insurance',
    name: 'insurer',
    months: 36,
    generate: generateInsurance,
    gradeOn: cardYears,
    foremost: holders('vip_card', ['silver', 'gold', 'diamond']),
    top: holders('vip_card', ['diamond']),
  },
  {
    pack: 'telecom',
    name: 'carrier',
    months: 24,
    generate: generateTelecom,
    gradeOn: monthEnd,
    foremost: holders('service_tier', ['gold', 'vip']),
    top: holders('service_tier', ['vip']),
  },
  {
    pack: 'fashion-retail',
    name: 'fashion chain',
    months: 24,
    generate: generateFashion,
    gradeOn: membershipYear,
    foremost: holders('vip', ['vip', 'supreme']),
    top: holders('vip', ['supreme']),
  },
  {
    pack: 'pharmacy',
    name: 'pharmacy chain',
    months: 24,
    generate: generatePharmacy,
    gradeOn: monthEnd,
    foremost: holders('member_tier', ['platinum', 'diamond']),
    top: holders('member_tier', ['platinum', 'diamond']),
  },
]

export const worldIds: readonly string[] = worlds.map((world) => world.pack)

/** The world of a pack, or of the nearest one that it extends; undefined where none can be made. */
export const findWorld = ({ folders }: Pack): World | undefined =>
  folders
    .map((folder) => worlds.find((world) => packFolder(world.pack) === folder))
    .findLast((world) => world !== undefined)

export const requireWorld = (pack: string): World => {
  const world = worlds.find((each) => each.pack === pack)
  if (world) return world
  throw new UserError(`No sample world can be made for the pack ${pack}; there is one for ${worldIds.join(', ')}.`)
}
