import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fact } from '@tend/pack'
import { describe, expect, it } from 'vitest'
import {
  exportFact,
  factFiles,
  factRelation,
  lakeVersion,
  listBatches,
  openLake,
  quarantineCsv,
  readCatalog,
  readQuarantine,
} from '../src/index.ts'
import { column, fact, openBench, packOf, transaction } from './support.ts'

const header = 'transaction_id,customer_id,date,amount\n'
const months = `${header}1,C1,2026-08-30,1\n2,C1,2026-09-30,2.25\n3,C2,2026-11-01,3\n`

describe('reading a lake', () => {
  it('a fact without files is an empty relation with its types', async () => {
    const bench = await openBench(transaction)
    const relation = factRelation(bench.lake, await readCatalog(openLake(join(bench.folder, 'none'))), transaction)
    expect(await bench.duck.rows(`select column_type from (describe select * from ${relation})`)).toEqual(
      ['BIGINT', 'VARCHAR', 'DATE', 'BIGINT'].map((column_type) => ({ column_type })),
    )
    expect(await bench.duck.rows(`from ${relation}`)).toEqual([])
  })

  it('dates narrow the files to the months they touch', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', months)
    const catalog = await readCatalog(bench.lake)
    const periods = (range: Parameters<typeof factFiles>[3]) =>
      factFiles(bench.lake, catalog, 'transaction', range).map((path) => path.split('/').at(-2))
    expect(periods({})).toEqual(['2026-08', '2026-09', '2026-11'])
    expect(periods({ from: '2026-09-15', to: '2026-10-31' })).toEqual(['2026-09'])
    expect(periods({ to: '2026-08-01' })).toEqual(['2026-08'])
  })

  it('a definition that gains or changes a column still reads older files, and later deliveries mix with them', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', months)
    const grown: Fact = {
      ...transaction,
      columns: [
        ...transaction.columns.map((each) =>
          each.id === 'customer_id' ? column('customer_id', 'text', { required: true }) : each,
        ),
        column('channel', 'text'),
      ],
    }
    expect((await bench.rows(grown))[0]).toEqual([1, 'C1', '2026-08-30', 100, null])
    await bench.deliver(
      'transaction',
      'b.csv',
      `transaction_id,customer_id,date,amount,channel\n4,C1,2026-08-01,4,web\n`,
      { pack: packOf(grown) },
    )
    expect((await bench.rows(grown)).slice(0, 2)).toEqual([
      [4, 'C1', '2026-08-01', 400, 'web'],
      [1, 'C1', '2026-08-30', 100, null],
    ])
  })

  it('the version changes with the files and only then', async () => {
    const bench = await openBench(transaction)
    const version = async () => lakeVersion(await readCatalog(bench.lake))
    const empty = await version()
    await bench.deliver('transaction', 'a.csv', months)
    const one = await version()
    await bench.deliver('transaction', 'a.csv', months)
    expect(await version()).toBe(one)
    await bench.deliver('transaction', 'b.csv', `${header}9,C9,2026-11-20,9\n`)
    expect(new Set([empty, one, await version()]).size).toBe(3)
  })

  it('an export keeps every fen of a great amount', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', `${header}1,C1,2026-09-30,90071992547409.91\n`)
    const path = join(bench.folder, 'out.csv')
    await exportFact(bench.lake, bench.duck, { pack: packOf(transaction), fact: 'transaction', format: 'csv', path })
    expect(await readFile(path, 'utf8')).toBe(`${header}1,C1,2026-09-30,90071992547409.91\n`)
  })

  it('an export is what a delivery takes back', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', months)
    for (const format of ['csv', 'parquet'] as const) {
      const path = join(bench.folder, `out.${format}`)
      expect(
        await exportFact(bench.lake, bench.duck, { pack: packOf(transaction), fact: 'transaction', format, path }),
      ).toBe(3)
      const other = await openBench(transaction)
      await other.deliver('transaction', `in.${format}`, await readFile(path))
      expect(await other.rows(transaction)).toEqual(await bench.rows(transaction))
    }
    const path = join(bench.folder, 'september.csv')
    const range = { from: '2026-09-01', to: '2026-09-30' }
    await exportFact(bench.lake, bench.duck, {
      pack: packOf(transaction),
      fact: 'transaction',
      format: 'csv',
      path,
      range,
    })
    expect(await readFile(path, 'utf8')).toBe(`${header}2,C1,2026-09-30,2.25\n`)
  })
})

