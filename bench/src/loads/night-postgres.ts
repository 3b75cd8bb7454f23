import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FactDays, factDays, planNight, postgresShim, renderNight } from '@tend/analysis'
import { factColumns, factRelation, openDuck, openLake, readCatalog } from '@tend/lake'
import { type Db, openStore } from '@tend/store'
import { bankPack, endDate } from '../bank.ts'
import { load, say } from '../child.ts'
import { measureServer } from '../server-cpu.ts'

export type PostgresNight = {
  readonly wallSeconds: number
  readonly serverCpuSeconds: number | undefined
  readonly backendPeakMb: number | undefined
  readonly customers: number
}

const dropTables = async (db: Db): Promise<void> => {
  const tables = [...bankPack().facts.keys(), ...['customer', 'moment', 'noticed'].map((result) => `night_${result}`)]
  for (const table of tables) await db.execute(`drop table if exists "bench_${table}"`)
}

const runStatements = async (tx: Db, statements: readonly string[]): Promise<PostgresNight> => {
  // A server that is tuned for such work would have at least this.
  await tx.execute(`set local work_mem = '256MB'`)
  const { wallSeconds, serverCpuSeconds, backendPeakMb } = await measureServer(tx, async () => {
    for (const sql of statements) await tx.execute(sql)
  })
  const [counted] = await tx.query<{ customers: number }>('select count(*) as customers from bench_night_customer')
  return { wallSeconds, serverCpuSeconds, backendPeakMb, customers: counted?.customers ?? 0 }
}

const types: Readonly<Record<string, string>> = {
  VARCHAR: 'text',
  DOUBLE: 'double precision',
  BIGINT: 'bigint',
  DATE: 'date',
  BOOLEAN: 'boolean',
}

/** Every fact that the lake holds, analysed, so that the planner knows what it reads; and the days that a night's plan needs. */
const copyFacts = async (db: Db, root: string): Promise<FactDays> => {
  const duck = await openDuck()
  const folder = await mkdtemp(join(tmpdir(), 'tend-bench-'))
  const lake = openLake(root)
  const catalog = await readCatalog(lake)
  for (const fact of bankPack().facts.values()) {
    say(`copying ${fact.id} into PostgreSQL`)
    const columns = factColumns(fact)
    const table = `bench_${fact.id}`
    await db.execute(
      `create table "${table}" (${columns.map(({ name, type }) => `"${name}" ${types[type]}`).join(', ')})`,
    )
    const file = join(folder, `${fact.id}.csv`)
    await duck.run(
      `copy (select * from ${factRelation(lake, catalog, fact)} as fact) to '${file}' (format csv, header false)`,
    )
    await db.copyIn(
      table,
      columns.map(({ name }) => name),
      createReadStream(file),
    )
    await rm(file)
    await db.execute(`analyze "${table}"`)
  }
  await rm(folder, { recursive: true })
  const days = await factDays(duck, bankPack(), bankPack().indicators.values(), (fact) =>
    factRelation(lake, catalog, fact),
  )
  duck.close()
  return days
}

/** The same statements as the night's, rendered with the PostgreSQL shim, on tables that hold the same facts. Only the statements are measured. */
await load(async ({ lake, home }: { readonly lake: string; readonly home: string }): Promise<PostgresNight> => {
  const store = await openStore({ home, onProgress: say })
  try {
    await dropTables(store)
    const days = await copyFacts(store, lake)
    const statements = renderNight(planNight(bankPack(), { asOf: endDate, days }), postgresShim, {
      fact: (id) => `"bench_${id}"`,
      target: (result) => `bench_night_${result}`,
    })
    say('running the night on PostgreSQL')
    return await store.transaction((tx) =>
      runStatements(
        tx,
        statements.map(({ sql }) => sql),
      ),
    )
  } finally {
    await dropTables(store)
    await store.close()
  }
})
