import { type MeasurePlan, planNight } from '@tend/analysis'
import { factColumns } from '@tend/lake'
import type { Fact } from '@tend/pack'
import { bankPack, endDate } from './bank.ts'

/** What a night reads of a fact: the columns of its measures, with their SQL types. */
export type ScannedFact = {
  readonly fact: string
  readonly customer: string
  readonly date: string | undefined
  readonly from: string | undefined
  readonly to: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** One scan a fact, however many passes the night makes of it, over the windows as the pack writes them. */
export const scannedFacts = (): readonly ScannedFact[] => {
  const { scans } = planNight(bankPack(), { asOf: endDate })
  return [...Map.groupBy(scans, ({ fact }) => fact.id).values()].flatMap((passes) => {
    const [first] = passes
    if (!first) return []
    const { fact } = first
    const starts = passes.flatMap(({ measures }) =>
      measures.map(({ id, period }) => (looksAtAll(id) ? undefined : period.from)),
    )
    return [
      {
        fact: fact.id,
        customer: fact.customer ?? '',
        date: fact.date,
        from: starts.includes(undefined) ? undefined : starts.sort()[0],
        to: first.period.to,
        columns: columnsOf(
          fact,
          passes.flatMap(({ measures }) => measures),
        ),
      },
    ]
  })
}

/** The night knows the last day that has rows and reads that one alone. */
const looksAtAll = (id: string): boolean => {
  const indicator = bankPack().indicators.get(id)
  return indicator?.kind === 'measure' && 'lifetime' in indicator.window
}

const columnsOf = (fact: Fact, measures: readonly MeasurePlan[]): ScannedFact['columns'] => {
  const read = new Set(measures.flatMap(({ argument, where }) => [...(argument?.names ?? []), ...(where?.names ?? [])]))
  if (fact.date !== undefined) read.add(fact.date)
  return factColumns(fact).filter(({ name }) => read.has(name) && name !== fact.customer)
}
