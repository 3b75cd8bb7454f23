import { describe, expect, it } from 'vitest'
import { readQuarantine } from '../src/index.ts'
import { column, fact, openBench } from './support.ts'

type Written = string
type Kept = string | number | boolean | null | { readonly refused: string }

const refused = (reason: string): Kept => ({ refused: reason })

const cases: readonly (readonly [
  string,
  Parameters<typeof column>[1],
  Parameters<typeof column>[2],
  readonly (readonly [Written, Kept])[],
])[] = [
  [
    'text',
    'text',
    {},
    [
      ['a', 'a'],
      ['  a b\u3000', 'a b'],
      ['NA', 'NA'],
      ['\u00a0x\t', 'x'],
      ['', null],
      ['   ', null],
      ["O'Neil; drop", "O'Neil; drop"],
      ['=1+1', '=1+1'],
    ],
  ],
  [
    'listed text',
    'text',
    { values: ['in', 'out'], map: { 转入: 'in', D: 'out' } },
    [
      ['in', 'in'],
      [' out ', 'out'],
      ['转入', 'in'],
      [' D', 'out'],
      ['side', refused('not-in-list')],
      ['', null],
    ],
  ],
  [
    'patterned text',
    'text',
    { pattern: '[0-9]{4}-[0-9]{2}' },
    [
      ['2026-10', '2026-10'],
      [' 2026-10', '2026-10'],
      ['x2026-10', refused('pattern')],
    ],
  ],
  [
    'integer',
    'integer',
    { min: -5, max: 9_000_000_000_000_000 },
    [
      ['7', 7],
      ['-5', -5],
      ['+3', 3],
      ['007', 7],
      ['1,234', 1234],
      ['12.0', 12],
      [' 8 ', 8],
      ['', null],
      ['1.5', refused('not-an-integer')],
      ['1e3', refused('not-an-integer')],
      ['0x1f', refused('not-an-integer')],
      ['12,34', refused('not-an-integer')],
      ['NA', null],
      [' null ', null],
      ['99999999999999999999', refused('too-large')],
      ['-6', refused('too-small')],
    ],
  ],
  [
    'number',
    'number',
    { max: 1_000_000 },
    [
      ['1.5', 1.5],
      ['-2e3', -2000],
      ['12,345.5', 12345.5],
      [' .5', 0.5],
      ['nan', refused('not-a-number')],
      ['inf', refused('not-a-number')],
      ['x', refused('not-a-number')],
      ['2000000', refused('too-large')],
    ],
  ],
  [
    'money',
    'money',
    { min: -100, max: 1_000_000_000_000 },
    [
      ['0.1', 10],
      ['0.29', 29],
      ['1.10', 110],
      ['1.100', 110],
      ['5.', 500],
      ['.5', 50],
      ['¥1,234.50', 123450],
      ['￥ 8', 800],
      ['12元', 1200],
      ['CNY 3.20', 320],
      ['-1.01', -101],
      ['-100.01', refused('too-small')],
      ['1000000000000.01', refused('too-large')],
      ['1.005', refused('too-many-decimals')],
      ['1e-3', refused('not-money')],
      ['1,5', refused('not-money')],
      ['12,34.5', refused('not-money')],
      ['ten', refused('not-money')],
      ['99999999999999999999.00', refused('too-large')],
      ['0.30000000000000004', refused('too-many-decimals')],
      ['', null],
    ],
  ],
  [
    'date',
    'date',
    { formats: ['%d/%m/%Y %H:%M', '%d-%b-%y'] },
    [
      ['2026-10-31', '2026-10-31'],
      ['2026/1/5', '2026-01-05'],
      ['20261031', '2026-10-31'],
      ['2026.10.31', '2026-10-31'],
      ['2026年10月31日', '2026-10-31'],
      ['2026-10-31 08:26:00', '2026-10-31'],
      ['2026-10-31T08:26:00Z', '2026-10-31'],
      ['1/12/2010 8:26', '2010-12-01'],
      ['05-Jan-26', '2026-01-05'],
      [' 2026-10-31 ', '2026-10-31'],
      ['9999-12-31', '9999-12-31'],
      ['', null],
      ['2026-02-30', refused('not-a-date')],
      ['20261301', refused('not-a-date')],
      ['26-01-05', refused('not-a-date')],
      ['infinity', refused('not-a-date')],
      ['2026-10-31x', refused('not-a-date')],
      ['45961', refused('not-a-date')],
    ],
  ],
  [
    'flag',
    'boolean',
    { map: { 活跃: true, 停用: false } },
    [
      ['true', true],
      ['N', false],
      ['是', true],
      ['0', false],
      ['活跃', true],
      ['停用', false],
      ['maybe', refused('not-a-boolean')],
      ['', null],
    ],
  ],
]

