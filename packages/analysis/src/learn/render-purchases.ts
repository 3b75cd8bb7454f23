import type { RenderContext } from '../render/values.ts'
import type { LearnedPurchases } from './artifact.ts'
import { doubleLiteral as d, renderFeature } from './feature-values.ts'

/** What scoring needs of an artifact. */
type Purchases = Omit<LearnedPurchases, 'population'>

/** The exponent beyond which PostgreSQL refuses exp(); the chance that it decides is zero long before. */
const exponentMax = 700

/** P(alive), as `aliveProbability` says it; unknown where the customer has no first purchase. */
export function renderAlive(artifact: Purchases, context: RenderContext): string {
  const { r, alpha, a, b } = artifact.purchases
  const { x, recency, age } = historyOf(artifact, context)
  const ratio = `ln((${age} + ${d(alpha)}) / (${recency} + ${d(alpha)}))`
  const power = `exp(least((${x} + ${d(r)}) * ${ratio}, ${exponentMax}))`
  const alive = `1 / (1 + ${d(a)} / (${x} + ${d(b - 1)}) * ${power})`
  return `(case when ${x} is null or ${age} is null then null when ${x} <= 0 then ${d(1)} else ${alive} end)`
}

/** The series of `expectedWhileAlive`, term for term from the innermost bracket outward, times P(alive). */
export function renderExpectedPurchases(artifact: Purchases, context: RenderContext): string {
  const { horizonDays, unitDays, terms } = artifact
  const { r, alpha, a, b } = artifact.purchases
  const { x, age } = historyOf(artifact, context)
  const horizon = horizonDays / unitDays
  const z = `(${d(horizon)} / (${age} + ${d(alpha + horizon)}))`
  const p = a + b - 1 - r
  const c = a + b - 1
  const ratio = (n: number) => `${d(((p + n) * (a - 1 + n)) / (n + 1))} * ${z} / (${x} + ${d(c + n)})`
  let series = `1 / (1 - ${ratio(terms)})`
  for (let n = terms - 1; n >= 1; n--) series = `1 + ${ratio(n)} * (${series})`
  const logW = `ln((${age} + ${d(alpha)}) / (${age} + ${d(alpha + horizon)}))`
  const power = `exp(${d(a - 1)} * ${logW})`
  const head = a === 1 ? logW : `(${power} - 1) / ${d(a - 1)}`
  const whileAlive = `-((${x} + ${d(c)}) * (${head}) + ${power} * ${d(p)} * ${z} * (${series}))`
  return `((${whileAlive}) * ${renderAlive(artifact, context)})`
}

/** Expected purchases times their expected value in major units; a customer whose own mean is unknown is expected to spend like everybody. */
export function renderExpectedValue(artifact: Purchases, context: RenderContext): string {
  const { spend, value } = artifact
  if (spend === undefined || value === undefined)
    throw new Error(`model ${artifact.model} has learned no value of a purchase`)
  const { p, q, gamma } = spend
  const { x } = historyOf(artifact, context)
  const own = renderFeature(value, context)
  const spent = `${d(p)} * (${d(gamma)} + (${x} + 1) * ${own}) / (${d(p)} * (${x} + 1) + ${d(q - 1)})`
  const everybody = d((p * gamma) / (q - 1))
  return `(${renderExpectedPurchases(artifact, context)} * (case when ${own} > 0 then ${spent} else ${everybody} end))`
}

function historyOf(
  { frequency, recency, age, unitDays }: Purchases,
  context: RenderContext,
): { readonly x: string; readonly recency: string; readonly age: string } {
  const inUnits = (days: string) => (unitDays === 1 ? days : `(${days} / ${unitDays})`)
  return {
    x: renderFeature(frequency, context),
    recency: inUnits(renderFeature(recency, context)),
    age: inUnits(renderFeature(age, context)),
  }
}
