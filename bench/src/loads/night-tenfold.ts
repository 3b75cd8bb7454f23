import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type NightResult, runNight } from '@tend/analysis'
import { factRelation, openDuck, openLake, readCatalog } from '@tend/lake'
import { bankPack, endDate } from '../bank.ts'
import { load, say } from '../child.ts'

export type TenfoldOrder = { readonly lake: string; readonly folder: string; readonly memoryLimitMb: number }

/** Facts about people; the others (units, staff) stay as they are. */
const isMultiplied = (customer: string | undefined): customer is string => customer !== undefined

/** The night of a bank ten times as large: each customer of the lake stands for ten, read over again under ten names and never written. */
await load(async ({ lake: root, folder, memoryLimitMb }: TenfoldOrder): Promise<NightResult> => {
  const pack = bankPack()
  const lake = openLake(root)
  const catalog = await readCatalog(lake)
  const out = join(folder, 'night-tenfold')
  const spill = join(folder, 'spill-tenfold')
  await rm(out, { recursive: true, force: true })
  const duck = await openDuck({ memoryLimitMb, tempFolder: spill })
  try {
    return await runNight({
      duck,
      pack,
      asOf: endDate,
      out,
      clock: () => performance.now(),
      onProgress: ({ statement }) => say(statement),
      sources: (id, { from, to }) => {
        const fact = pack.facts.get(id)
        if (!fact) throw new Error(`The pack has no fact ${id}.`)
        const relation = factRelation(lake, catalog, fact, from === undefined ? { to } : { from, to })
        if (!isMultiplied(fact.customer)) return relation
        const key = `"${fact.customer}"`
        return `(select fact.* replace (fact.${key} || '-' || copy.number as ${key}) from ${relation} as fact cross join range(10) copy(number))`
      },
    })
  } finally {
    duck.close()
    await rm(spill, { recursive: true, force: true })
    await rm(out, { recursive: true, force: true })
  }
})
