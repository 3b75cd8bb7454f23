import type { Indicator, Pack, Window } from '@tend/pack'
import { addDays } from './dates.ts'
import { daysOf, enclose, periodOf } from './periods.ts'
import type { CounterStart, FactScan, MeasurePlan, Period, PreviousState } from './plan.ts'

type Measure = Extract<Indicator, { kind: 'measure' }>

/** For each fact the days on which it has rows, sorted. */
export type FactDays = ReadonlyMap<string, readonly string[]>

export type MeasureDay = {
  readonly asOf: string
  readonly previous: PreviousState | undefined
  readonly days: FactDays
}

/** Fewer measures do not pay for a pass of their own. */
const recentMeasuresMin = 3
/** What counts as recent of a pass over the whole history; of a bounded one it is a quarter. */
const recentDays = 184

/**
 * One pass for each fact, and one more for each column that some measures add its rows up by first. Where several measures look at the last quarter of a
 * pass at most, they get a pass of their own over these days: an aggregate with a filter costs as much on the rows that it leaves out.
 */
export function planScans(pack: Pack, indicators: readonly Indicator[], day: MeasureDay): readonly FactScan[] {
  const measures = indicators.filter((indicator) => indicator.kind === 'measure')
  return [...Map.groupBy(measures, scanId)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, ofScan]) => {
      const plans = ofScan.map((measure) => planMeasure(measure, day))
      const [first] = ofScan
      if (!first) throw new Error('a scan needs a measure')
      return splitScan(planScan(pack, first, plans), day.asOf)
    })
}

function splitScan(scan: FactScan, asOf: string): readonly FactScan[] {
  if (scan.fact.date === undefined || scan.per !== undefined) return [scan]
  const days = daysOf(scan.period)
  const since = addDays(asOf, -(days === undefined ? recentDays : Math.floor(days / 4)))
  const isRecent = ({ period }: MeasurePlan) => period.from !== undefined && period.from > since
  const recent = scan.measures.filter(isRecent)
  const rest = scan.measures.filter((measure) => !isRecent(measure))
  if (recent.length < recentMeasuresMin || rest.length === 0) return [scan]
  return [passOf(scan, scan.id, rest), passOf(scan, `${scan.id} (recent)`, recent)]
}

function passOf(scan: FactScan, id: string, measures: readonly MeasurePlan[]): FactScan {
  return { ...scan, id, measures, period: enclose(measures.map(({ period }) => period)) }
}

/** Measures with the same id are of one pass. */
export function scanId({ fact, per }: Measure): string {
  return per === undefined ? fact : `${fact}:${per}`
}

/** The pass that `measures` share; `of` is any of their definitions. */
export function planScan(pack: Pack, of: Measure, measures: readonly MeasurePlan[]): FactScan {
  const fact = pack.facts.get(of.fact)
  if (fact?.customer === undefined) throw new Error(`fact ${of.fact} names no customer and cannot be measured`)
  const period = enclose(measures.map((measure) => measure.period))
  return { id: scanId(of), fact, per: of.per, period, measures }
}

/** The measure of an indicator with its days settled. What stands at an end is read on the last day that has rows. */
export function planMeasure(indicator: Measure, { asOf, previous, days }: MeasureDay): MeasurePlan {
  const window = periodOf(indicator.window, asOf)
  return {
    id: indicator.id,
    unit: indicator.unit,
    function: indicator.function,
    argument: indicator.argument,
    where: indicator.where,
    asOf,
    period: indicator.function === 'at_end' ? lastDayOf(window, days.get(indicator.fact)) : window,
    start: startOf(indicator.window, previous),
  }
}

/** Where no day has rows, the last one of the window has none either. */
function lastDayOf({ from, to }: Period, days: readonly string[] = []): Period {
  const last = days.findLast((day) => day <= to && (from === undefined || day >= from)) ?? to
  return { from: last, to: last }
}

function startOf(window: Window, previous: PreviousState | undefined): CounterStart | undefined {
  if ('sinceLevel' in window) {
    const scheme = window.sinceLevel
    const column = previous?.counters?.includes(scheme)
      ? `${scheme}_period`
      : previous?.schemes.includes(scheme)
        ? // A state of before the window was in the pack: the level's own day is the best that it knows.
          `${scheme}_since`
        : undefined
    return { scheme, since: 'level', column }
  }
  if (!('sinceDemotion' in window)) return undefined
  const scheme = window.sinceDemotion
  return {
    scheme,
    since: 'demotion',
    column: previous?.counters?.includes(scheme) ? `${scheme}_restart` : undefined,
  }
}
