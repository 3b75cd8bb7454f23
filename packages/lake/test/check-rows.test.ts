import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkRows, type Duck, openDuck, openLake, readCatalog } from '../src/index.ts'
import { packOf, transaction } from './facts.ts'

const root = mkdtempSync(join(tmpdir(), 'tend-lake-'))
const lake = openLake(join(root, 'lake'))
let duck: Duck
beforeAll(async () => {
  duck = await openDuck({ threads: 1 })
})
afterAll(() => {
  duck.close()
  rmSync(root, { recursive: true, force: true })
})

const check = (rows: Parameters<typeof checkRows>[2]['rows']) =>
  checkRows(lake, duck, { pack: packOf(transaction), fact: 'transaction', rows, folder: root })

test('rows are typed as a delivery would, and the refused ones say why', async () => {
  const checked = await check([
    { transaction_id: 1, customer_id: 'c1', date: '2026-10-31', amount: '12.5' },
    { transaction_id: 2, customer_id: 'c1', date: '2026-10-32', amount: 1 },
    { transaction_id: 3, customer_id: 'c1', date: '2026-10-31', amount: null },
  ])
  expect(checked.good.get(0)).toMatchObject({ customer_id: 'c1', date: '2026-10-31', amount: 1250 })
  expect([...checked.good.keys()]).toEqual([0])
  expect(checked.refused.get(1)).toMatchObject({ column: 'date', reason: 'not-a-date' })
  expect(checked.refused.get(2)).toMatchObject({ column: 'amount', reason: 'required' })
})

test('names that are no column are told, and nothing is loaded or left behind', async () => {
  const checked = await check([
    { transaction_id: 4, customer_id: "o'brien; drop", date: '2026-10-31', amount: 1, 'a"b': 'x' },
  ])
  expect(checked.ignored).toEqual(['a"b'])
  expect(checked.good.get(0)).toMatchObject({ customer_id: "o'brien; drop" })
  expect(readdirSync(root).filter((name) => name.startsWith('rows-'))).toEqual([])
  expect(existsSync(join(root, 'lake')) ? (await readCatalog(lake)).batches : []).toEqual([])
})

test('rows that name a column twice, or none at all, are refused as a file would be; odd names are no column', async () => {
  const row = { transaction_id: 5, customer_id: 'c1', date: '2026-10-31', amount: 1 }
  await expect(check([{ ...row, Amount: 2 }])).rejects.toThrow(/both stand for the column amount/)
  await expect(check([{}])).rejects.toThrow(/lacks columns/)
  const checked = await check([{ ...row, '': 'x', 'a\u0000b': 'x', Foo: 1, foo: 2 }])
  expect(checked.ignored).toEqual(['a\u0000b', 'Foo', 'foo'])
  expect(checked.good.get(0)).toMatchObject({ amount: 100 })
})
