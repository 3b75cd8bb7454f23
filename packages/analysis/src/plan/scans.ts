import type { Indicator, Pack, Window } from '@tend/pack'
import { enclose, periodOf } from './periods.ts'
import type { CounterStart, FactScan, MeasurePlan, PreviousState } from './plan.ts'

type Measure = Extract<Indicator, { kind: 'measure' }>

/** One pass for each fact, and one more for each column that some measures add its rows up by first. */
export function planScans(
  pack: Pack,
  indicators: readonly Indicator[],
  asOf: string,
  previous: PreviousState | undefined,
): readonly FactScan[] {
  const measures = indicators.filter((indicator) => indicator.kind === 'measure')
  return [...Map.groupBy(measures, scanId)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, ofScan]) => {
      const plans = ofScan.map((measure) => planMeasure(measure, asOf, previous))
      const [first] = ofScan
      if (!first) throw new Error('a scan needs a measure')
      return planScan(pack, first, plans)
    })
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

/** The measure of an indicator with its days settled for `asOf`. */
export function planMeasure(indicator: Measure, asOf: string, previous: PreviousState | undefined): MeasurePlan {
  return {
    id: indicator.id,
    unit: indicator.unit,
    function: indicator.function,
    argument: indicator.argument,
    where: indicator.where,
    asOf,
    period: periodOf(indicator.window, asOf),
    start: startOf(indicator.window, previous),
  }
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
