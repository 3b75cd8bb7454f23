import type { Pack, Sensitivity } from '@tend/pack'

/** Class of personal data of a name: a column of the customer fact, and of `fact` where a moment's sentence reads that too. */
export function sensitivityIn(pack: Pack, fact?: string): (name: string) => Sensitivity | undefined {
  const own = fact === undefined ? [] : (pack.facts.get(fact)?.columns ?? [])
  const columns = [...own, ...(pack.facts.get('customer')?.columns ?? [])]
  const classes = new Map(
    columns.filter(({ sensitivity }) => sensitivity).map(({ id, sensitivity }) => [id, sensitivity]),
  )
  return (name) => classes.get(name)
}
