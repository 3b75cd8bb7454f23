import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import type { Pack } from '@tend/pack'
import { duckdbShim, planNight, renderNight, runNight, type StateRow } from '../../src/index.ts'
import { withReasons } from '../../src/state/reasons.ts'
import { FactBook } from './facts.ts'
import type { GoldenCase } from './shape.ts'

export type Outcome = {
  readonly customers: readonly Readonly<Record<string, unknown>>[]
  readonly moments: readonly Readonly<Record<string, unknown>>[]
  /** The night's statements, for who looks into a failure. */
  readonly sql: () => string
}

/** Runs a case's earlier days and then its own; each day sees the facts of the days before. */
export async function runCase(pack: Pack, golden: GoldenCase): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'tend-golden-'))
  // A case is a few rows: a second thread costs more than it brings.
  const duck = await openDuck({ threads: 1 })
  try {
    const book = new FactBook(pack)
    const days = [...(golden.previous ?? []), { as_of: golden.as_of, facts: golden.facts }]
    let previous: string | undefined
    for (const day of days) {
      book.add(day.facts ?? {})
      const sources = await book.load(duck)
      const out = join(folder, day.as_of)
      await runNight({ duck, sources, pack, asOf: day.as_of, out, ...(previous === undefined ? {} : { previous }) })
      previous = out
    }
    return await readOutcome(duck, join(folder, golden.as_of), pack, golden.as_of)
  } finally {
    duck.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function readOutcome(duck: Duck, folder: string, pack: Pack, asOf: string): Promise<Outcome> {
  const rows = await duck.rows<StateRow>(`from read_parquet('${folder}/customer.parquet')`)
  return {
    customers: await withReasons(duck, folder, [...pack.schemes.keys()], rows),
    moments: await duck.rows(`from read_parquet('${folder}/moment.parquet')`),
    sql: () => sqlOf(pack, asOf),
  }
}

function sqlOf(pack: Pack, asOf: string): string {
  const statements = renderNight(planNight(pack, { asOf }), duckdbShim, {
    fact: (id) => id,
    target: (result) => result,
  })
  return statements.map(({ name, sql }) => `-- ${name}\n${sql};`).join('\n\n')
}
