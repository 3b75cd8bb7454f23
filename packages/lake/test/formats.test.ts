import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Workbook } from '@cj-tech-master/excelts'
import { describe, expect, it } from 'vitest'
import { LakeError, readQuarantine } from '../src/index.ts'
import { customer, openBench, transaction } from './support.ts'

const table = [
  ['客户编号', '姓名', '性别', '开户日期'],
  ['C1', '张三', '男', '2026-01-05'],
  ['C2', '李"四", 先生', '女', '2025-12-31'],
  ['C3', '王\n五', 'male', ''],
]
const expected = [
  ['C1', '张三', 'male', '2026-01-05'],
  ['C2', '李"四", 先生', 'female', '2025-12-31'],
  ['C3', '王\n五', 'male', null],
]

const csv = (delimiter: string, newline = '\n', rows = table): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter) + newline).join('')

/** The characters of the table in GB18030; Node decodes this encoding but does not write it. */
const gbCodes = new Map<string, readonly number[]>()
const gb18030 = (text: string): Buffer => {
  const decoder = new TextDecoder('gb18030')
  if (gbCodes.size === 0) {
    for (let lead = 0x81; lead <= 0xfe; lead++) {
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        if (trail !== 0x7f) gbCodes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
      }
    }
  }
  return Buffer.from(
    [...text].flatMap((character) =>
      character < '\u0080' ? [character.charCodeAt(0)] : (gbCodes.get(character) ?? []),
    ),
  )
}

const deliveries: readonly (readonly [string, string, Buffer | string])[] = [
  ['comma', 'a.csv', csv(',')],
  ['semicolon', 'a.csv', csv(';')],
  ['tab', 'a.txt', csv('\t')],
  ['byte order mark', 'a.csv', `\ufeff${csv(',')}`],
  ['CRLF', 'a.csv', csv(',', '\r\n')],
  ['no newline at the end', 'a.csv', csv(',').trimEnd()],
  ['CRLF and LF mixed', 'a.csv', csv(',', '\r\n').replace('张三","男","2026-01-05"\r\n', '张三","男","2026-01-05"\n')],
  ['blank lines', 'a.csv', csv(',').replace('"C2"', '\n\n"C2"')],
  ['GB18030', 'a.csv', gb18030(csv(','))],
  ['UTF-16 with mark', 'a.csv', Buffer.from(`\ufeff${csv('\t')}`, 'utf16le')],
  ['gzip', 'a.csv.gz', gzipSync(csv(','))],
  ['gzip of GB18030', 'a.csv.gz', gzipSync(gb18030(csv(';')))],
]

