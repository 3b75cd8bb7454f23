import type { Label, Model } from '@tend/pack'
import type { State } from '../state/state.ts'
import type { LearnedSegments, Segment, StandardFeature } from './artifact.ts'
import { customersOf, featureColumns, renderAmong, requireFeatures, stateContext } from './columns.ts'
import { type Clustering, cluster, type Points, randIndex } from './k-means.ts'
import { measureShares, watchFeature } from './population.ts'
import { LearningRefused } from './refusal.ts'
import { renderSegment } from './render-segments.ts'
import { standardise } from './standardise.ts'

type SegmentsModel = Extract<Model, { kind: 'segments' }>

const seedsOfStability = 5
const traitsShown = 4

/** Below this index another seed would tell another story. */
const stabilityMin = 0.7

/** A segment needs this many customers in the sample, on average, for its profile to mean anything. */
const customersASegment = 20

/** Trains segments on a seeded sample, and describes them over everybody. Throws `LearningRefused`. */
export async function trainSegments({
  model,
  state,
}: {
  readonly model: SegmentsModel
  readonly state: State
}): Promise<LearnedSegments> {
  const wanted = requireFeatures(state, model.features)
  const { values } = await state.duck.columns(
    `select ${featureColumns(state, wanted).join(', ')} from ${customersOf(state)} where ${renderAmong(state, model.among)}
     order by md5($1 || w.customer_id), w.customer_id limit $2`,
    [`${model.seed}/`, model.sample],
  )
  const count = values[0]?.length ?? 0
  if (count < model.clusters * customersASegment)
    throw new LearningRefused('too_few', {
      zh: `“${model.label.zh}”没有训练：只有 ${count} 户，${model.clusters} 个族群至少需要 ${model.clusters * customersASegment} 户。`,
      en: `"${model.label.en}" was not trained: there are ${count} customers, and ${model.clusters} segments need at least ${model.clusters * customersASegment}.`,
    })
  const { features, points } = standardise(wanted, values)
  if (features.length === 0)
    throw new LearningRefused('unsuitable_feature', {
      zh: `“${model.label.zh}”没有训练：所有特征对每位客户都相同。`,
      en: `"${model.label.en}" was not trained: every feature is the same for everybody.`,
    })
  const clustering = cluster(points, model.clusters, model.seed)
  const quality = {
    stability: stability(points, model, clustering),
    seeds: seedsOfStability,
    explained: explained(points, clustering),
  }
  const { customers, segments } = await describe(model, state, features, points, clustering)
  return {
    format: 1,
    kind: 'segments',
    model: model.id,
    packHash: state.pack.hash,
    asOf: state.asOf,
    decimals: state.pack.currency.decimals,
    customers,
    seed: model.seed,
    features,
    segments,
    quality,
    population: await populationOf({ features, segments }, model, state),
    notes: notesOn(model, features, quality.stability),
  }
}

function stability(points: Points, model: SegmentsModel, first: Clustering): number {
  const partitions = [
    first.assigned,
    ...Array.from(
      { length: seedsOfStability - 1 },
      (_, i) => cluster(points, model.clusters, model.seed + i + 1).assigned,
    ),
  ]
  const indices = partitions.flatMap((a, i) => partitions.slice(i + 1).map((b) => randIndex(a, b)))
  return mean(indices)
}

function explained({ values, count, width }: Points, { within }: Clustering): number {
  let total = 0
  for (let j = 0; j < width; j++) {
    let sum = 0
    let squares = 0
    for (let i = 0; i < count; i++) {
      const value = values[i * width + j] as number
      sum += value
      squares += value * value
    }
    total += squares - sum ** 2 / count
  }
  return 1 - within / total
}

