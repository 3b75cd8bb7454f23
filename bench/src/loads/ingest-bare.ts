import { openDuck } from '@tend/lake'
import { bankPack, memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'

const types: Readonly<Record<string, string>> = {
  text: 'varchar',
  integer: 'bigint',
  number: 'double',
  money: 'decimal(18, 2)',
  date: 'date',
  boolean: 'boolean',
}

/** The floor of an ingest: typed columns named beforehand, no sniffing, no checks, straight into one Parquet file of the lake's compression. */
await load(
  async ({
    file,
    fact,
    out,
  }: {
    readonly file: string
    readonly fact: string
    readonly out: string
  }): Promise<null> => {
    const columns = bankPack().facts.get(fact)?.columns ?? []
    const listed = columns.map(({ id, type }) => `'${id}': '${types[type]}'`).join(', ')
    const duck = await openDuck({ memoryLimitMb })
    await duck.run(
      `copy (select * from read_csv('${file}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {${listed}})) to '${out}' (format parquet, compression snappy)`,
    )
    duck.close()
    return null
  },
)
