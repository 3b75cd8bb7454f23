import type { Duck } from '@tend/lake'

/** What a notice said against what came. Shares are null where nothing can be divided. */
export type HorizonFigures = {
  readonly days: number
  readonly customers: number
  readonly noticed: number
  readonly left: number
  readonly noticedLeft: number
  readonly precision: number | null
  readonly recall: number | null
  /** Share who leave anyway. */
  readonly baseRate: number | null
  readonly lift: number | null
}

export type MonthFigures = {
  readonly asOf: string
  readonly customers: number
  readonly noticed: number
  readonly left30: number
  readonly left60: number
  readonly left90: number
}

export type ThresholdFigures = {
  readonly share: number
  readonly from: number
  readonly customers: number
  readonly left90: number
  readonly precision: number | null
  readonly recall: number | null
  readonly lift: number | null
}

export type LeadFigures = {
  readonly leavers: number
  readonly first: number
  readonly median: number
  readonly third: number
}

export type Judged = {
  readonly months: readonly MonthFigures[]
  readonly horizons: readonly HorizonFigures[]
  /** Days from the first notice to the departure, of those who were noticed and left. */
  readonly leadDays: LeadFigures | null
  readonly thresholds: readonly ThresholdFigures[]
}

/** Works on the table `judged` (day, customer_id, noticed, score, left_on): customers who were still there on the day. */
type About = { readonly session: Duck; readonly factsUpTo: string }

const horizonDays = [30, 60, 90] as const

const leftWithin = (days: number): string => `coalesce(left_on - day <= ${days}, false)`
/** A month is judged only where all its days ahead are known. */
const isKnown = (days: number, factsUpTo: string): string => `day + ${days} <= DATE '${factsUpTo}'`

export async function judgeMonths({ session }: About): Promise<readonly MonthFigures[]> {
  const left = horizonDays.map((days) => `count(*) filter (where ${leftWithin(days)}) as "left${days}"`)
  return session.rows<MonthFigures>(
    `select cast(day as varchar) as "asOf", count(*) as customers, count(*) filter (where noticed) as noticed, ${left.join(', ')}
     from judged group by day order by day`,
  )
}

export async function judgeHorizons({ session, factsUpTo }: About): Promise<readonly HorizonFigures[]> {
  const horizons: HorizonFigures[] = []
  for (const days of horizonDays) {
    const [row] = await session.rows<{ customers: number; noticed: number; left: number; noticedLeft: number }>(
      `select count(*) as customers, count(*) filter (where noticed) as noticed, count(*) filter (where ${leftWithin(days)}) as "left",
         count(*) filter (where noticed and ${leftWithin(days)}) as "noticedLeft"
       from judged where ${isKnown(days, factsUpTo)}`,
    )
    if (row === undefined || row.customers === 0) continue
    horizons.push({ days, ...row, ...ratesOf(row) })
  }
  return horizons
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

function ratesOf(row: { customers: number; noticed: number; left: number; noticedLeft: number }) {
  const precision = share(row.noticedLeft, row.noticed)
  const baseRate = share(row.left, row.customers)
  const lift = precision === null || baseRate === null || baseRate === 0 ? null : precision / baseRate
  return { precision, recall: share(row.noticedLeft, row.left), baseRate, lift }
}

export async function judgeLeads({ session }: About): Promise<LeadFigures | null> {
  const [row] = await session.rows<{
    leavers: number
    first: number | null
    median: number | null
    third: number | null
  }>(
    `select count(*) as leavers, quantile_cont(lead, 0.25) as "first", quantile_cont(lead, 0.5) as median, quantile_cont(lead, 0.75) as third
     from (select customer_id, max(left_on) - min(day) as lead from judged where noticed and left_on is not null group by 1) as leads`,
  )
  if (row === undefined || row.first === null || row.median === null || row.third === null) return null
  return { leavers: row.leavers, first: row.first, median: row.median, third: row.third }
}

/**
 * Thresholds of a score from the highest, each with all at or above it, by who left within 90 days: its values where there are ten or fewer, else
 * those that tenths of the customers lie above. Customers with the same score are never parted.
 */
export async function judgeThresholds({ session, factsUpTo }: About): Promise<readonly ThresholdFigures[]> {
  const judged = `judged where score is not null and ${isKnown(90, factsUpTo)}`
  const values = await session.rows<{ score: number }>(
    `select distinct score from ${judged} order by score desc limit 11`,
  )
  const [cuts] = await session.rows<{ at: readonly number[] | null }>(
    `select quantile_disc(score, [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0]) as at from ${judged}`,
  )
  const thresholds = values.length > 10 ? [...new Set(cuts?.at ?? [])] : values.map(({ score }) => score)
  const figures: ThresholdFigures[] = []
  for (const from of thresholds) {
    const [row] = await session.rows<{ customers: number; left: number; noticed: number; noticedLeft: number }>(
      `select count(*) as customers, count(*) filter (where ${leftWithin(90)}) as "left", count(*) filter (where score >= $1) as noticed,
         count(*) filter (where score >= $1 and ${leftWithin(90)}) as "noticedLeft" from ${judged}`,
      [from],
    )
    if (row === undefined) continue
    const { precision, recall, lift } = ratesOf(row)
    const { noticed: customers, noticedLeft: left90 } = row
    figures.push({ share: customers / row.customers, from, customers, left90, precision, recall, lift })
  }
  return figures
}
