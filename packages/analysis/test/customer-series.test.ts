import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, ingest, type Lake, openDuck, openLake } from '@tend/lake'
import { expect, test } from 'vitest'
import { customerSeries, getCustomer, openState, QueryRefused, runNight } from '../src/index.ts'
import { teashop, testFolder } from './teashop.ts'

const pack = teashop()
const everybody = { sql: 'true', params: [] }

const files = {
  customer: 'customer_id,name,district\na,安,north\nb,白,north\n',
  purchase: [
    'purchase_id,customer_id,date,amount,pieces,weight,kind',
    '1,a,2026-07-31,100.00,1,0.1,black',
    '2,a,2026-08-01,50.55,2,0.25,green',
    '3,a,2026-09-30,70.00,,,black',
    '4,a,2026-10-15,12.00,1,1.5,white',
    '5,a,2026-10-16,8000.00,1,9,white',
    '6,b,2026-09-01,999.00,1,1,black',
    '',
  ].join('\n'),
  balance: [
    'customer_id,date,balance,accumulated',
    'a,2026-07-31,10,310.5',
    'a,2026-09-30,30,900',
    'b,2026-08-31,5,155',
    'a,2026-10-15,40,600',
    '',
  ].join('\n'),
}

/** Measures of every function, and derived indicators that rest on them. */
const charted = [
  'spent_12m',
  'spent_month',
  'spent_last_month',
  'best_single',
  'average_purchase',
  'kinds',
  'weight_bought',
  'average_weight',
  'average_balance',
  'balance_now',
  'balance_quarter_ago',
  'silent_days',
  'spending_change',
  'half_spent',
]

test('a series tells for each month end what a night of that day told', async () => {
  const { duck, lake, folder } = await openShopLake()
  const dates = ['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-15']
  const series = await customerSeries(duck, lake, pack, {
    customerId: 'a',
    indicators: charted,
    asOf: '2026-10-15',
    months: 4,
  })
  expect(series.map(({ indicator }) => indicator)).toEqual(charted)
  for (const [index, date] of dates.entries()) {
    const out = join(folder, date)
    await runNight({ duck, lake, pack, asOf: date, out })
    const row = await getCustomer(await openState(duck, out, pack), 'a', everybody)
    for (const { indicator, points } of series) {
      expect(points[index]?.date).toBe(date)
      expect(points[index]?.value, `${indicator} at ${date}`).toBe(row?.[indicator])
    }
  }
  duck.close()
})

test('a customer without facts has a series of what nothing comes to', async () => {
  const { duck, lake } = await openShopLake()
  const query = { customerId: 'nobody', indicators: ['spent_12m', 'best_single'], asOf: '2026-10-15', months: 2 }
  expect(await customerSeries(duck, lake, pack, query)).toEqual([
    {
      indicator: 'spent_12m',
      points: [
        { date: '2026-09-30', value: 0 },
        { date: '2026-10-15', value: 0 },
      ],
    },
    {
      indicator: 'best_single',
      points: [
        { date: '2026-09-30', value: null },
        { date: '2026-10-15', value: null },
      ],
    },
  ])
  duck.close()
})

test('rates of groups have no series, and an unknown indicator is refused', async () => {
  const { duck, lake } = await openShopLake()
  const query = { customerId: 'a', asOf: '2026-10-15' }
  expect(await customerSeries(duck, lake, pack, { ...query, indicators: ['district_churn', 'risk'] })).toEqual([])
  await expect(customerSeries(duck, lake, pack, { ...query, indicators: ['shoe_size'] })).rejects.toThrow(QueryRefused)
  duck.close()
})

async function openShopLake(): Promise<{ readonly duck: Duck; readonly lake: Lake; readonly folder: string }> {
  const folder = await testFolder()
  const duck = await openDuck()
  const lake = openLake(join(folder, 'lake'))
  for (const [fact, text] of Object.entries(files)) {
    const file = join(folder, `${fact}.csv`)
    await writeFile(file, text)
    const { batch } = await ingest(lake, duck, { pack, fact, file, receivedAt: '2026-10-16T00:00:00Z' })
    expect(batch.quarantined).toBe(0)
  }
  return { duck, lake, folder }
}