describe('formats', () => {
  it.each(deliveries)('a file with %s gives the same rows', async (_name, file, content) => {
    const bench = await openBench(customer)
    const { batch } = await bench.deliver('customer', file, content)
    expect(await bench.rows(customer)).toEqual(expected)
    expect(batch).toMatchObject({ rowsIn: 3, loaded: 3, quarantined: 0, ignoredColumns: [] })
  })

  it('a character cut by the end of the first 64 kB does not make UTF-8 look like GB18030', async () => {
    for (const shift of [0, 1, 2]) {
      const bench = await openBench(customer)
      const rows = Array.from({ length: 4000 }, (_, row) => `K${row},名字名字名字名字\n`)
      await bench.deliver('customer', 'a.csv', `客户号,姓名\n${'x'.repeat(shift)}${rows.join('')}`)
      expect((await bench.rows(customer)).at(-1)?.[1]).toBe('名字名字名字名字')
    }
  })

  it('one damaged byte leaves a UTF-8 file UTF-8 and quarantines its row', async () => {
    const bench = await openBench(customer)
    const content = Buffer.from('客户号,姓名\nC1,张三\nC2,李四王五\nC3,赵六\n')
    content[content.indexOf('李四')] = 0xff
    const { batch } = await bench.deliver('customer', 'a.csv', content)
    expect(batch).toMatchObject({ rowsIn: 3, loaded: 2, quarantined: 1, reasons: { encoding: 1 } })
    expect(await bench.rows(customer)).toEqual([
      ['C1', '张三', null, null],
      ['C3', '赵六', null, null],
    ])
  })

  it('a workbook keeps dates, numbers, formulas and sheet rows', async () => {
    const bench = await openBench(transaction)
    const workbook = new Workbook()
    workbook.addWorksheet('说明').addRow(['nothing here'])
    const sheet = workbook.addWorksheet('流水')
    sheet.addRow([])
    sheet.addRow(['transaction_id', 'customer_id', 'date', 'amount'])
    sheet.addRow([1, 'C1', new Date('2026-10-31T00:00:00Z'), 0.1 + 0.2])
    sheet.addRow([])
    sheet.addRow([2, { richText: [{ text: 'C' }, { text: '2' }] }, 46326, { formula: '2*3', result: 6 }])
    sheet.addRow([3, 'C3', 'soon', 1])
    sheet.addRow([123456789012345, 'C1', '2026/10/30', '1,000.50'])
    const file = join(bench.folder, 'book.xlsx')
    await workbook.xlsx.writeFile(file)
    const content = await readFile(file)
    const { batch } = await bench.deliver('transaction', 'book.xlsx', content, { sheet: '流水' })
    expect(await bench.rows(transaction)).toEqual([
      [123456789012345, 'C1', '2026-10-30', 100050],
      [1, 'C1', '2026-10-31', 30],
      [2, 'C2', '2026-10-31', 600],
    ])
    expect(await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 10 })).toMatchObject([
      { line: 6, column: 'date', value: 'soon', reason: 'not-a-date' },
    ])
    await expect(bench.deliver('transaction', 'book.xlsx', content, { sheet: 'x' })).rejects.toMatchObject({
      code: 'sheet-missing',
    })
    await expect(bench.deliver('transaction', 'book.xlsx', content)).rejects.toMatchObject({ code: 'columns-missing' })
  })

  it.each([
    [
      'typed',
      `select 1::integer as transaction_id, 'C1' as customer_id, date '2026-10-31' as "date", 12.5::decimal(9, 2) as amount`,
    ],
    [
      'typed otherwise',
      `select 1::hugeint as transaction_id, 'C1' as customer_id, timestamp '2026-10-31 10:00:00' as "date", 12.5::double as amount`,
    ],
    ['text', `select '1' as transaction_id, 'C1' as customer_id, '20261031' as "date", '12.50' as amount`],
  ])('Parquet with %s columns is read', async (_name, select) => {
    const bench = await openBench(transaction)
    const made = join(bench.folder, 'made.parquet')
    await bench.duck.run(
      `copy (${select} union all by name select '2' as transaction_id, null as customer_id) to '${made}' (format parquet)`.replace(
        `'2' as`,
        _name === 'text' ? `'2' as` : '2 as',
      ),
    )
    const content = await readFile(made)
    const { batch } = await bench.deliver('transaction', 'a.parquet', content)
    expect(await bench.rows(transaction)).toEqual([[1, 'C1', '2026-10-31', 1250]])
    const [bad] = await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 10 })
    expect(bad).toMatchObject({
      line: 2,
      column: 'customer_id',
      reason: 'required',
      columns: ['customer_id', 'date', 'amount'],
    })
    expect(JSON.parse(bad?.raw ?? '')).toMatchObject({ customer_id: null })
  })

  it.each([
    ['an empty file', '', 'file-empty'],
    ['blank lines only', '\n\n', 'file-empty'],
    ['a damaged gzip', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), 'file-unreadable'],
    ['a damaged workbook', Buffer.from('PK\u0003\u0004 and nothing more'), 'file-unreadable'],
    ['a workbook of the old form', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file-unreadable'],
    ['a damaged Parquet file', 'PAR1 and nothing more', 'file-unreadable'],
  ])('%s is refused whole', async (_name, content, code) => {
    const bench = await openBench(customer)
    const error = await bench.deliver('customer', 'a.csv', content).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(LakeError)
    expect(error).toMatchObject({ code })
  })

  it('a header without rows is a delivery of nothing', async () => {
    const bench = await openBench(customer)
    const { batch } = await bench.deliver('customer', 'a.csv', '客户号,姓名\n')
    expect(batch).toMatchObject({ rowsIn: 0, loaded: 0, quarantined: 0 })
    expect(await bench.rows(customer)).toEqual([])
  })

  it('a missing file is named', async () => {
    const bench = await openBench(customer)
    await writeFile(join(bench.folder, 'a.csv'), '')
    await expect(
      bench.deliver('customer', 'b.csv', 'x', { file: join(bench.folder, 'none.csv') }),
    ).rejects.toMatchObject({ code: 'file-missing' })
  })
})
