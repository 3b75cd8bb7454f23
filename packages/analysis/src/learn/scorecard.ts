import type { Label } from '@tend/pack'
import type { LearnedScorecard, ScorecardQuality, ScoredFeature } from './artifact.ts'
import { binCount } from './binning.ts'
import { chooseBinning, encode } from './choose-bins.ts'
import type { TrainingColumn } from './columns.ts'
import { type Evidence, weighEvidence } from './evidence.ts'
import { fitLogistic } from './logistic.ts'
import { judge } from './quality.ts'

/** Customers with their features on the earlier day and what came of it on the later; `fold` of each, 0 to `folds` − 1. */
export type Cohort = {
  readonly columns: readonly TrainingColumn[]
  readonly outcome: Uint8Array
  readonly fold: Uint8Array
  readonly folds: number
}

export type Points = { readonly base: number; readonly odds: number; readonly double: number }

export type Scorecard = Pick<LearnedScorecard, 'features' | 'intercept' | 'basePoints' | 'dropped'>

/** Trains on all customers, and judges by customers held out: one more training a fold, each from the bins on, on the others only. */
export function learnScorecard(
  cohort: Cohort,
  bins: number,
  points: Points,
): Scorecard & { readonly quality: ScorecardQuality; readonly probability: Float64Array } {
  const everybody = Int32Array.from(cohort.outcome, (_, row) => row)
  const regression = regress(cohort, everybody, bins)
  const heldOut = new Float64Array(cohort.outcome.length)
  for (let fold = 0; fold < cohort.folds; fold++) {
    const judging = regress(
      cohort,
      everybody.filter((row) => cohort.fold[row] !== fold),
      bins,
    )
    predict(
      judging,
      everybody.filter((row) => cohort.fold[row] === fold),
      heldOut,
    )
  }
  const probability = new Float64Array(cohort.outcome.length)
  predict(regression, everybody, probability)
  return {
    ...toPoints(regression, points),
    quality: judge(heldOut, cohort.outcome, cohort.fold, cohort.folds),
    probability,
  }
}

type Candidate = { readonly column: TrainingColumn; readonly bins: Uint8Array; readonly evidence: Evidence } & Pick<
  ScoredFeature,
  'binning'
>

type Regression = {
  readonly candidates: readonly Candidate[]
  /** Intercept, then one a candidate. */
  readonly beta: Float64Array
  readonly dropped: Scorecard['dropped']
}

/**
 * Bins, evidence and regression on `rows`. A feature whose coefficient turns out negative says beside the others the reverse of what its bins say: it
 * is left out, the worst first, and the rest fitted again, so that points never blame a customer for what is in their favour.
 */
function regress({ columns, outcome }: Cohort, rows: Int32Array, bins: number): Regression {
  const dropped: { feature: string; reason: Label }[] = []
  let candidates: Candidate[] = []
  for (const column of columns) {
    const binning = chooseBinning(column, rows, bins)
    const encoded = encode(column, binning)
    const evidence = weighEvidence(encoded, binCount(binning), outcome, rows)
    if (evidence.bins.filter(({ share }) => share > 0).length > 1)
      candidates.push({ column, binning, bins: encoded, evidence })
    else dropped.push({ feature: column.feature.name, reason: { zh: '所有客户同值', en: 'the same for everybody' } })
  }
  for (;;) {
    if (candidates.length === 0) return { candidates, beta: Float64Array.of(logOdds(outcome, rows)), dropped }
    const beta = fitLogistic(
      candidates.map(weights),
      candidates.map((candidate) => candidate.bins),
      outcome,
      rows,
    )
    const contrary = candidates
      .map((candidate, j) => ({ candidate, coefficient: beta[j + 1] as number }))
      .reduce((worst, one) => (one.coefficient < worst.coefficient ? one : worst))
    if (contrary.coefficient > 0) return { candidates, beta, dropped }
    dropped.push({
      feature: contrary.candidate.column.feature.name,
      reason: {
        zh: '与其他特征重复，单独看的方向与合在一起相反',
        en: 'repeats others: beside them it would point the other way',
      },
    })
    candidates = candidates.filter((candidate) => candidate !== contrary.candidate)
  }
}

function logOdds(outcome: Uint8Array, rows: Int32Array): number {
  const events = rows.reduce((sum, row) => sum + (outcome[row] as number), 0)
  return Math.log(events / (rows.length - events))
}

function weights({ evidence }: Candidate): Float64Array {
  return Float64Array.from(evidence.bins, ({ woe }) => woe)
}

function predict({ candidates, beta }: Regression, rows: Int32Array, into: Float64Array): void {
  const values = candidates.map(weights)
  for (const row of rows) {
    let logit = beta[0] as number
    for (let j = 0; j < candidates.length; j++)
      logit += (beta[j + 1] as number) * (values[j]?.[candidates[j]?.bins[row] as number] as number)
    into[row] = 1 / (1 + Math.exp(-logit))
  }
}

/** Points rise with the odds of the outcome not coming: `base` at `odds` to 1, and `double` more at twice the odds. */
function toPoints({ candidates, beta, dropped }: Regression, { base, odds, double }: Points): Scorecard {
  const factor = double / Math.LN2
  const intercept = beta[0] as number
  const features = candidates.map(({ column, binning, evidence }, j): ScoredFeature => {
    const coefficient = beta[j + 1] as number
    return {
      ...column.feature,
      binning,
      coefficient,
      informationValue: evidence.informationValue,
      bins: evidence.bins.map((bin) => ({ ...bin, points: wholePoints(-factor * coefficient * bin.woe) })),
    }
  })
  return { features, intercept, basePoints: wholePoints(base - factor * (Math.log(odds) + intercept)), dropped }
}

/** Adding 0 turns −0 into 0. */
function wholePoints(points: number): number {
  return Math.round(points) + 0
}
