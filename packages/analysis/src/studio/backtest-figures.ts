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

/** Tenths of the scores from the highest, each with all above it, by who left within 90 days. */
export async function judgeThresholds({ session, factsUpTo }: About): Promise<readonly ThresholdFigures[]> {
  const rows = await session.rows<{ tenth: number; from: number; customers: number; left: number }>(
    `select tenth, min(score) as "from", count(*) as customers, count(*) filter (where ${leftWithin(90)}) as "left"
     from (select *, ntile(10) over (order by score desc, day, customer_id) as tenth from judged
           where score is not null and ${isKnown(90, factsUpTo)}) as ranked
     group by 1 order by 1`,
  )
  const all = rows.reduce((sum, row) => ({ customers: sum.customers + row.customers, left: sum.left + row.left }), {
    customers: 0,
    left: 0,
  })
  let customers = 0
  let left = 0
  return rows.map((row) => {
    customers += row.customers
    left += row.left
    const rates = ratesOf({ customers: all.customers, noticed: customers, left: all.left, noticedLeft: left })
    return {
      share: row.tenth / 10,
      from: row.from,
      customers,
      left90: left,
      precision: rates.precision,
      recall: rates.recall,
      lift: rates.lift,
    }
  })
}
