import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import { formatIssues, loadPack, type Pack } from '@tend/pack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareStates } from './compare-states.ts'

const home = mkdtempSync(join(tmpdir(), 'tend-compare-'))
let duck: Duck
let pack: Pack

beforeAll(async () => {
  duck = await openDuck({ threads: 1 })
  pack = bookshopWith([
    'leave_twice: { label: { zh: 两倍, en: Twice }, unit: ratio, formula: "leave_chance * 2" }',
    'buys_twice: { label: { zh: 两倍, en: Twice }, unit: number, formula: "purchases_next * 2" }',
    'amount: { label: { zh: 金额, en: Amount }, unit: money, fact: purchase, measure: sum(amount) }',
    'amount_third: { label: { zh: 三分之一, en: A third }, unit: ratio, formula: "amount / 3" }',
  ])
})

afterAll(() => {
  duck.close()
  rmSync(home, { recursive: true, force: true })
})

const row = {
  customer_id: `'r1'`,
  spent: '12345678901234::bigint',
  amount_third: '0.25::double',
  group_distance: '0.25::double',
  stay_points: '600::double',
  leave_chance: '0.25::double',
  leave_twice: '0.5::double',
  p_alive: '0.25::double',
  purchases_next: '0.25::double',
  buys_twice: '0.5::double',
  value_next: '12345678901234::bigint',
  first_on: `date '2026-01-31'`,
  is_member: 'true',
}
type Column = keyof typeof row

const differences: readonly (readonly [Column, string, 'is the same' | 'differs'])[] = [
  ['customer_id', `'r2'`, 'differs'],
  ['first_on', `date '2026-02-01'`, 'differs'],
  ['is_member', 'false', 'differs'],
  ['is_member', 'null::boolean', 'differs'],
  ['spent', '12345678901235::bigint', 'differs'],
  ['value_next', '12345678901235::bigint', 'differs'],
  // It rests on a measure that bears the name of the column it adds up.
  ['amount_third', '0.25::double + 1e-16', 'differs'],
  ['amount_third', 'null::double', 'differs'],
  ['stay_points', '600::double + 2e-13', 'differs'],
  ['group_distance', '0.25::double + 1e-16', 'differs'],
  ['leave_chance', '0.25::double * (1 + 4e-15)', 'is the same'],
  ['leave_chance', '0.25::double * (1 + 1e-13)', 'differs'],
  ['leave_chance', 'null::double', 'differs'],
  ['leave_twice', '0.5::double * (1 + 4e-15)', 'is the same'],
  ['leave_twice', '0.5::double * (1 + 1e-13)', 'differs'],
  ['p_alive', '0.25::double * (1 + 4e-14)', 'is the same'],
  ['p_alive', '0.25::double * (1 + 1e-12)', 'differs'],
  ['purchases_next', '0.25::double * (1 + 4e-10)', 'is the same'],
  ['purchases_next', '0.25::double * (1 + 1e-8)', 'differs'],
  ['buys_twice', '0.5::double * (1 + 4e-10)', 'is the same'],
  ['buys_twice', '0.5::double * (1 + 1e-8)', 'differs'],
]

for (const [column, value, verdict] of differences) {
  test(`${column} of ${value} ${verdict} beside ${row[column]}`, async () => {
    const found = await compareRows(row, { ...row, [column]: value })
    if (verdict === 'is the same') expect(found).toEqual([])
    else expect(found).toEqual([expect.stringContaining(`customer: ${column} differs in 1 of 1 rows`)])
  })
}

test('a column of another type is told, and so are missing rows', async () => {
  expect(await compareRows(row, { ...row, spent: '12345678901234::double' })).toEqual([
    expect.stringMatching(/columns are .*spent BIGINT.* and became .*spent DOUBLE/),
  ])
  expect(await compareRows(row, row, 'where false')).toEqual(['customer: 1 rows became 0'])
})

test('what state.json says is compared to the letter', async () => {
  const [one, other] = [await writeState(row), await writeState(row)]
  writeFileSync(join(other, 'state.json'), '{"customers":2}')
  expect(await compareStates(duck, pack, one, other)).toEqual(['state.json: {"customers":1} became {"customers":2}'])
})

type Row = Readonly<Record<Column, string>>

async function compareRows(one: Row, other: Row, where = ''): Promise<readonly string[]> {
  return compareStates(duck, pack, await writeState(one), await writeState(other, where))
}

async function writeState(values: Row, where = ''): Promise<string> {
  const folder = mkdtempSync(join(home, 'state-'))
  const columns = Object.entries(values).map(([name, value]) => `${value} as ${name}`)
  await duck.run(`copy (select ${columns.join(', ')} ${where}) to '${folder}/customer.parquet' (format parquet)`)
  for (const result of ['moment', 'noticed']) {
    await duck.run(`copy (select 0.5::double as urgency) to '${folder}/${result}.parquet' (format parquet)`)
  }
  writeFileSync(join(folder, 'state.json'), '{"customers":1}')
  return folder
}

/** The bookshop, whose models say everything that models say, with more indicators. */
function bookshopWith(indicators: readonly string[]): Pack {
  const folder = join(home, 'more')
  mkdirSync(join(folder, 'indicators'), { recursive: true })
  const head = ['id: more', 'version: "1"', 'label: { zh: 更多, en: More }', 'extends: [bookshop]']
  writeFileSync(join(folder, 'pack.yaml'), `${head.join('\n')}\n`)
  writeFileSync(join(folder, 'indicators', 'more.yaml'), `${indicators.join('\n')}\n`)
  const { pack, issues } = loadPack(folder, join(import.meta.dirname, '../learn'))
  if (!pack) throw new Error(formatIssues(issues))
  return pack
}
