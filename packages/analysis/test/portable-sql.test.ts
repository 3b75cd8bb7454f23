import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { factColumns, openDuck } from '@tend/lake'
import { formatIssues, loadPack, type Pack } from '@tend/pack'
import { testDatabase } from '@tend/store/testing'
import { expect, test } from 'vitest'
import {
  duckdbShim,
  factDays,
  planNight,
  postgresShim,
  renderNight,
  type Shim,
  type Sources,
  type Statement,
} from '../src/index.ts'
import { FactBook } from './golden/facts.ts'
import { shopFacts, teashop } from './teashop.ts'

/** Words that one of DuckDB, PostgreSQL and Spark does not know or reads otherwise. */
const forbidden =
  /\b(qualify|group by all|exclude|date_diff|datediff|datesub|median|max_by|arg_max|arg_min|try_cast|strftime|last_day|ignore nulls|pivot|interval|count_if|range|now|current_date|date_trunc|ilike|any_value|list|struct|round)\b|::|\/\//i

const roots = [join(import.meta.dirname, '../../../packs'), join(import.meta.dirname, 'packs')]
const folders = roots.flatMap((root) => readdirSync(root).map((name) => join(root, name)))
const days = ['2026-10-31', '2026-11-02'] as const

for (const folder of folders.filter((one) => existsSync(join(one, 'schemes')))) {
  test(`the night of ${folder.split('/').at(-1)} keeps to the portable subset, one text for both engines`, () => {
    const pack = packIn(folder)
    const schemes = [...pack.schemes.keys()]
    const plan = planNight(pack, { asOf: days[1], previous: { asOf: days[0], schemes, counters: schemes } })
    const duck = texts(renderNight(plan, { ...duckdbShim, ...bare }, sourcesAfter(true)))
    const postgres = texts(renderNight(plan, { ...postgresShim, ...bare }, sourcesAfter(true)))
    expect(duck.length).toBeGreaterThan(3)
    for (const sql of duck) expect(withoutConstants(sql)).not.toMatch(forbidden)
    expect(postgres.map((sql) => sql.replaceAll('double precision', 'double'))).toEqual(duck)
  })
}

test('PostgreSQL gives the rows that DuckDB gives, over two nights', async () => {
  const pack = teashop()
  const database = await testDatabase()
  const duck = await openDuck()
  try {
    const book = new FactBook(pack)
    book.add(shopFacts)
    await book.load(duck)
    for (const fact of pack.facts.values()) {
      const columns = factColumns(fact)
      const types = columns.map(({ name, type }) => `"${name}" ${type === 'DOUBLE' ? 'double precision' : type}`)
      await database.execute(`create table "fact:${fact.id}" (${types.join(', ')})`)
      for (const row of await duck.rows<Record<string, unknown>>(`select * from "fact:${fact.id}"`)) {
        const places = columns.map((_, index) => `$${index + 1}`).join(', ')
        await database.execute(`insert into "fact:${fact.id}" values (${places})`, Object.values(row))
      }
    }
    const schemes = [...pack.schemes.keys()]
    for (const [index, asOf] of days.entries()) {
      const previous = index === 0 ? {} : { previous: { asOf: days[0], schemes, counters: ['club'] } }
      const daysOf = await factDays(duck, pack, pack.indicators.values(), ({ id }) => `"fact:${id}"`)
      const plan = planNight(pack, { asOf, days: daysOf, ...previous })
      for (const sql of texts(
        renderNight(plan, { ...duckdbShim, ...tables(duckdbShim) }, sourcesAfter(index > 0, asOf)),
      )) {
        await duck.run(sql)
      }
      await database.transaction(async (tx) => {
        for (const sql of texts(renderNight(plan, postgresShim, sourcesAfter(index > 0, asOf)))) await tx.execute(sql)
      })
      for (const result of ['customer', 'moment', 'noticed']) {
        const query = `select * from "${asOf}:${result}"`
        const expected = sorted(await duck.rows(query))
        expect(expected.length).toBeGreaterThan(3)
        expect(sorted(await database.query(query)), `${result} of ${asOf}`).toEqual(expected)
      }
    }
  } finally {
    duck.close()
    await database.close()
  }
})

/** Renderings without what a shim adds around a query. */
const bare: Pick<Shim, 'stage' | 'unstage' | 'source' | 'sink'> = {
  stage: (_, query) => [query],
  unstage: () => '',
  source: (path) => path,
  sink: (_, query) => query,
}

/** DuckDB writing tables, so that both engines read the last state alike. */
function tables(shim: Shim): Pick<Shim, 'sink' | 'source'> {
  return { sink: (path, query) => `${shim.stage(path, query)}`, source: postgresShim.source }
}

function sourcesAfter(hasPrevious: boolean, asOf: string = days[1]): Sources {
  const relation = (result: string) => `"${days[0]}:${result}"`
  return {
    fact: (id) => `"fact:${id}"`,
    target: (result) => `${asOf}:${result}`,
    ...(hasPrevious
      ? { previous: { customer: relation('customer'), moment: relation('moment'), noticed: relation('noticed') } }
      : {}),
  }
}

function texts(statements: readonly Statement[]): readonly string[] {
  return statements.map(({ sql }) => sql).filter((sql) => sql !== '')
}

/** Quoted names and texts are data. */
function withoutConstants(sql: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'/g, "''").replaceAll(/"(?:[^"]|"")*"/g, '""')
}

function sorted(rows: readonly Record<string, unknown>[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort()
}

function packIn(folder: string): Pack {
  const { pack, issues } = loadPack(folder)
  if (!pack) throw new Error(formatIssues(issues))
  return pack
}
