import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { factFiles, listBatches, readCatalog } from '../src/index.ts'
import { type Bench, column, fact, openBench, transaction } from './support.ts'

const header = 'transaction_id,customer_id,date,amount\n'
const first = `${header}1,C1,2026-10-30,1\n2,C1,2026-10-31,2\n3,C2,2026-11-01,3\n`
/** Row 2 is mended, row 3 is gone, row 4 is added. */
const corrected = `${header}1,C1,2026-10-30,1\n2,C1,2026-10-31,20\n4,C3,2026-10-31,4\n`

const amounts = async (bench: Bench, each = transaction): Promise<Record<string, number>> =>
  Object.fromEntries((await bench.rows(each)).map((row) => [String(row[0]), Number(row[3]) / 100]))

describe('deliveries of rows', () => {
  it('a file delivered again changes nothing, not even a byte', async () => {
    const bench = await openBench(transaction)
    const loaded = await bench.deliver('transaction', 't_20261031.csv', first)
    const before = await readCatalog(bench.lake)
    const again = await bench.deliver('transaction', 't_20261031.csv', first, { receivedAt: '2026-11-02T00:00:00Z' })
    expect(again).toEqual({ status: 'unchanged', batch: loaded.batch })
    expect(await readCatalog(bench.lake)).toEqual(before)
  })

  it('a correction of the same business date replaces the file, rows it lacks included; the last delivery wins', async () => {
    const bench = await openBench(transaction)
    const one = await bench.deliver('transaction', 't_20261031.csv', first)
    const two = await bench.deliver('transaction', 't_20261031.csv', corrected)
    expect(two.batch.replaced).toEqual([one.batch.id])
    expect(await amounts(bench)).toEqual({ 1: 1, 2: 20, 4: 4 })
    const three = await bench.deliver('transaction', 't_20261031.csv', first)
    expect(three).toMatchObject({ status: 'loaded', batch: { replaced: [two.batch.id] } })
    expect(await amounts(bench)).toEqual({ 1: 1, 2: 2, 3: 3 })
    expect((await listBatches(bench.lake)).map((batch) => batch.id)).toEqual([
      one.batch.id,
      two.batch.id,
      three.batch.id,
    ])
  })

  it('a told date corrects deliveries for the same told date', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', first, { businessDate: '2026-10-31' })
    await bench.deliver('transaction', 'mended.csv', corrected, { businessDate: '2026-10-31' })
    expect(await amounts(bench)).toEqual({ 1: 1, 2: 20, 4: 4 })
  })

  it('a told date without a source corrects what a file brought that named the date itself', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'txn_20261031.csv', first)
    await bench.deliver('transaction', 'txn_20261031.csv', corrected, { businessDate: '2026-10-31' })
    expect(await amounts(bench)).toEqual({ 1: 1, 2: 20, 4: 4 })
  })

  it('a correction of which every row is refused takes nothing away', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'txn_20261031.csv', first)
    const before = await amounts(bench)
    const { batch } = await bench.deliver('transaction', 'txn_20261031.csv', `${header}1,C1,someday,1\n`)
    expect([batch.replaced, await amounts(bench)]).toEqual([[], before])
  })

  it('without a date, rows with the same key are replaced and others stay', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', first)
    const { batch } = await bench.deliver('transaction', 'b.csv', corrected)
    expect(await amounts(bench)).toEqual({ 1: 1, 2: 20, 3: 3, 4: 4 })
    expect(batch.replaced).toHaveLength(1)
  })

  it('parts of one date from two sources stand side by side', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'north_2026-10-31.csv', `${header}1,C1,2026-10-31,1\n`)
    await bench.deliver('transaction', 'south_2026-10-31.csv', `${header}2,C2,2026-10-31,2\n`)
    expect(await amounts(bench)).toEqual({ 1: 1, 2: 2 })
  })

  it('a row that moves to another month leaves its old one', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', `${header}1,C1,2026-09-30,1\n2,C1,2026-09-30,2\n`)
    await bench.deliver('transaction', 'b.csv', `${header}1,C1,2026-10-01,5\n`)
    expect(await bench.rows(transaction)).toEqual([
      [2, 'C1', '2026-09-30', 200],
      [1, 'C1', '2026-10-01', 500],
    ])
  })

  it('only the months that a delivery touches are written anew', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', first)
    const before = factFiles(bench.lake, await readCatalog(bench.lake), 'transaction')
    await bench.deliver('transaction', 'b.csv', `${header}9,C9,2026-11-20,9\n`)
    const after = factFiles(bench.lake, await readCatalog(bench.lake), 'transaction')
    expect(after[0]).toBe(before[0])
    expect(after[1]).not.toBe(before[1])
  })

  it('the same file under another definition or header map is loaded anew', async () => {
    const bench = await openBench(transaction)
    const content = 'no,customer_id,date,amount,fee\n1,C1,2026-10-01,1,2\n'
    await bench.deliver('transaction', 'a.csv', content, { map: { no: 'transaction_id' } })
    const { status } = await bench.deliver('transaction', 'a.csv', content, {
      map: { no: 'transaction_id', amount: '', fee: 'amount' },
    })
    expect([status, await amounts(bench)]).toEqual(['loaded', { 1: 2 }])
  })
})

