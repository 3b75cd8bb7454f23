import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import type { Pack } from '@tend/pack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReadOnSpark, runNight, type Spark, type StateRow } from '../../src/index.ts'
import { withReasons } from '../../src/state/reasons.ts'
import { checkCase } from '../golden/check-case.ts'
import type { GoldenCase } from '../golden/shape.ts'
import { aloneIn, type Batch, fewOf, goldenBatches, packIn, prefixOf, writeFacts } from './batches.ts'
import { compareStates } from './compare-states.ts'
import { openTestSpark } from './test-spark.ts'

let spark: Spark
const home = mkdtempSync(join(tmpdir(), 'tend-spark-'))

beforeAll(async () => {
  spark = await openTestSpark('few customers')
})

afterAll(async () => {
  await spark?.close()
  rmSync(home, { recursive: true, force: true })
})

const all = goldenBatches()
const isShort = process.env.TEND_SPARK_CASES === 'few'
const batches = isShort ? fewOf(all) : all
const count = (some: readonly Batch[]) => some.reduce((sum, { cases }) => sum + cases.length, 0)

test(`${count(batches)} of ${count(all)} golden cases`, () => {
  expect(count(batches)).toBeGreaterThan(0)
})

describe.concurrent('both engines make the same rows', () => {
  for (const batch of batches) {
    const about = `${basename(batch.pack)} on ${batch.days.join(', then ')}`
    test(`${about}: ${batch.cases.map(({ title }) => title).join('; ')}`, async () => {
      const pack = packIn(batch.pack)
      const alone: GoldenCase[] = []
      await onBothEngines(pack, batch, async (duck, state) => {
        for (const [index, golden] of batch.cases.entries()) {
          if (batch.cases.length > 1 && !(await holds(pack, duck, state.duckdb, golden, prefixOf(index))))
            alone.push(golden)
          else await checkGolden(pack, duck, state.spark, golden, prefixOf(index))
        }
      })
      // Their rows were the same on both engines; a night for each is left to the whole comparison.
      for (const golden of isShort ? [] : alone) {
        await onBothEngines(pack, aloneIn(batch, golden), (duck, state) =>
          checkGolden(pack, duck, state.spark, golden, prefixOf(0)),
        )
      }
    })
  }
})

type States = { readonly duckdb: string; readonly spark: string }

/**
 * Runs the batch's days on DuckDB and the last of them on Spark too, over the same state of the day before; both must make the same state. That
 * Spark goes on from its own state is for the sample bank to show.
 */
async function onBothEngines(
  pack: Pack,
  batch: Batch,
  check: (duck: Duck, state: States) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(home, 'batch-'))
  const duck = await openDuck({ threads: 1 })
  try {
    await writeFacts(duck, pack, batch, folder)
    let previous: { readonly previous: string } | undefined
    for (const asOf of batch.days) {
      const out = join(folder, `${asOf}-duckdb`)
      const file = (fact: string) => join(folder, asOf, `${fact}.parquet`)
      const night = { duck, pack, asOf, ...previous }
      await runNight({ ...night, sources: (fact) => `read_parquet('${file(fact)}')`, out })
      if (asOf === batch.days.at(-1)) {
        const state: States = { duckdb: out, spark: join(folder, `${asOf}-spark`) }
        const sources = (fact: string, _: unknown, read?: ReadOnSpark) =>
          read?.(fact, [file(fact)]) ?? `read_parquet('${file(fact)}')`
        await runNight({ ...night, sources, out: state.spark, spark })
        expect(await compareStates(duck, pack, state.duckdb, state.spark), asOf).toEqual([])
        await check(duck, state)
      }
      previous = { previous: out }
    }
  } finally {
    duck.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function holds(pack: Pack, duck: Duck, state: string, golden: GoldenCase, prefix: string): Promise<boolean> {
  try {
    await checkGolden(pack, duck, state, golden, prefix)
    return true
  } catch {
    return false
  }
}

async function checkGolden(pack: Pack, duck: Duck, state: string, golden: GoldenCase, prefix: string): Promise<void> {
  const read = async (result: string): Promise<readonly Record<string, unknown>[]> => {
    const rows = await duck.rows(
      `from read_parquet('${state}/${result}.parquet') where starts_with(customer_id, '${prefix}')`,
    )
    const told =
      result === 'customer' ? await withReasons(duck, state, [...pack.schemes.keys()], rows as StateRow[]) : rows
    return JSON.parse(JSON.stringify(told).replaceAll(prefix, '')) as Record<string, unknown>[]
  }
  checkCase(pack, { customers: await read('customer'), moments: await read('moment'), sql: () => '' }, golden.expect)
}
