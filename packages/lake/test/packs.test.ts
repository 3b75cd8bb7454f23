import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPack } from '@tend/pack'
import { expect, it } from 'vitest'
import { readQuarantine } from '../src/index.ts'
import { openBench } from './support.ts'

const facts = `receipt:
  label: { zh: 小票, en: Receipt }
  key: [no]
  date: date
  delivery: rows
  columns:
    no: { type: text, required: true, label: { zh: 单号, en: Number } }
    date: { type: date, required: true, label: { zh: 日期, en: Date } }
    price: { type: money, required: true, label: { zh: 单价, en: Price } }
    quantity: { type: integer, required: true, label: { zh: 数量, en: Quantity } }
    amount: { type: money, required: true, min: 0, derive: price * quantity, label: { zh: 金额, en: Amount } }
    is_large: { type: boolean, derive: amount >= 100.0, label: { zh: 大额, en: Large } }
    discount: { type: number, label: { zh: 折扣, en: Discount } }
    saved: { type: money, derive: price * discount, label: { zh: 优惠, en: Saved } }
    squared: { type: number, derive: discount * discount, label: { zh: 平方, en: Squared } }
    kind: { type: text, derive: "no.startsWith('C') ? 'return' : 'sale'", label: { zh: 类别, en: Kind } }
`

const openShop = async () => {
  const bench = await openBench()
  const folder = join(bench.folder, 'shop')
  await mkdir(join(folder, 'facts'), { recursive: true })
  await writeFile(join(folder, 'facts', 'shop.yaml'), facts)
  await writeFile(
    join(folder, 'pack.yaml'),
    'id: shop\nversion: "1"\nlabel: { zh: 店, en: Shop }\ntimeZone: Asia/Shanghai\ncurrency: { code: CNY, decimals: 2 }\n',
  )
  const { pack, issues } = loadPack(folder)
  expect(issues).toEqual([])
  const receipt = pack?.facts.get('receipt')
  if (pack === undefined || receipt === undefined) throw new Error('the pack did not load')
  return { bench, pack, receipt }
}

it('a column that no file delivers follows from the others, and is checked like them', async () => {
  const { bench, pack, receipt } = await openShop()
  const content = '单号,日期,单价,数量\nA1,2026-10-01,19.99,3\nC2,2026-10-02,50,2\nC3,2026-10-03,5,-1\n'
  const { batch } = await bench.deliver('receipt', 'r.csv', content, { pack })
  expect(await bench.rows(receipt)).toEqual([
    ['A1', '2026-10-01', 1999, 3, 5997, false, null, null, null, 'sale'],
    ['C2', '2026-10-02', 5000, 2, 10000, true, null, null, null, 'return'],
  ])
  expect(batch.reasons).toEqual({ 'too-small': 1 })
})

it('a derived number too large to keep is quarantined, an unknown one is loaded', async () => {
  const { bench, pack, receipt } = await openShop()
  const content = `no,date,price,quantity,discount
A1,2026-10-01,90000000000000,99999999999,
A2,2026-10-01,1,1,1e200
A3,2026-10-01,1,,
A4,2026-10-01,1,1,
`
  const { batch } = await bench.deliver('receipt', 'r.csv', content, { pack })
  expect((await bench.rows(receipt)).map(([no]) => no)).toEqual(['A4'])
  const bad = await readQuarantine(bench.lake, bench.duck, batch.id, { limit: 9 })
  expect(bad.map(({ line, reason, columns }) => [line, reason, columns])).toEqual([
    [2, 'too-large', ['amount']],
    [3, 'too-large', ['saved', 'squared']],
    [4, 'required', ['quantity', 'amount']],
  ])
})
