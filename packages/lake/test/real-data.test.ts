import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ingest, readQuarantine } from '../src/index.ts'
import { column, fact, openBench, packOf } from './support.ts'

/** Public data sets that lie beside the checkout where they are wanted; they are too large and too foreign to be part of it. */
const data = join(import.meta.dirname, '../../../../shared/data')
const whereData = describe.skipIf(!existsSync(data))
if (!existsSync(data)) process.stderr.write(`Real data sets are not at ${data}: their tests are skipped.\n`)

const receivedAt = '2026-11-01T02:00:00Z'
const text = (id: string) => column(id, 'text')

whereData('real files', () => {
  it('bank-marketing: semicolons and quotes, all 45,211 contacts', async () => {
    const contact = fact('campaign', {
      key: [],
      delivery: 'all',
      columns: [
        column('age', 'integer', { required: true, min: 18, max: 100 }),
        text('job'),
        column('balance', 'money'),
        column('y', 'boolean', { required: true }),
      ],
    })
    const bench = await openBench(contact)
    const file = join(data, 'bank-marketing/bank-full.csv')
    const { batch } = await ingest(bench.lake, bench.duck, {
      pack: packOf(contact),
      fact: 'campaign',
      file,
      receivedAt,
    })
    expect(batch).toMatchObject({ rowsIn: 45_211, loaded: 45_211 })
    expect((await bench.rows(contact)).filter((row) => row[3] === true)).toHaveLength(5289)
  })

  it('telco: byte order mark, and eleven blank totals that are unknown and not zero', async () => {
    const customer = fact('customer', {
      key: ['customerID'],
      customer: 'customerID',
      columns: [
        column('customerID', 'text', { required: true }),
        column('TotalCharges', 'money'),
        column('Churn', 'boolean', { map: { Yes: true, No: false } }),
      ],
    })
    const bench = await openBench(customer)
    const file = join(data, 'telco/Telco-Customer-Churn.csv')
    const { batch } = await ingest(bench.lake, bench.duck, {
      pack: packOf(customer),
      fact: 'customer',
      file,
      receivedAt,
    })
    expect(batch).toMatchObject({ rowsIn: 7043, loaded: 7043 })
    const rows = await bench.rows(customer)
    expect([rows.filter((row) => row[1] === null).length, rows.filter((row) => row[2] === true).length]).toEqual([
      11, 1869,
    ])
  })

  const line = fact('receipt', {
    key: [],
    delivery: 'dates',
    customer: 'CustomerID',
    date: 'InvoiceDate',
    columns: [
      column('InvoiceNo', 'text', { required: true }),
      column('Quantity', 'integer', { required: true }),
      column('InvoiceDate', 'date', { required: true, formats: ['%d/%m/%Y %H:%M'] }),
      column('UnitPrice', 'number', { required: true }),
      column('CustomerID', 'text', { required: true }),
    ],
  })

  it('online-retail raw: lines without a customer are quarantined with their line', async () => {
    const bench = await openBench(line)
    const file = join(data, 'online-retail/online_retail_small.csv')
    const { batch } = await ingest(bench.lake, bench.duck, { pack: packOf(line), fact: 'receipt', file, receivedAt })
    expect(batch).toMatchObject({ rowsIn: 5000, loaded: 3795, quarantined: 1205, reasons: { required: 1205 } })
    const [bad] = await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 1 })
    expect(bad).toMatchObject({ column: 'CustomerID', reason: 'required' })
  })

  it('online-retail clean: 393,450 gzipped lines', async () => {
    const bench = await openBench(line)
    const file = join(data, 'online-retail/online_retail_clean.csv.gz')
    const { batch } = await ingest(bench.lake, bench.duck, { pack: packOf(line), fact: 'receipt', file, receivedAt })
    expect([batch.rowsIn, batch.loaded + batch.quarantined]).toEqual([393_450, 393_450])
    expect(batch.businessDates).toEqual({ first: '2010-12-01', last: '2011-12-09' })
  })
})
