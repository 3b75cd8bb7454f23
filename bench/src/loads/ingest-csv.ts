import { rename } from 'node:fs/promises'
import { openDuck } from '@tend/lake'
import { load } from '../child.ts'

/** The bank's months of a fact as one CSV, as a core system would deliver them. */
await load(async ({ from, to }: { readonly from: readonly string[]; readonly to: string }): Promise<null> => {
  const duck = await openDuck()
  await duck.run(
    `copy (select * from read_parquet([${from.map((file) => `'${file}'`).join(', ')}])) to '${to}.tmp' (format csv, header)`,
  )
  duck.close()
  await rename(`${to}.tmp`, to)
  return null
})
