import type { ModelOutput } from '@tend/pack'
import type { RenderContext } from '../render/values.ts'
import type { Feature, LearnedPurchases } from './artifact.ts'
import { doubleLiteral as d } from './feature-values.ts'

/** The exponent beyond which PostgreSQL refuses exp(); the share that it decides is zero long before. */
const exponentMax = 700

/**
 * P(alive), expected purchases and expected value in closed form; the mathematics are in `bg-nbd.ts`, term for term. Unknown where the
 * customer has no first purchase (age or frequency unknown).
 */
export function renderPurchases(
  artifact: LearnedPurchases,
  output: ModelOutput,
  context: RenderContext,
): string | undefined {
  const terms = termsOf(artifact, context)
  switch (output) {
    case 'p_alive':
      return renderAlive(artifact, terms)
    case 'expected_purchases':
      return renderPurchasesExpected(artifact, terms)
    case 'expected_value':
      return artifact.spend === undefined
        ? undefined
        : `(${renderPurchasesExpected(artifact, terms)} * ${renderSpend(artifact, terms)})`
    default:
      return undefined
  }
}

type Terms = { readonly x: string; readonly recency: string; readonly age: string; readonly value?: string }

function termsOf(
  { frequency, recency, age, value, unitDays }: LearnedPurchases,
  { column, decimals, dialect }: RenderContext,
): Terms {
  const number = (feature: Feature) => `cast(${column(feature.name)} as ${dialect.double})`
  const inUnits = (feature: Feature) => (unitDays === 1 ? number(feature) : `(${number(feature)} / ${unitDays})`)
  return {
    x: number(frequency),
    recency: inUnits(recency),
    age: inUnits(age),
    ...(value === undefined
      ? {}
      : { value: value.unit === 'money' ? `(${number(value)} / ${10 ** decimals})` : number(value) }),
  }
}

function renderAlive({ purchases: { r, alpha, a, b } }: LearnedPurchases, { x, recency, age }: Terms): string {
  const ratio = `ln((${age} + ${d(alpha)}) / (${recency} + ${d(alpha)}))`
  const power = `exp(least((${x} + ${d(r)}) * ${ratio}, ${exponentMax}))`
  return `case when ${x} is null or ${age} is null then null when ${x} <= 0 then ${d(1)} else 1 / (1 + ${d(a)} / (${x} + ${d(b - 1)}) * ${power}) end`
}

/** The series of `expectedWhileAlive`, from the innermost bracket outward. */
function renderPurchasesExpected(artifact: LearnedPurchases, terms: Terms): string {
  const { purchases, horizonDays, unitDays, terms: count } = artifact
  const { r, alpha, a, b } = purchases
  const horizon = horizonDays / unitDays
  const { x, age } = terms
  const z = `(${d(horizon)} / (${age} + ${d(alpha + horizon)}))`
  const p = a + b - 1 - r
  const c = a + b - 1
  const ratio = (n: number) => `${d(((p + n) * (a - 1 + n)) / (n + 1))} * ${z} / (${x} + ${d(c + n)})`
  let series = `1 / (1 - ${ratio(count)})`
  for (let n = count - 1; n >= 1; n--) series = `1 + ${ratio(n)} * (${series})`
  const log = `ln((${age} + ${d(alpha)}) / (${age} + ${d(alpha + horizon)}))`
  const power = a === 1 ? d(1) : `exp(${d(a - 1)} * ${log})`
  const head = a === 1 ? log : `(${power} - 1) / ${d(a - 1)}`
  return `(-((${x} + ${d(c)}) * ${head} + ${power} * ${d(p)} * ${z} * (${series})) * (${renderAlive(artifact, terms)}))`
}

/** Mean value of a purchase given the customer's own mean over x + 1 purchases; everybody's where there is none. */
function renderSpend({ spend }: LearnedPurchases, { x, value }: Terms): string {
  if (spend === undefined || value === undefined) return 'null'
  const { p, q, gamma } = spend
  const own = `${d(p)} * (${d(gamma)} + (${x} + 1) * ${value}) / (${d(p)} * (${x} + 1) + ${d(q - 1)})`
  return `(case when ${value} > 0 then ${own} else ${d((p * gamma) / (q - 1))} end)`
}
