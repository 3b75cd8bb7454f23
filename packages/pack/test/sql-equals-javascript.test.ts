import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile, type Expression, parseExpression, type Row, renderSql, type Value } from '../src/index.ts'
import { columns, expressions, rows, scope } from './random-expressions.ts'

/** `SEED=… npm test` repeats a run. */
const seed = Number(process.env.SEED ?? 20_261_122)
const asOfs = ['2026-10-31', '2026-02-28', '2024-02-29', '2026-11-15']
const rowCount = 60
const expressionsPerType = 250
const decimals = 2

let connection: DuckDBConnection
let sample: readonly Row[]

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
  sample = fc.sample(rows, { seed, numRuns: rowCount })
  const types = Object.entries(columns).map(([name, { sql }]) => `"${name}" ${sql}`)
  await connection.run(`create table row (id integer, ${types.join(', ')})`)
  const values = sample.map(
    (row, id) => `(${[id, ...Object.keys(columns).map((name) => literal(row[name]))].join(', ')})`,
  )
  await connection.run(`insert into row values ${values.join(', ')}`)
})

afterAll(() => connection.closeSync())

describe(`an expression gives the same answer in SQL and in JavaScript (seed ${seed})`, () => {
  test.each(['flag', 'number', 'text', 'date'] as const)('for random expressions that are a %s', async (type) => {
    const parsed = parseSome(type)
    let compared = 0
    for (const [index, asOf] of asOfs.entries()) {
      const batch = parsed.filter((_, position) => position % asOfs.length === index)
      compared += await compareBatch(batch, asOf)
    }
    expect(compared).toBe(expressionsPerType * rowCount)
  })
})

async function compareBatch(batch: readonly Expression[], asOf: string): Promise<number> {
  const column = (name: string): string => `"${name}"`
  const sql = batch.map((expression) => renderSql(expression, { column, asOf, decimals }))
  const selected = batch.map((expression, index) =>
    expression.type === 'date' ? `cast(${sql[index]} as varchar)` : sql[index],
  )
  const result = await connection.runAndReadAll(`select ${selected.join(',\n')} from row order by id`)
  const found = result.getRows()
  for (const [index, expression] of batch.entries()) {
    const evaluate = compile(expression, { decimals })
    for (const [id, row] of sample.entries()) {
      const inJavaScript = evaluate(row, asOf)
      const inSql = found[id]?.[index]
      const message = `${expression.text}\n${sql[index]}\nas of ${asOf}, row ${JSON.stringify(row)}`
      expect(isSame(inJavaScript, inSql), `${message}\nJavaScript ${inJavaScript}, SQL ${inSql}`).toBe(true)
    }
  }
  return batch.length * sample.length
}

/** Numbers must agree to the bit, so that a threshold never falls between the two; a zero's sign does not matter. */
function isSame(a: Value, b: unknown): boolean {
  return a === b || (typeof a === 'number' && typeof b === 'number' && Number.isNaN(a) && Number.isNaN(b))
}

/** Random expressions of a type, without those that compare or add up what the language keeps apart, as money and days. */
function parseSome(type: Expression['type']): readonly Expression[] {
  const position = { file: 'random', line: 1, column: 1 }
  const texts = new Set(fc.sample(expressions[type], { seed, numRuns: 4 * expressionsPerType }))
  const parsed: Expression[] = []
  for (const text of texts) {
    const { expression, issues } = parseExpression(text, scope, { position, path: 'random' }, type)
    const other = issues.filter((issue) => issue.code !== 'unit-mismatch')
    if (other.length > 0) throw new Error(`${text}: ${other.map((issue) => issue.message).join('; ')}`)
    if (expression !== undefined) parsed.push(expression)
  }
  return parsed.slice(0, expressionsPerType)
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}
