import type { Fact, Indicator, Pack } from '@tend/pack'
import type { ModelArtifact } from '../learn/artifact.ts'
import { planLayers } from './layers.ts'
import { planMoments } from './moments.ts'
import type { NightPlan, Population, PreviousState, WideColumn } from './plan.ts'
import { type FactDays, planScans } from './scans.ts'
import { planManual, schemeColumns, schemePlanner } from './schemes.ts'

export type PlanOptions = {
  /** ISO date; only facts up to it count. */
  readonly asOf: string
  /** What the last committed state with an earlier as-of holds; absent at the first run. */
  readonly previous?: PreviousState
  /** What was learned, by the pack's model id; a model without it says nothing of anybody. */
  readonly models?: ReadonlyMap<string, ModelArtifact>
  /** The days on which facts have rows, sorted, as `factDays` reads them; needed of those whose end some measure looks at. */
  readonly days?: FactDays
}

/**
 * Settles everything that a night does as plain data: periods, the order of layers, what each moment looks for. Pure. Throws for a
 * pack without a `customer` fact keyed by `customer_id`.
 */
export function planNight(pack: Pack, options: PlanOptions): NightPlan {
  const { asOf, previous, models = new Map(), days = new Map() } = options
  if (previous && previous.asOf >= asOf)
    throw new Error(`the previous state (${previous.asOf}) must be earlier than ${asOf}`)
  const population = planPopulation(pack)
  const schemes = sortedById(pack.schemes.values())
  const indicators = sortedById(pack.indicators.values())
  const manual = planManual(pack, schemes)
  const planScheme = schemePlanner(pack, asOf, previous, manual)
  return {
    packId: pack.id,
    packHash: pack.hash,
    asOf,
    decimals: pack.currency.decimals,
    previous,
    population,
    manual,
    scans: planScans(pack, indicators, { asOf, previous, days }),
    layers: planLayers(pack, { models, planScheme }),
    moments: planMoments(pack, asOf, previous?.asOf),
    columns: [
      ...attributeColumns(population.customer),
      ...indicators.map(indicatorColumn),
      ...schemes.map(planScheme).flatMap(schemeColumns),
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

function sortedById<T extends { readonly id: string }>(definitions: Iterable<T>): readonly T[] {
  return [...definitions].sort((a, b) => (a.id < b.id ? -1 : 1))
}
