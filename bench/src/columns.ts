import { type FactScan, planNight } from '@tend/analysis'
import { factColumns } from '@tend/lake'
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

export const scannedFacts = (): readonly ScannedFact[] =>
  planNight(bankPack(), { asOf: endDate }).scans.map((scan) => ({
    fact: scan.fact.id,
    customer: scan.fact.customer ?? '',
    date: scan.fact.date,
    from: scan.period.from,
    to: scan.period.to,
    columns: columnsOf(scan),
  }))

const columnsOf = ({ fact, measures }: FactScan): ScannedFact['columns'] => {
  const read = new Set(measures.flatMap(({ argument, where }) => [...(argument?.names ?? []), ...(where?.names ?? [])]))
  if (fact.date !== undefined) read.add(fact.date)
  return factColumns(fact).filter(({ name }) => read.has(name) && name !== fact.customer)
}