describe('checks of a cell', () => {
  it.each(cases)('%s is read faithfully or refused with its reason', async (_name, type, more, situations) => {
    const reading = fact('reading', {
      key: ['id'],
      columns: [column('id', 'integer', { required: true }), column('it', type, more)],
    })
    const bench = await openBench(reading)
    const rows = situations.map(([written], id) => `${id},"${written}"\n`).join('')
    const { batch } = await bench.deliver('reading', 'a.csv', `id,it\n${rows}`)
    const kept = new Map<number, Kept>((await bench.rows(reading)).map(([id, value]) => [id as number, value as Kept]))
    for (const bad of await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 1000 })) {
      kept.set(bad.line - 2, refused(bad.reason))
      expect(bad).toMatchObject({ column: 'it', value: situations[bad.line - 2]?.[0] })
    }
    expect(situations.map(([written], id) => [written, kept.get(id)])).toEqual(situations)
    expect(batch.rowsIn).toBe(situations.length)
  })

  it('a column without a value takes its default; a required one is refused', async () => {
    const reading = fact('reading', {
      key: ['id'],
      columns: [
        column('id', 'integer', { required: true }),
        column('channel', 'text', { required: true, default: 'branch' }),
        column('amount', 'money', { default: 1.5 }),
        column('kind', 'text', { required: true }),
      ],
    })
    const bench = await openBench(reading)
    const { batch } = await bench.deliver('reading', 'a.csv', 'id,kind,channel\n1,a,\n2,,web\n,b,web\n')
    expect(await bench.rows(reading)).toEqual([[1, 'branch', 150, 'a']])
    expect(await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 9 })).toMatchObject([
      { line: 3, column: 'kind', reason: 'required', value: null, raw: '2,,web' },
      { line: 4, column: 'id', reason: 'required', columns: ['id'] },
    ])
  })

  it('a bad row is one record that names its first failing column and lists all of them', async () => {
    const reading = fact('reading', {
      key: ['id'],
      columns: [
        column('id', 'integer'),
        column('amount', 'money', { label: { zh: '金额', en: 'Amount' } }),
        column('date', 'date'),
      ],
    })
    const bench = await openBench(reading)
    const { batch } = await bench.deliver('reading', 'a.csv', 'id,amount,date\n1,x,y\n')
    expect(await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 9 })).toEqual([
      {
        row: 1,
        file: 'a.csv',
        line: 2,
        column: 'amount',
        value: 'x',
        reason: 'not-money',
        message: { zh: '金额：不是金额。', en: 'Amount: not an amount of money.' },
        columns: ['amount', 'date'],
        raw: '1,x,y',
      },
    ])
  })
})

describe('checks between rows', () => {
  const unit = fact('org_unit', {
    key: ['unit_id'],
    delivery: 'all',
    columns: [column('unit_id', 'text', { required: true })],
  })
  const person = fact('person', {
    key: ['id'],
    columns: [column('id', 'integer'), column('unit_id', 'text', { references: 'org_unit' })],
  })

  it('a row that names nobody is refused, and passes once the one it names is there', async () => {
    const bench = await openBench(unit, person)
    await bench.deliver('org_unit', 'u.csv', 'unit_id\nU1\n')
    const people = 'id,unit_id\n1,U1\n2,U2\n3,\n'
    expect((await bench.deliver('person', 'p.csv', people)).batch).toMatchObject({
      loaded: 2,
      reasons: { 'unknown-reference': 1 },
    })
    expect((await bench.deliver('person', 'p.csv', people)).status).toBe('unchanged')
    await bench.deliver('org_unit', 'u2.csv', 'unit_id\nU1\nU2\n')
    expect((await bench.deliver('person', 'p.csv', people)).batch).toMatchObject({ loaded: 3, quarantined: 0 })
  })

  it('a file that comes before the data it refers to is refused whole', async () => {
    const bench = await openBench(unit, person)
    await expect(bench.deliver('person', 'p.csv', 'id,unit_id\n1,U1\n2,U2\n')).rejects.toMatchObject({
      code: 'reference-empty',
    })
    expect((await bench.deliver('person', 'p.csv', 'id,unit_id\n1,\n')).batch).toMatchObject({ loaded: 1 })
  })

  it('the last row of a key stays and the earlier ones are quarantined', async () => {
    const bench = await openBench(unit, person)
    const { batch } = await bench.deliver('person', 'p.csv', 'id,unit_id\n2,\n1,\n2,\n2,\n0,\n')
    expect(batch).toMatchObject({ rowsIn: 5, loaded: 3, quarantined: 2, reasons: { duplicate: 2 } })
    const bad = await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 9 })
    expect(bad.map(({ line, column: name, value }) => [line, name, value])).toEqual([
      [2, 'id', '2'],
      [4, 'id', '2'],
    ])
  })

  it('a fact without a key keeps equal rows', async () => {
    const receipt = fact('receipt', {
      key: [],
      date: 'date',
      delivery: 'dates',
      columns: [column('date', 'date'), column('n', 'integer')],
    })
    const bench = await openBench(receipt)
    const { batch } = await bench.deliver('receipt', 'r.csv', 'date,n\n2026-10-01,1\n2026-10-01,1\n,2\n')
    expect(batch).toMatchObject({ loaded: 2, quarantined: 1, reasons: { required: 1 } })
  })
})

