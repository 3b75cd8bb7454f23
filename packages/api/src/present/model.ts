import {
  binLabel,
  explainScore,
  type LearnedPurchases,
  type LearnedScorecard,
  type LearnedSegments,
  type ModelArtifact,
  type StateRow,
} from '@tend/analysis'
import { type Actor, maskRow } from '@tend/care'
import type { ExplainedScore, HouseModel, Label, ModelResult } from '@tend/contract'
import { type Model, type Pack, vocabularyOf } from '@tend/pack'
import { isAmong } from './among.ts'
import { sensitivityIn } from './sensitivity.ts'
import { describeName } from './sentence.ts'

/** A model of the pack with what was learned of it, if anything. `notUsed` says why the night leaves it out. */
export function presentModel(
  pack: Pack,
  model: Model,
  artifact: ModelArtifact | undefined,
  notUsed: Label | undefined,
): Omit<HouseModel, 'drift'> {
  const { id, label, description, source, assumed, kind } = model
  return {
    id,
    label,
    description: description ?? null,
    source: source ?? null,
    assumed: assumed ?? false,
    kind,
    learned:
      artifact === undefined
        ? null
        : {
            number: artifact.number,
            hash: artifact.hash,
            asOf: artifact.asOf,
            customers: artifact.customers,
            notes: [...artifact.notes],
            notUsed: notUsed ?? null,
            result: presentResult(pack, artifact),
          },
  }
}

function presentResult(pack: Pack, artifact: ModelArtifact): ModelResult {
  switch (artifact.kind) {
    case 'scorecard':
      return presentScorecard(pack, artifact)
    case 'segments':
      return presentSegments(pack, artifact)
    case 'purchases':
      return presentPurchases(pack, artifact)
  }
}

function presentScorecard(pack: Pack, artifact: LearnedScorecard): ModelResult {
  const { outcomeAsOf, quality, basePoints, features, dropped } = artifact
  const vocabulary = vocabularyOf(pack)
  return {
    kind: 'scorecard',
    outcomeAsOf,
    quality: { ...quality, aucs: [...quality.aucs], deciles: [...quality.deciles] },
    basePoints,
    features: features.map((feature) => ({
      feature: feature.name,
      label: describeName(pack, feature.name).label,
      informationValue: feature.informationValue,
      bins: feature.bins.flatMap(({ share, rate, points }, bin) =>
        share === 0 ? [] : [{ label: binLabel(feature, bin, vocabulary), share, rate, points }],
      ),
    })),
    dropped: dropped.map(({ feature, reason }) => ({
      feature,
      label: describeName(pack, feature).label,
      reason,
    })),
  }
}

function presentSegments(pack: Pack, { segments, quality, features }: LearnedSegments): ModelResult {
  const minor = 10 ** pack.currency.decimals
  const units = new Map(features.map(({ name, unit }) => [name, unit]))
  return {
    kind: 'segments',
    ...quality,
    segments: segments.map(({ id, name, share, meanRevenue, revenueShare, traits }) => ({
      id,
      name,
      share,
      meanRevenueMinor: meanRevenue === null ? null : Math.round(meanRevenue * minor),
      revenueShare,
      traits: traits.map(({ feature, mean, difference }) => {
        const unit = units.get(feature) ?? 'number'
        return {
          label: describeName(pack, feature).label,
          unit,
          mean: unit === 'money' ? Math.round(mean * minor) : mean,
          difference,
        }
      }),
    })),
  }
}

function presentPurchases(pack: Pack, artifact: LearnedPurchases): ModelResult {
  const { horizonDays, unitDays, purchases, spend, quality } = artifact
  const { r, alpha, a, b } = purchases
  // The mean of Gamma-Gamma; up to q = 1 it has none.
  const meanValue = spend === undefined || spend.q <= 1 ? null : (spend.p * spend.gamma) / (spend.q - 1)
  return {
    kind: 'purchases',
    horizonDays,
    unitDays,
    meaning: {
      daysBetween: (alpha / r) * unitDays,
      leaving: a / (a + b),
      meanValueMinor: meanValue === null ? null : Math.round(meanValue * 10 ** pack.currency.decimals),
    },
    parameters: Object.entries({ ...purchases, ...spend }).map(([name, value]) => ({ name, value })),
    repeats: [...quality.repeats],
    correlation: quality.correlation,
  }
}

/** The points of a customer whom a scorecard is for; none of other models and for other customers. */
export function presentScore(
  pack: Pack,
  actor: Actor,
  artifact: ModelArtifact,
  row: StateRow,
  asOf: string,
): readonly ExplainedScore[] {
  const model = pack.models.get(artifact.model)
  if (artifact.kind !== 'scorecard' || model === undefined) return []
  if (!isAmong(pack, model, row, asOf)) return []
  const vocabulary = vocabularyOf(pack)
  const features = new Map(artifact.features.map((feature) => [feature.name, feature]))
  const seen = maskRow(actor, row, sensitivityIn(pack))
  const reasons = explainScore(artifact, row).flatMap(({ feature: name, bin, points, lost }) => {
    const feature = features.get(name)
    if (feature === undefined) return []
    const label = seen[name] === row[name] ? binLabel(feature, bin, vocabulary) : null
    return [{ feature: name, label: describeName(pack, name).label, bin: label, points, lost }]
  })
  const points = reasons.reduce((sum, reason) => sum + reason.points, artifact.basePoints)
  return [{ model: model.id, label: model.label, points, basePoints: artifact.basePoints, reasons }]
}
