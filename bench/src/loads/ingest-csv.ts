import { rename } from 'node:fs/promises'
import { openDuck } from '@tend/lake'
import { load } from '../child.ts'

export type CsvOrder = {
  /** Parquet files of one fact. */
  readonly from: readonly string[]
  readonly to: string
  /** A single day's rows alone. */
  readonly day?: { readonly column: string; readonly date: string }
}

/** The bank's months of a fact, or a day of them, as one CSV, as a core system would deliver them. */
await load(async ({ from, to, day }: CsvOrder): Promise<{ rows: number }> => {
  const duck = await openDuck()
  const files = from.map((file) => `'${file}'`).join(', ')
  const where = day === undefined ? '' : ` where "${day.column}" = date '${day.date}'`
  await duck.run(`copy (select * from read_parquet([${files}])${where}) to '${to}.tmp' (format csv, header)`)
  const [counted] = await duck.rows<{ rows: number }>(
    `select count(*) as rows from read_csv('${to}.tmp', header = true)`,
  )
  duck.close()
  await rename(`${to}.tmp`, to)
  return { rows: counted?.rows ?? 0 }
})
