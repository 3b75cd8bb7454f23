import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  getCustomer,
  levelHistory,
  openState,
  type RowFilter,
  readStateFile,
  runNight,
  type StateRow,
} from '../src/index.ts'
import { addDays } from '../src/plan/dates.ts'
import { carryReasons } from '../src/run/reasons.ts'
import { withReasons } from '../src/state/reasons.ts'
import { FactBook } from './golden/facts.ts'
import { keptFolder, shopFacts, teashop } from './teashop.ts'

const pack = teashop()
const everybody: RowFilter = { sql: 'true', params: [] }

let duck: Duck
let folder: string

beforeAll(async () => {
  duck = await openDuck()
  folder = await keptFolder(afterAll)
})

afterAll(() => duck.close())

/** Nights of the tea shop on days in a row, each upon the one before; the facts stay as they are. */
async function runDays(name: string, days: number): Promise<readonly { asOf: string; folder: string }[]> {
  const book = new FactBook(pack)
  book.add(shopFacts)
  const sources = await book.load(duck)
  const states: { asOf: string; folder: string }[] = []
  for (let day = 0; day < days; day++) {
    const asOf = addDays('2026-10-31', day)
    const out = join(folder, `${name}-${asOf}`)
    const last = states.at(-1)
    await runNight({ duck, pack, sources, asOf, out, ...(last ? { previous: last.folder } : {}) })
    states.push({ asOf, folder: out })
  }
  return states
}

const reasonsIn = async (state: string, customerId: string) => {
  const row = await getCustomer(await openState(duck, state, pack), customerId, everybody)
  const of = (scheme: string) => [row?.[`${scheme}_since`], row?.[`${scheme}_reason`]]
  return { card: of('card'), life: of('life'), pyramid: of('pyramid'), value_table: of('value_table') }
}

test('a level that stays keeps the reason of the day on which it was reached, and no night writes it again', async () => {
  const [first, , third] = await runDays('three', 3)
  if (!first || !third) throw new Error('three nights are three states')
  const before = await reasonsIn(first.folder, 'c001')
  const after = await reasonsIn(third.folder, 'c001')
  expect(before.card[1]).toContain('spent_12m')
  expect([after.card, after.pyramid]).toEqual([before.card, before.pyramid])
  const [written] = await duck.rows(
    `select count(card_reason) as kept, count(value_table_reason) as told from read_parquet('${third.folder}/customer.parquet') where card_since = date '2026-10-31'`,
  )
  expect(written).toEqual({ kept: 0, told: 62 })
  expect((await readStateFile(third.folder)).reasons).toEqual([
    'reason-2026-10-31.parquet',
    'reason-2026-11-01.parquet',
  ])
})

test('a history tells the reason of every stretch', async () => {
  const states = (await runDays('history', 3)).map((state) => ({ ...state, packHash: pack.hash }))
  const stretches = await levelHistory(duck, states, { customerId: 'c001', schemes: ['card'] })
  expect(stretches).toMatchObject([{ from: '2026-10-31', to: '2026-11-02', reason: { spent_12m: expect.any(Number) } }])
})

test('after a month of nights the files with reasons become one, and the last word counts', async () => {
  let previous: string | undefined
  for (let day = 0; day < 34; day++) {
    const asOf = addDays('2026-10-31', day)
    const out = join(folder, `month-${asOf}`)
    await mkdir(out)
    // Ann's card is settled once, Bob's every night, and Cem joins on the third day without a segment.
    const bob = `'b', 'gold', '{"spent":${day}}'`
    const rows = [day === 0 ? `'a', 'gold', '{"spent":1}'` : `'a', 'gold', null`, bob]
    if (day >= 2) rows.push(day === 2 ? `'c', 'gold', '{"spent":2}'` : `'c', 'gold', null`)
    const values = rows.map((row) => `(${row}, null)`).join(', ')
    await duck.run(
      `copy (from (values ${values}) t(customer_id, card, card_reason, life_reason)) to '${join(out, 'customer.parquet')}'`,
    )
    const reasons = previous === undefined ? [] : await carryReasons(duck, out, previous, ['card', 'life'])
    await writeFile(join(out, 'state.json'), JSON.stringify({ format: 2, asOf, reasons }))
    previous = out
  }
  const last = previous ?? ''
  expect((await readdir(last)).filter((name) => name.startsWith('reason'))).toEqual([
    'reason-2026-12-01.parquet',
    'reason-2026-12-02.parquet',
  ])
  const rows = await duck.rows<StateRow>(`from read_parquet('${last}/customer.parquet')`)
  const told = await withReasons(duck, last, ['card', 'life'], rows)
  expect(told.map(({ customer_id, card_reason }) => [customer_id, card_reason])).toEqual([
    ['a', '{"spent":1}'],
    ['b', '{"spent":33}'],
    ['c', '{"spent":2}'],
  ])
})

test('a column of customers may be called what engines call the file of a row', async () => {
  const [before, after] = [join(folder, 'named-before'), join(folder, 'named-after')]
  for (const [out, reason] of [
    [before, `'{"spent":1}'`],
    [after, 'null'],
  ] as const) {
    await mkdir(out)
    await duck.run(
      `copy (select 'a' as customer_id, 'mine' as filename, 'gold' as card, cast(${reason} as varchar) as card_reason) to '${out}/customer.parquet'`,
    )
  }
  await writeFile(join(before, 'state.json'), JSON.stringify({ format: 2, asOf: '2026-10-31', reasons: [] }))
  const reasons = await carryReasons(duck, after, before, ['card'])
  await writeFile(join(after, 'state.json'), JSON.stringify({ format: 2, asOf: '2026-11-01', reasons }))
  const rows = await duck.rows<StateRow>(`from read_parquet('${after}/customer.parquet')`)
  expect(await withReasons(duck, after, ['card'], rows)).toEqual([
    { customer_id: 'a', filename: 'mine', card: 'gold', card_reason: '{"spent":1}' },
  ])
})

test('a state whose rows hold all reasons is carried on like any other', async () => {
  const book = new FactBook(pack)
  book.add(shopFacts)
  const sources = await book.load(duck)
  const [before, after] = [join(folder, 'format-1'), join(folder, 'format-2')]
  await runNight({ duck, pack, sources, asOf: '2026-10-31', out: before })
  const { reasons: _, ...rest } = await readStateFile(before)
  await writeFile(join(before, 'state.json'), JSON.stringify({ ...rest, format: 1 }))
  await runNight({ duck, pack, sources, asOf: '2026-11-01', previous: before, out: after })
  expect((await reasonsIn(after, 'c001')).card).toEqual((await reasonsIn(before, 'c001')).card)
})
