import type { Fact, Indicator, Pack, Scheme } from '@tend/pack'
import { planLayers } from './layers.ts'
import { planMoments } from './moments.ts'
import { enclose, periodOf } from './periods.ts'
import type { FactScan, MeasurePlan, NightPlan, Population, PreviousState, WideColumn } from './plan.ts'

export type PlanOptions = {
  /** ISO date; only facts up to it count. */
  readonly asOf: string
  /** What the last committed state with an earlier as-of holds; absent at the first run. */
  readonly previous?: PreviousState
}

/**
 * Settles everything that a night does as plain data: periods, the order of layers, what each moment looks for. Pure. Throws for a
 * pack without a `customer` fact keyed by `customer_id`.
 */
export function planNight(pack: Pack, options: PlanOptions): NightPlan {
  const { asOf, previous } = options
  if (previous && previous.asOf >= asOf)
    throw new Error(`the previous state (${previous.asOf}) must be earlier than ${asOf}`)
  const population = planPopulation(pack)
  const schemes = sortedById(pack.schemes.values())
  const indicators = sortedById(pack.indicators.values())
  return {
    packId: pack.id,
    packHash: pack.hash,
    asOf,
    decimals: pack.currency.decimals,
    previous,
    population,
    scans: planScans(pack, indicators, asOf),
    layers: planLayers(pack),
    moments: planMoments(pack, asOf, previous?.asOf),
    columns: [
      ...attributeColumns(population.customer),
      ...indicators.map(indicatorColumn),
      ...schemes.flatMap(schemeColumns),
    ],
  }
}

function planPopulation(pack: Pack): Population {
  const customer = pack.facts.get('customer')
  if (customer?.customer !== 'customer_id') {
    throw new Error(`pack ${pack.id} needs a fact "customer" whose customer column is "customer_id"`)
  }
  const registering = sortedById(pack.facts.values()).filter((fact) => {
    const column = fact.columns.find(({ id }) => id === fact.customer)
    return fact.id !== 'customer' && column !== undefined && column.references !== 'customer'
  })
  return { customer, registering }
}

function planScans(pack: Pack, indicators: readonly Indicator[], asOf: string): readonly FactScan[] {
  const measuresByFact = new Map<string, MeasurePlan[]>()
  for (const indicator of indicators) {
    if (indicator.kind !== 'measure') continue
    const measures = measuresByFact.get(indicator.fact) ?? []
    measures.push(planMeasure(indicator, asOf))
    measuresByFact.set(indicator.fact, measures)
  }
  return [...measuresByFact.keys()].sort().map((id) => {
    const fact = pack.facts.get(id)
    if (fact?.customer === undefined) throw new Error(`fact ${id} names no customer and cannot be measured`)
    const measures = measuresByFact.get(id) ?? []
    return { fact, period: enclose(measures.map((measure) => measure.period)), measures }
  })
}

/** The measure of an indicator with its days settled for `asOf`. */
export function planMeasure(indicator: Extract<Indicator, { kind: 'measure' }>, asOf: string): MeasurePlan {
  return {
    id: indicator.id,
    unit: indicator.unit,
    function: indicator.function,
    argument: indicator.argument,
    where: indicator.where,
    asOf,
    period: periodOf(indicator.window, asOf),
  }
}

function attributeColumns(customer: Fact): readonly WideColumn[] {
  const units = {
    text: 'text',
    integer: 'count',
    number: 'number',
    money: 'money',
    date: 'date',
    boolean: 'flag',
  } as const
  const columns = customer.columns.map(({ id, type }) => ({
    name: id,
    unit: units[type],
    origin: 'attribute' as const,
  }))
  const missing = ['unit_id', 'owner_id'].filter((id) => !columns.some(({ name }) => name === id))
  return [...columns, ...missing.map((name) => ({ name, unit: 'text' as const, origin: 'attribute' as const }))]
}

function indicatorColumn(indicator: Indicator): WideColumn {
  return { name: indicator.id, unit: indicator.unit, origin: indicator.kind }
}

function schemeColumns({ id }: Scheme): readonly WideColumn[] {
  return [
    { name: id, unit: 'text', origin: 'level' },
    { name: `${id}_before`, unit: 'text', origin: 'before' },
    { name: `${id}_since`, unit: 'date', origin: 'since' },
    { name: `${id}_until`, unit: 'date', origin: 'until' },
    { name: `${id}_reason`, unit: 'text', origin: 'reason' },
  ]
}

function sortedById<T extends { readonly id: string }>(definitions: Iterable<T>): readonly T[] {
  return [...definitions].sort((a, b) => (a.id < b.id ? -1 : 1))
}
