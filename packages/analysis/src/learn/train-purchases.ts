import type { Label, Model } from '@tend/pack'
import type { State } from '../state/state.ts'
import type { BgNbd, Feature, GammaGamma, LearnedPurchases } from './artifact.ts'
import { fitBgNbd, type HistoryCounts, repeatProbabilities, seriesTerms, shapeMax } from './bg-nbd.ts'
import { customersOf, renderAmong, requireFeatures, stateContext } from './columns.ts'
import { renderFeature } from './feature-values.ts'
import { fitGammaGamma, type SpendCounts } from './gamma-gamma.ts'
import { measureShares, watchFeature, watchNumber } from './population.ts'
import { LearningRefused } from './refusal.ts'
import { renderAlive } from './render-purchases.ts'

type PurchasesModel = Extract<Model, { kind: 'purchases' }>

/** Times are counted in days, in weeks or in four weeks: the first of which so few different histories come that the fit takes seconds. */
const units = [1, 7, 28] as const
const historiesMax = 60_000

/** Fewer customers who came back say nothing about coming back. */
const repeatersNeeded = 200

/** Values within half a per cent of each other stand for one another. */
const valueStepsPerE = 200

const repeatsShown = 7
const correlationMax = 0.3

/** Terms of the series in SQL: as many as a relative error of 1e-9 needs, and no more than a parser takes. */
const series = { tolerance: 1e-9, termsMax: 160 }

/** Learns how customers buy. Throws `LearningRefused` where there are no counts of purchases, or hardly anybody came back. */
export async function trainPurchases({
  model,
  state,
}: {
  readonly model: PurchasesModel
  readonly state: State
}): Promise<LearnedPurchases> {
  const names = [model.frequency, model.recency, model.age]
  const [frequency, recency, age] = requireFeatures(state, names) as [Feature, Feature, Feature]
  const [value] = model.value === undefined ? [] : requireFeatures(state, [model.value])
  await refuseNoHistories(model, state, [frequency, recency, age])
  const { unitDays, histories } = await countHistories(model, state, [frequency, recency, age])
  const purchases = fitBgNbd(histories)
  const spending = value === undefined ? undefined : await countSpending(model, state, frequency, value)
  const spend = spending === undefined ? undefined : fitGammaGamma(spending)
  const correlation = spending === undefined ? null : correlate(spending)
  const customers = sum(histories.customers)
  const head = {
    kind: 'purchases',
    format: 1,
    model: model.id,
    packHash: state.pack.hash,
    asOf: state.asOf,
    decimals: state.pack.currency.decimals,
    customers,
    frequency,
    recency,
    age,
    ...(value === undefined ? {} : { value }),
    unitDays,
    horizonDays: model.horizonDays,
    purchases,
    ...(spend === undefined ? {} : { spend }),
    ...seriesTerms(purchases, model.horizonDays / unitDays, series),
    quality: { repeats: compareRepeats(purchases, histories), correlation },
    notes: notesOn(purchases, spend, correlation),
  } as const
  return { ...head, population: await populationOf(head, model, state) }
}

async function refuseNoHistories(
  model: PurchasesModel,
  state: State,
  [frequency, recency, age]: readonly [Feature, Feature, Feature],
): Promise<void> {
  const context = stateContext(state)
  const [x, last, since] = [frequency, recency, age].map((feature) => renderFeature(feature, context))
  const [found] = await state.duck.rows<{ repeaters: number; impossible: number }>(
    `select count(*) filter (where ${x} > 0) as repeaters,
       count(*) filter (where ${x} < 0 or ${since} < 0 or ${x} > 0 and (${last} is null or ${last} < 0 or ${last} > ${since})) as impossible
     from ${customersOf(state)} where ${renderAmong(state, model.among)}`,
  )
  const { repeaters = 0, impossible = 0 } = found ?? {}
  if (impossible > 0)
    throw new LearningRefused('not_counts', {
      zh: `“${model.label.zh}”没有训练：${impossible} 户的购买次数或日期不合理（${frequency.name} 应为不小于 0 的复购次数，${recency.name} 为首购到末购的天数，不超过首购至今的 ${age.name}）。`,
      en: `"${model.label.en}" was not trained: for ${impossible} customers the figures are no purchases (${frequency.name} counts repeat purchases from 0, ${recency.name} the days from first to last, at most ${age.name}, the days since the first).`,
    })
  if (repeaters < repeatersNeeded)
    throw new LearningRefused('too_few', {
      zh: `“${model.label.zh}”没有训练：只有 ${repeaters} 户有过复购，至少需要 ${repeatersNeeded} 户。余额、存款一类没有“购买次数”的业务不适用本模型，请改用贡献趋势（例如近期与前期贡献之比）作为潜力。`,
      en: `"${model.label.en}" was not trained: ${repeaters} customers bought again, and at least ${repeatersNeeded} are needed. Where there are balances instead of purchases this model does not fit: use the trend of contribution (a recent period against the one before) as potential.`,
    })
}

