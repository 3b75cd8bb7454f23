import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backtest, type House, openHome, requirePack } from '@tend/jobs'
import { type Duck, ingest, openDuck, openLake } from '@tend/lake'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

const pack = {
  'pack.yaml': `
id: shop
version: "1"
label: { zh: 店, en: Shop }
departure: closed_on
`,
  'facts/shop.yaml': `
customer:
  label: { zh: 客户, en: Customer }
  key: [customer_id]
  customer: customer_id
  delivery: rows
  columns:
    customer_id: { type: text, required: true, label: { zh: 客户号, en: Customer id } }
    closed_on: { type: date, afterOutcome: true, label: { zh: 销户日, en: Closed on } }
    left_reason: { type: text, afterOutcome: true, label: { zh: 离开原因, en: Why they left } }
visit:
  label: { zh: 来店, en: Visit }
  key: [customer_id, date]
  customer: customer_id
  date: date
  delivery: rows
  columns:
    customer_id: { type: text, required: true, label: { zh: 客户号, en: Customer id } }
    date: { type: date, required: true, label: { zh: 日期, en: Date } }
`,
  'indicators/shop.yaml': `
visits:
  label: { zh: 当月来店, en: Visits of the month }
  unit: count
  fact: visit
  measure: count()
  window: { calendar: month }
silence:
  label: { zh: 沉默, en: Silence }
  unit: score
  formula: "visits == 0 ? 1 : 0"
known_to_leave:
  label: { zh: 已知要走, en: Known to leave }
  unit: score
  formula: "known(left_reason) || known(closed_on) ? 1 : 0"
`,
  'moments/shop.yaml': `
quiet:
  label: { zh: 沉默, en: Quiet }
  kind: threshold
  when: visits == 0
  value: 100
  urgency: 0.5
  priority: 50
  ttlDays: 30
  dedupeDays: 1
  reason: { zh: 本月未来店。, en: No visit this month. }
hindsight:
  label: { zh: 事后, en: Hindsight }
  kind: threshold
  when: known(closed_on) || known(left_reason)
  value: 100
  urgency: 0.5
  priority: 50
  ttlDays: 30
  dedupeDays: 1
  reason: { zh: 已知离开。, en: Known to have left. }
`,
}

const customers = Array.from({ length: 20 }, (_, index) => `C${String(index + 1).padStart(2, '0')}`)
const leavers = customers.slice(0, 5)
const months = ['2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10']

let folder: string
let store: TestDatabase
let duck: Duck
let house: House

/** Five stay away from April on and close on 20 May; a sixth stays away in April only; one comes for the first time in June. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-backtest-'))
  for (const [path, text] of Object.entries(pack)) {
    mkdirSync(join(folder, 'shop', path, '..'), { recursive: true })
    writeFileSync(join(folder, 'shop', path), text)
  }
  const home = openHome({ TEND_HOME: join(folder, 'home') })
  store = await testDatabase()
  duck = await openDuck({ memoryLimitMb: 512, threads: 2 })
  house = { home, store, lake: openLake(home.lake), pack: requirePack(join(folder, 'shop')) }
  const people = customers.map((id) => (leavers.includes(id) ? `${id},2026-05-20,moved away` : `${id},,`))
  const visits = customers.flatMap((id, index) =>
    months.filter((month) => !isAway(id, index, month)).map((month) => `${id},${month}-10`),
  )
  await deliver('customer', ['customer_id,closed_on,left_reason', ...people, 'C99,,'])
  await deliver('visit', [
    'customer_id,date',
    ...visits,
    ...months.slice(4).map((month) => `C99,${month}-12`),
    'C06,2026-10-31',
  ])
})
afterAll(async () => {
  duck?.close()
  await store?.close()
  rmSync(folder, { recursive: true, force: true })
})

const isAway = (id: string, index: number, month: string): boolean =>
  leavers.includes(id) ? month >= '2026-04' : index === 5 && month === '2026-04'

const deliver = async (fact: string, lines: readonly string[]): Promise<void> => {
  const file = join(folder, `${fact}.csv`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  await ingest(house.lake, duck, { pack: house.pack, fact, file, receivedAt: '2026-11-01T01:00:00Z' })
}

const look = (subject: Parameters<typeof backtest>[2]['subject'], to = '2026-06') =>
  backtest(house, duck, {
    pack: house.pack,
    subject,
    from: '2026-03',
    to,
    clock: () => new Date('2026-11-01T02:00:00Z'),
  })

test('a moment is held against who left within 30, 60 and 90 days, and against doing nothing', async () => {
  const { months: judged, horizons, leadDays } = await look({ kind: 'moment', id: 'quiet' })
  expect(judged.map(({ asOf, customers: all, noticed, left30 }) => [asOf, all, noticed, left30])).toEqual([
    ['2026-03-31', 20, 0, 0],
    ['2026-04-30', 20, 6, 5],
    ['2026-05-31', 15, 0, 0],
    ['2026-06-30', 16, 0, 0],
  ])
  const [within30, within60] = horizons
  expect(within30).toMatchObject({ days: 30, customers: 71, noticed: 6, left: 5, noticedLeft: 5, recall: 1 })
  expect(within30?.precision).toBeCloseTo(5 / 6, 12)
  expect(within30?.baseRate).toBeCloseTo(5 / 71, 12)
  expect(within30?.lift).toBeCloseTo(5 / 6 / (5 / 71), 12)
  // At the end of March nothing was to be noticed of those who left within 60 days.
  expect(within60).toMatchObject({ left: 10, noticedLeft: 5, recall: 0.5 })
  expect(leadDays).toEqual({ leavers: 5, first: 20, median: 20, third: 20 })
})

test('a past day does not know who will leave, nor why', async () => {
  const hindsight = await look({ kind: 'moment', id: 'hindsight' })
  expect(hindsight.months.map(({ noticed }) => noticed)).toEqual([0, 0, 0, 0])
  const known = await look({ kind: 'score', id: 'known_to_leave' })
  expect(known.months.map(({ noticed }) => noticed)).toEqual([0, 0, 0, 0])
})

test('a score is judged by threshold from the highest, and the lowest finds everybody', async () => {
  const { thresholds } = await look({ kind: 'score', id: 'silence' })
  expect(thresholds).toMatchObject([
    { from: 1, customers: 6, left90: 5, recall: 0.5 },
    { from: 0, customers: 71, left90: 10, recall: 1, lift: 1, share: 1 },
  ])
  expect(thresholds[0]?.lift).toBeCloseTo(5 / 6 / (10 / 71), 12)
})

test('a month is judged by a horizon only where its days are over', async () => {
  const { horizons } = await look({ kind: 'moment', id: 'quiet' }, '2026-09')
  const [within30, within60, within90] = horizons
  expect((within30?.customers ?? 0) - (within60?.customers ?? 0)).toBe(16)
  expect((within60?.customers ?? 0) - (within90?.customers ?? 0)).toBe(16)
})

test('what cannot be asked is explained', async () => {
  await expect(look({ kind: 'moment', id: 'quite' })).rejects.toThrow(/no “quite” to backtest/)
  await expect(look({ kind: 'moment', id: 'quiet' }, '2025-01')).rejects.toThrow(/no month end/)
})