describe('deliveries of dates', () => {
  const balance = fact('balance', {
    key: [],
    delivery: 'dates',
    customer: 'customer_id',
    date: 'date',
    columns: [column('id', 'text'), column('customer_id', 'text'), column('date', 'date'), column('amount', 'money')],
  })
  const rows = 'id,customer_id,date,amount\n'

  it('everything of the dates in the file is replaced, other dates stay', async () => {
    const bench = await openBench(balance)
    const one = await bench.deliver(
      'balance',
      'a.csv',
      `${rows}a,C1,2026-10-30,1\nb,C2,2026-10-30,2\nc,C1,2026-10-31,3\n`,
    )
    const two = await bench.deliver('balance', 'b.csv', `${rows}d,C1,2026-10-30,4\n`)
    expect(await amounts(bench, balance)).toEqual({ c: 3, d: 4 })
    expect(two.batch.replaced).toEqual([one.batch.id])
  })

  it('a told date without rows empties that date', async () => {
    const bench = await openBench(balance)
    await bench.deliver('balance', 'a.csv', `${rows}a,C1,2026-10-30,1\nc,C1,2026-10-31,3\n`)
    await bench.deliver('balance', 'b.csv', rows, { businessDate: '2026-10-31' })
    expect(await amounts(bench, balance)).toEqual({ a: 1 })
  })
})

describe('deliveries of all', () => {
  it('a file replaces the whole fact', async () => {
    const unit = fact('org_unit', { key: ['unit_id'], delivery: 'all', columns: [column('unit_id', 'text')] })
    const bench = await openBench(unit)
    await bench.deliver('org_unit', 'a.csv', 'unit_id\nU1\nU2\n')
    await bench.deliver('org_unit', 'b.csv', 'unit_id\nU3\n')
    expect(await bench.rows(unit)).toEqual([['U3']])
  })

  it('a file of which every row is refused leaves the fact as it was', async () => {
    const unit = fact('org_unit', { key: ['unit_id'], delivery: 'all', columns: [column('unit_id', 'integer')] })
    const bench = await openBench(unit)
    await bench.deliver('org_unit', 'a.csv', 'unit_id\n1\n2\n')
    await bench.deliver('org_unit', 'b.csv', 'unit_id\nx\n')
    expect(await bench.rows(unit)).toEqual([[1], [2]])
    await bench.deliver('org_unit', 'b.csv', 'unit_id\n')
    expect(await bench.rows(unit)).toEqual([])
  })
})

describe('files of a lake', () => {
  it('what a reader of the last catalogue reads stays one delivery longer', async () => {
    const bench = await openBench(transaction)
    const paths: string[] = []
    for (const day of [1, 2, 3]) {
      await bench.deliver('transaction', `${day}.csv`, `${header}${day},C1,2026-10-0${day},1\n`)
      paths.push(...factFiles(bench.lake, await readCatalog(bench.lake), 'transaction'))
    }
    expect(paths.map((path) => existsSync(path))).toEqual([false, true, true])
  })

  it('rubbish of a killed run goes with the next delivery, even one that changes nothing', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', first)
    const [path = ''] = factFiles(bench.lake, await readCatalog(bench.lake), 'transaction')
    const rubbish = [
      join(path, '..', '000002-deadbeef.parquet'),
      ...['catalog.json.new', 'ingest.lock.1.1', 'tmp/x'].map((name) => join(bench.lake.root, name)),
    ]
    await mkdir(join(bench.lake.root, 'tmp'))
    for (const file of rubbish) await writeFile(file, '1 12345678901234')
    expect((await bench.deliver('transaction', 'a.csv', first)).status).toBe('unchanged')
    expect([path, ...rubbish].map((file) => existsSync(file))).toEqual([true, false, false, false, false])
  })
})