/** Histories and how many customers have each, times rounded to the unit. */
async function countHistories(
  model: PurchasesModel,
  state: State,
  features: readonly [Feature, Feature, Feature],
): Promise<{ readonly unitDays: number; readonly histories: HistoryCounts }> {
  const context = stateContext(state)
  const [x, recency, age] = features.map((feature) => renderFeature(feature, context)) as [string, string, string]
  let counted: { readonly unitDays: number; readonly histories: HistoryCounts } | undefined
  for (const unitDays of units) {
    const rounded = (days: string) => `floor(${days} / ${unitDays} + 0.5)`
    const { values, count } = await state.duck.columns(
      `select floor(${x}) as x, ${rounded(`(case when ${x} > 0 then ${recency} else 0 end)`)} as recency, ${rounded(age)} as age, count(*) as customers
       from ${customersOf(state)} where ${renderAmong(state, model.among)} and ${x} is not null and ${age} is not null
       group by 1, 2, 3 order by 1, 2, 3`,
    )
    const [xs, recencies, ages, customers] = values.map((column) => Float64Array.from(column as number[]))
    if (!xs || !recencies || !ages || !customers) break
    counted = { unitDays, histories: { x: xs, recency: recencies, age: ages, customers } }
    if (count <= historiesMax) break
  }
  if (counted === undefined) throw new Error('a query answered without columns')
  return counted
}

/** Customers by purchases (the first counts) and mean value; money is added up as whole minor units. */
async function countSpending(
  model: PurchasesModel,
  state: State,
  frequency: Feature,
  value: Feature,
): Promise<SpendCounts> {
  const context = stateContext(state)
  const x = renderFeature(frequency, context)
  const spent = renderFeature(value, context)
  const { values } = await state.duck.columns(
    `select floor(${x}) + 1 as purchases, floor(ln(${spent}) * ${valueStepsPerE}) as step, sum(${context.column(value.name)}) as spent, count(*) as customers
     from ${customersOf(state)} where ${renderAmong(state, model.among)} and ${x} is not null and ${spent} > 0
     group by 1, 2 order by 1, 2`,
  )
  const [purchases, , spents, customers] = values.map((column) => Float64Array.from(column as number[], Number))
  if (!purchases || !spents || !customers) throw new Error('a query answered without columns')
  const scale = 10 ** context.decimals
  return { purchases, customers, value: spents.map((minor, i) => minor / (customers[i] as number) / scale) }
}

/** Pearson's correlation of purchases and mean value among those who came back, on logs of neither. */
function correlate({ purchases, value, customers }: SpendCounts): number {
  let n = 0
  const sums = { x: 0, y: 0, xx: 0, yy: 0, xy: 0 }
  for (let i = 0; i < purchases.length; i++) {
    const [x, y, count] = [purchases[i] as number, value[i] as number, customers[i] as number]
    if (x < 2) continue
    n += count
    sums.x += count * x
    sums.y += count * y
    sums.xx += count * x * x
    sums.yy += count * y * y
    sums.xy += count * x * y
  }
  const spread = (square: number, plain: number) => square - plain ** 2 / n
  const both = Math.sqrt(spread(sums.xx, sums.x) * spread(sums.yy, sums.y))
  return both > 0 ? (sums.xy - (sums.x * sums.y) / n) / both : 0
}

function compareRepeats(
  parameters: BgNbd,
  { x, age, customers }: HistoryCounts,
): LearnedPurchases['quality']['repeats'] {
  const observed = new Float64Array(repeatsShown + 1)
  const byAge = new Map<number, number>()
  for (let i = 0; i < x.length; i++) {
    const count = customers[i] as number
    const place = Math.min(x[i] as number, repeatsShown)
    observed[place] = (observed[place] as number) + count
    byAge.set(age[i] as number, (byAge.get(age[i] as number) ?? 0) + count)
  }
  const expected = new Float64Array(repeatsShown + 1)
  for (const [of, count] of byAge) {
    repeatProbabilities(parameters, of, repeatsShown).forEach((chance, place) => {
      expected[place] = (expected[place] as number) + chance * count
    })
  }
  return Array.from(observed, (seen, count) => ({ count, observed: seen, expected: expected[count] as number }))
}

async function populationOf(
  learned: Omit<LearnedPurchases, 'population'>,
  { among }: PurchasesModel,
  state: State,
): Promise<LearnedPurchases['population']> {
  const { frequency, recency, age, value } = learned
  const alive = renderAlive(learned, stateContext(state))
  const watched = [await watchNumber(state, among, 'p_alive', alive)]
  for (const feature of [frequency, recency, age, ...(value === undefined ? [] : [value])])
    watched.push(await watchFeature(state, among, feature))
  const [score, ...features] = await measureShares(state, among, watched)
  return { score: score as NonNullable<typeof score>, features }
}

function notesOn({ r, a, b }: BgNbd, spend: GammaGamma | undefined, correlation: number | null): readonly Label[] {
  const notes: Label[] = []
  if (a / (a + b) < 0.01)
    notes.push({
      zh: '几乎没有人离开的迹象：客户活跃概率都接近 1。',
      en: 'Hardly anybody seems to leave: the chance to be alive is near 1 for all.',
    })
  if (r >= shapeMax || a >= shapeMax)
    notes.push({
      zh: '客户之间几乎没有差别，数据不像由各自的购买节奏产生：先看实际与模型人数是否接近。',
      en: 'Customers hardly differ, as if the figures did not come from rhythms of their own: see first whether seen and expected numbers agree.',
    })
  if (spend !== undefined && spend.q < 1.1)
    notes.push({
      zh: '客单价分布很偏，个别大额客户决定了期望价值：请谨慎使用。',
      en: 'Values of purchases are very uneven: a few large customers decide what is expected. Use with care.',
    })
  if (correlation !== null && Math.abs(correlation) > correlationMax)
    notes.push({
      zh: `购买次数与客单价相关（${correlation.toFixed(2)}），而模型假定两者无关：期望价值会有偏差。`,
      en: `Frequency and value go together (${correlation.toFixed(2)}), which the model takes for unrelated: expected values are biased.`,
    })
  return notes
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0)
}
