import { createHash } from 'node:crypto'
import type { Label, Unit } from '@tend/pack'
import type { Binning } from './binning.ts'

/** A column of the wide row that a model reads. */
export type Feature = { readonly name: string; readonly unit: Unit }

/** Shares of customers by bin, in the order of `binning`; what later days are held against (PSI). */
export type BinShares = { readonly name: string; readonly binning: Binning; readonly shares: readonly number[] }

/** The customers that a model was trained on: the bins of its score and of everything it reads. */
export type Population = { readonly score: BinShares; readonly features: readonly BinShares[] }

type Learned = {
  readonly format: 1
  /** Id of the pack's model. */
  readonly model: string
  readonly packHash: string
  /** The day whose rows were learned from. */
  readonly asOf: string
  /** Decimals of the currency: parameters are in major units, rows hold minor ones. */
  readonly decimals: number
  /** Customers learned from. */
  readonly customers: number
  readonly population: Population
  /** What a reader must know before trusting the figures: few events, a doubtful assumption. */
  readonly notes: readonly Label[]
}

/** k-means on standardised features. Unknown values count as the mean, values beyond `low` and `high` as these. */
export type LearnedSegments = Learned & {
  readonly kind: 'segments'
  readonly seed: number
  readonly features: readonly StandardFeature[]
  /** By mean revenue, the highest first; without a revenue by share. Ids are `s1`, `s2`, … in this order. */
  readonly segments: readonly Segment[]
  readonly quality: {
    /** Mean adjusted Rand index between the partitions of several seeds: 1 the same, 0 as good as chance. */
    readonly stability: number
    readonly seeds: number
    /** Share of the features' variance that lies between segments. */
    readonly explained: number
  }
}

export type StandardFeature = Feature & {
  readonly low: number
  readonly high: number
  readonly mean: number
  readonly deviation: number
}

export type Segment = {
  readonly id: string
  /** What it is called until a person names it; names that people give are kept apart, so that they change no hash. */
  readonly name: Label
  /** In standard deviations from the mean, in the order of the features. */
  readonly centre: readonly number[]
  readonly share: number
  /** Mean and share of the model's revenue, in major units; null where the model names none. */
  readonly meanRevenue: number | null
  readonly revenueShare: number | null
  /** What sets it apart, the greatest first: the mean of the feature here, and how many deviations that is from everybody's. */
  readonly traits: readonly { readonly feature: string; readonly mean: number; readonly difference: number }[]
}

/** Weight-of-evidence bins and a logistic regression. The log-odds of the outcome are `intercept` + Σ coefficient × woe of the customer's bins. */
export type LearnedScorecard = Learned & {
  readonly kind: 'scorecard'
  /** The day whose rows say what came of it; `asOf` where the horizon is 0. */
  readonly outcomeAsOf: string
  readonly features: readonly ScoredFeature[]
  readonly intercept: number
  /** Points of everybody, before those of the bins. */
  readonly basePoints: number
  /** Features of the definition that the score does not use, each with the reason. */
  readonly dropped: readonly { readonly feature: string; readonly reason: Label }[]
  readonly quality: ScorecardQuality
}

export type ScoredFeature = Feature & {
  readonly binning: Binning
  readonly coefficient: number
  readonly informationValue: number
  readonly bins: readonly ScoredBin[]
}

/** `rate` is the observed share of the outcome in the bin; `woe` = ln(share of events ÷ share of others), above 0 where the bin is worse than the whole. */
export type ScoredBin = {
  readonly share: number
  readonly rate: number
  readonly woe: number
  readonly points: number
}

/** Every figure is of customers that the judging model had not seen (folds by a seeded hash of the customer id). */
export type ScorecardQuality = {
  readonly customers: number
  readonly events: number
  /** Area under the ROC curve of each fold, and their mean. */
  readonly aucs: readonly number[]
  readonly auc: number
  readonly ks: number
  readonly brier: number
  /** Tenths of the customers, the most endangered first. */
  readonly deciles: readonly Decile[]
}

/** `lift` is the rate in the tenth ÷ the rate of all; `expected` is the mean probability, which `rate` is held against (calibration). */
export type Decile = {
  readonly customers: number
  readonly events: number
  readonly expected: number
  readonly rate: number
  readonly lift: number
  /** Share of all events in this tenth and those before it. */
  readonly captured: number
}

/** BG/NBD, times in units of `unitDays`; Gamma-Gamma for the value of a purchase in major units. */
export type LearnedPurchases = Learned & {
  readonly kind: 'purchases'
  readonly frequency: Feature
  readonly recency: Feature
  readonly age: Feature
  readonly value?: Feature
  readonly unitDays: number
  readonly horizonDays: number
  readonly purchases: BgNbd
  readonly spend?: GammaGamma
  /** Terms of the series for expected purchases, and the proved bound of what they leave out, relative. */
  readonly terms: number
  readonly remainder: number
  readonly quality: {
    /** Customers by number of repeat purchases, the last row holds all above: as seen, and as the model says. */
    readonly repeats: readonly { readonly count: number; readonly observed: number; readonly expected: number }[]
    /** Correlation of frequency and mean value; Gamma-Gamma takes it for 0. Null without a value. */
    readonly correlation: number | null
  }
}

/** Rate of purchases ~ Gamma(r, alpha); leaving after a purchase ~ Beta(a, b). */
export type BgNbd = { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number }

/** Value of a purchase ~ Gamma(p, ν), ν ~ Gamma(q, gamma). */
export type GammaGamma = { readonly p: number; readonly q: number; readonly gamma: number }

/** What training found. */
export type LearnedModel = LearnedSegments | LearnedScorecard | LearnedPurchases

/**
 * A trained model as plain JSON, never changed once written. `hash` is SHA-256 over
 * everything but the number, so that training again on the same rows gives the same hash.
 */
export type ModelArtifact = LearnedModel & { readonly number: number; readonly hash: string }

export function sealArtifact(learned: LearnedModel, number: number): ModelArtifact {
  return { ...learned, number, hash: hashOf(learned) }
}

/** The hash of an artifact's content; another one than it carries means that the file was changed by hand. */
export function hashOf(learned: LearnedModel): string {
  const { number: _number, hash: _hash, ...content } = learned as LearnedModel & Partial<ModelArtifact>
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex')
}

/** With keys in alphabetical order at every depth, so that a file written by other hands hashes alike. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]))
}

/** The columns of the wide row that scoring reads. */
export function featuresOf(artifact: LearnedModel): readonly Feature[] {
  if (artifact.kind !== 'purchases') return artifact.features
  const { frequency, recency, age, value } = artifact
  return value === undefined ? [frequency, recency, age] : [frequency, recency, age, value]
}