describe('values that would stop a later step', () => {
  it('an amount beyond the whole numbers that lists read exactly is refused', async () => {
    const line = fact('line', { key: ['id'], columns: [column('id', 'text'), column('amount', 'money')] })
    const bench = await openBench(line)
    const content = 'id,amount\n1,90071992547409.91\n2,90071992547409.92\n3,-90071992547409.92\n4,6222021234567890\n'
    const { batch } = await bench.deliver('line', 'l.csv', content)
    expect(await bench.rows(line)).toEqual([['1', 9_007_199_254_740_991]])
    expect(batch.reasons).toEqual({ 'too-large': 3 })
  })

  it('a NUL within a text is refused, as PostgreSQL cannot keep it', async () => {
    const person = fact('person', { key: ['id'], columns: [column('id', 'text'), column('name', 'text')] })
    const bench = await openBench(person)
    const { batch } = await bench.deliver('person', 'p.csv', 'id,name\n1,a\0b\n\0,c\n3,d\n')
    expect(batch).toMatchObject({ loaded: 1, quarantined: 2, reasons: { encoding: 2 } })
  })

  it('an identifier too long for an index is refused, another long text is not', async () => {
    const person = fact('person', { key: ['id'], columns: [column('id', 'text'), column('name', 'text')] })
    const bench = await openBench(person)
    const long = 'x'.repeat(256)
    const { batch } = await bench.deliver('person', 'p.csv', `id,name\n${long},a\n2,${long}\n`)
    expect(batch).toMatchObject({ loaded: 1, quarantined: 1, reasons: { 'too-long': 1 } })
  })
})

describe('records that cannot be split', () => {
  it('are quarantined with line and reason, and the rest is loaded', async () => {
    const reading = fact('reading', {
      key: ['id'],
      columns: [column('id', 'integer'), column('a', 'text'), column('b', 'text')],
    })
    const bench = await openBench(reading)
    const content = 'id,a,b\n1,x,"two\nlines"\n2,x\n\n3,x,y,z\n4,"x"y,z\n5,"",w\nq,x,y\n6,x,"open\n7,x,y\n'
    const { batch } = await bench.deliver('reading', 'a.csv', content)
    expect(await bench.rows(reading)).toEqual([
      [1, 'x', 'two\nlines'],
      [5, null, 'w'],
    ])
    const bad = await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 9 })
    expect(bad.map(({ line, reason, column: name, raw }) => [line, reason, name, raw])).toEqual([
      [4, 'short-row', 'b', '2,x'],
      [6, 'long-row', '', '3,x,y,z'],
      [7, 'broken-quote', 'a', '4,"x"y,z'],
      [9, 'not-an-integer', 'id', 'q,x,y'],
      [10, 'broken-quote', 'b', '6,x,"open\n7,x,y\n'],
    ])
    expect(batch.rowsIn).toBe(batch.loaded + batch.quarantined)
  })

  it('an open quote that swallows a good part of the file refuses the file and names its line', async () => {
    const reading = fact('reading', { key: ['id'], columns: [column('id', 'integer'), column('a', 'text')] })
    const bench = await openBench(reading)
    const rows = Array.from({ length: 200 }, (_, id) => `${id},x\n`).join('')
    await expect(bench.deliver('reading', 'a.csv', `id,a\n900,x\n901,"x\n${rows}`)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('the quote in line 3 is not closed'),
    })
  })

  it('found again in a file of any shape', async () => {
    let state = 20261122
    const next = (below: number) => {
      state = (state * 1103515245 + 12345) % 2147483648
      return Math.floor((state / 2147483648) * below)
    }
    const pieces = ['x', '', ' ', '"q"', '"a""b"', '"l\nm"', '"c,d"', 'é', '张', '" sp "']
    const reading = fact('reading', {
      key: [],
      delivery: 'all',
      columns: [column('a', 'text', { required: true }), column('b', 'integer')],
    })
    const bench = await openBench(reading)
    for (let round = 0; round < 40; round++) {
      const newline = next(2) === 0 ? '\n' : '\r\n'
      const record = () =>
        [pieces[next(pieces.length)], next(4) === 0 ? 'bad' : String(next(9)), ...(next(9) === 0 ? ['more'] : [])]
          .slice(next(12) === 0 ? 1 : 0)
          .join(',')
      const rows = Array.from({ length: 60 }, record)
      const content = `a,b${newline}${rows.map((row) => row + newline + (next(10) === 0 ? newline : '')).join('')}`
      const { batch } = await bench.deliver('reading', `r${round}.csv`, content)
      const bad = await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 999 })
      expect(batch.rowsIn, `round ${round}`).toBe(rows.length)
      for (const row of bad) {
        const lines = content.split('\n')
        expect(
          lines
            .slice(row.line - 1)
            .join('\n')
            .startsWith(row.raw),
          `round ${round}, line ${row.line}: ${row.raw}`,
        ).toBe(true)
      }
    }
  })
})