/** Shares and revenue over everybody, by the SQL that a night assigns with; what sets a segment apart from its centre. */
async function describe(
  model: SegmentsModel,
  state: State,
  features: readonly StandardFeature[],
  points: Points,
  { centres }: Clustering,
): Promise<{ readonly customers: number; readonly segments: readonly Segment[] }> {
  const width = points.width
  const drafts = Array.from({ length: model.clusters }, (_, c) =>
    Array.from(centres.subarray(c * width, (c + 1) * width)),
  )
  const sizes = await measureSegments(model, state, features, drafts)
  const customers = sizes.reduce((sum, size) => sum + size.customers, 0)
  const revenue = sizes.reduce((sum, size) => sum + (size.revenue ?? 0), 0)
  const found = drafts.map((centre, c) => {
    const size = sizes[c] as (typeof sizes)[number]
    return {
      centre,
      share: size.customers / customers,
      meanRevenue: size.revenue === null || size.customers === 0 ? null : size.revenue / size.customers,
      revenueShare: size.revenue === null || revenue === 0 ? null : size.revenue / revenue,
      traits: traitsOf(centre, features),
    }
  })
  const ordered = found.sort((a, b) => (b.meanRevenue ?? 0) - (a.meanRevenue ?? 0) || b.share - a.share)
  return {
    customers,
    segments: ordered.map((segment, i) => ({
      id: `s${i + 1}`,
      name: { zh: `族群${i + 1}`, en: `Segment ${i + 1}` },
      ...segment,
    })),
  }
}

type Size = { readonly customers: number; readonly revenue: number | null }

/** Revenue is added up in millionths as whole numbers, because sums of doubles depend on who adds first. */
async function measureSegments(
  model: SegmentsModel,
  state: State,
  features: readonly StandardFeature[],
  centres: readonly (readonly number[])[],
): Promise<readonly Size[]> {
  const context = stateContext(state)
  const segments = centres.map((centre, c) => ({ id: String(c), centre }))
  const segment = renderSegment({ features, segments }, context)
  const unit = model.revenue === undefined ? undefined : state.columns.get(model.revenue)
  const scale = unit === 'money' ? 10 ** context.decimals : 1
  const revenue =
    model.revenue === undefined
      ? 'null'
      : `sum(cast(floor(cast(${context.column(model.revenue)} as double) * 1000000 / ${scale} + 0.5) as bigint))`
  const rows = await state.duck.rows<{ segment: string; customers: number; revenue: number | bigint | null }>(
    `select ${segment} as segment, count(*) as customers, ${revenue} as revenue
     from ${customersOf(state)} where ${renderAmong(state, model.among)} group by 1`,
  )
  const of = new Map(rows.map((row) => [row.segment, row]))
  return centres.map((_, c) => {
    const row = of.get(String(c))
    const sum = row?.revenue ?? null
    return { customers: row?.customers ?? 0, revenue: sum === null ? null : Number(sum) / 1e6 }
  })
}

function traitsOf(centre: readonly number[], features: readonly StandardFeature[]): Segment['traits'] {
  return features
    .map(({ name, mean, deviation }, j) => {
      const difference = centre[j] as number
      return { feature: name, mean: mean + difference * deviation, difference }
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, traitsShown)
}

async function populationOf(
  learned: Pick<LearnedSegments, 'features' | 'segments'>,
  model: SegmentsModel,
  state: State,
): Promise<LearnedSegments['population']> {
  const sql = renderSegment(learned, stateContext(state))
  const watched = [
    { name: 'segment', sql, binning: { kind: 'values', values: learned.segments.map(({ id }) => id) } as const },
    ...(await Promise.all(learned.features.map((feature) => watchFeature(state, model.among, feature)))),
  ]
  const [score, ...features] = await measureShares(state, model.among, watched)
  return { score: score as NonNullable<typeof score>, features }
}

function notesOn(model: SegmentsModel, features: readonly StandardFeature[], stability: number): readonly Label[] {
  const same = model.features.filter((name) => !features.some((feature) => feature.name === name))
  const notes: Label[] = same.map((name) => ({
    zh: `“${name}”对几乎所有客户都相同，没有使用。`,
    en: `"${name}" is the same for nearly everybody and was not used.`,
  }))
  if (stability < stabilityMin)
    notes.push({
      zh: `换一个种子会分出明显不同的族群（一致性 ${stability.toFixed(2)}）：试试别的族群数或特征。`,
      en: `Another seed would draw clearly different segments (agreement ${stability.toFixed(2)}): try another number of segments or other features.`,
    })
  return notes
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