describe('quarantine', () => {
  it('is read in pages and downloaded as a sheet in which nothing runs', async () => {
    const bench = await openBench(transaction)
    const rows = Array.from({ length: 5 }, (_, id) => `${id},C1,2026-10-01,=${id}\n`).join('')
    const { batch } = await bench.deliver('transaction', '=a.csv', header + rows)
    const page = await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 2, after: 2 })
    expect(page.map(({ row, line, raw }) => [row, line, raw])).toEqual([
      [3, 4, '2,C1,2026-10-01,=2'],
      [4, 5, '3,C1,2026-10-01,=3'],
    ])
    let csv = ''
    for await (const piece of quarantineCsv(bench.lake, bench.duck, batch.id, 'en')) csv += piece
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      '\ufefffile,line,column,value,reason,message,raw',
      `'=a.csv,2,amount,'=0,not-money,amount: not an amount of money.,"0,C1,2026-10-01,=0"`,
    ])
  })

  it('an unknown batch is named', async () => {
    const bench = await openBench(transaction)
    await expect(readQuarantine(bench.lake, bench.duck, 'x', { limit: 1 })).rejects.toMatchObject({
      code: 'unknown-batch',
    })
  })
})

describe('ingests at the same time', () => {
  it('wait for one another', async () => {
    const bench = await openBench(transaction)
    const deliveries = ['a', 'b', 'c', 'd'].map((name, id) =>
      bench.deliver('transaction', `${name}.csv`, `${header}${id},C1,2026-10-01,1\n`),
    )
    await Promise.all(deliveries)
    expect((await listBatches(bench.lake)).map(({ number }) => number)).toEqual([1, 2, 3, 4])
    expect(await bench.rows(transaction)).toHaveLength(4)
  })

  it('one that has waited long enough says who holds the lake; a dead holder does not count', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', months)
    const lock = join(bench.lake.root, 'ingest.lock')
    const stat = await readFile('/proc/1/stat', 'utf8').catch(() => '')
    await writeFile(lock, `1 ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`)
    const more = `${header}9,C9,2026-11-20,9\n`
    await expect(bench.deliver('transaction', 'b.csv', more, { waitMs: 100 })).rejects.toMatchObject({ code: 'busy' })
    await writeFile(lock, '1 12345678901234')
    expect((await bench.deliver('transaction', 'b.csv', more, { waitMs: 100 })).status).toBe('loaded')
    expect(existsSync(lock)).toBe(false)
  })

  it('a broken-off ingest leaves the lake as it was', async () => {
    const bench = await openBench(transaction)
    await bench.deliver('transaction', 'a.csv', months)
    const before = await readCatalog(bench.lake)
    const abort = new AbortController()
    const broken = bench.deliver('transaction', 'b.csv', `${header}9,C9,2026-11-20,9\n`, {
      signal: abort.signal,
      onProgress: ({ step }) => step === 'merging' && abort.abort(),
    })
    await expect(broken).rejects.toMatchObject({ code: 'interrupted' })
    expect(await readCatalog(bench.lake)).toEqual(before)
    expect((await bench.deliver('transaction', 'c.csv', months)).batch.number).toBe(2)
  })
})

describe('headers', () => {
  const reading = fact('reading', {
    key: ['customer_id'],
    columns: [
      column('customer_id', 'text', {
        required: true,
        label: { zh: '客户号', en: 'Customer no' },
        headers: ['CUST_ID'],
      }),
      column('amount', 'money', { required: true, label: { zh: '金额', en: 'Amount' } }),
    ],
  })

  it.each([
    ['ids', 'customer_id,amount'],
    ['ids in another case', 'Customer-ID, AMOUNT '],
    ['Chinese labels', '客户号,金额'],
    ['English labels', 'Customer No,Amount'],
    ['full-width letters', 'ＣＵＳＴ＿ＩＤ,金额'],
  ])('%s are found', async (_name, headers) => {
    const bench = await openBench(reading)
    expect((await bench.deliver('reading', 'a.csv', `${headers}\nC1,1\n`)).batch.loaded).toBe(1)
  })

  it('a missing column is refused with the headers found and the nearest of them', async () => {
    const bench = await openBench(reading)
    const error = await bench.deliver('reading', 'a.csv', 'custid2,sum\nC1,1\n').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'columns-missing',
      message: expect.stringMatching(
        /customer_id \(Customer no; is it "custid2"\?\), amount \(Amount\)\. Its headers: custid2, sum\./,
      ),
    })
    expect(existsSync(join(bench.lake.root, 'catalog.json'))).toBe(false)
  })

  it('two headers for one column, an unknown column and an absent header are refused', async () => {
    const bench = await openBench(reading)
    const code = 'mapping-invalid'
    await expect(bench.deliver('reading', 'a.csv', 'CUST_ID,客户号,amount\n1,2,3\n')).rejects.toMatchObject({ code })
    await expect(
      bench.deliver('reading', 'a.csv', 'CUST_ID,amount\n1,2\n', { map: { amount: 'sum' } }),
    ).rejects.toMatchObject({ code })
    await expect(
      bench.deliver('reading', 'a.csv', 'CUST_ID,amount\n1,2\n', { map: { sum: 'amount' } }),
    ).rejects.toMatchObject({ code })
  })

  it('columns that the definition does not know are listed', async () => {
    const bench = await openBench(reading)
    const { batch } = await bench.deliver('reading', 'a.csv', 'CUST_ID,note,amount,"x\ny"\nC1,a,1,b\n')
    expect(batch.ignoredColumns).toEqual(['note', 'x\ny'])
  })
})
