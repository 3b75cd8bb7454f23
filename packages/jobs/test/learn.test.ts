import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { currentRun } from '@tend/care'
import { learn, runNightly, simulate } from '@tend/jobs'
import type { Model } from '@tend/pack'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSmallHouse, type SmallHouse } from './small-house.ts'

let house: SmallHouse
beforeEach(async () => {
  house = await openSmallHouse()
  await deliverLeavers(house)
})
afterEach(() => house.close())

const clock = () => new Date('2026-11-02T01:00:00Z')
const night = (runId: string, asOf = '2026-10-31') => runNightly(house, house.duck, { runId, asOf, clock })

const churn = (): Model => {
  const model = house.pack.models.get('churn')
  if (!model) throw new Error('the bank has no churn scorecard')
  return model
}

type Score = { readonly customer_id: string; readonly chance: number | null }

const chances = async (): Promise<readonly Score[]> => {
  const folder = (await currentRun(house.store))?.state_folder ?? ''
  return house.duck.rows<Score>(
    `select customer_id, churn_probability as chance from '${join(house.home.states, folder)}/customer.parquet' order by customer_id`,
  )
}

test('a scorecard is learned from a day nobody ran a night for, and the next night scores with it', {
  timeout: 180_000,
}, async () => {
  await night('n1')
  expect((await chances()).every(({ chance }) => chance === null)).toBe(true)

  const [lesson] = await learn(house, house.duck, { models: [churn()], seed: 7 })
  if (lesson?.kind !== 'trained' || lesson.artifact.kind !== 'scorecard') throw new Error(JSON.stringify(lesson))
  expect(lesson.artifact).toMatchObject({ number: 1, asOf: '2026-08-02', outcomeAsOf: '2026-10-31' })
  expect(lesson.artifact.quality.auc).toBeGreaterThan(0.75)
  expect(readdirSync(house.home.spill)).toEqual([])

  const second = await night('n2')
  const scored = await chances()
  const mean = (of: readonly Score[]) => of.reduce((sum, { chance }) => sum + (chance ?? 0), 0) / of.length
  const silent = scored.filter(({ customer_id }) => Number(customer_id.slice(1)) % 3 === 0)
  expect(scored.every(({ chance }) => chance !== null)).toBe(true)
  expect(mean(silent)).toBeGreaterThan(2 * mean(scored.filter((score) => !silent.includes(score))))
  expect((await currentRun(house.store))?.counts['drift.churn']).toBeGreaterThanOrEqual(0)
  expect(second.warnings.length).toBe(1)
  expect(second.warnings[0]?.en).toContain('tend learn churn')

  const tried = await simulate(house, house.duck, { draft: house.pack, clock })
  expect(tried.affected).toEqual([])
})

test('where too few leave nothing is pretended, and nothing is kept', { timeout: 180_000 }, async () => {
  await night('n1', '2026-07-31')
  const [lesson] = await learn(house, house.duck, { models: [churn()], seed: 7 })
  expect(lesson?.kind === 'refused' && lesson.reason.en).toMatch(/was not trained: the outcome came for \d+ customers/)
  await expect(learn(house, house.duck, { models: [churn()], asOf: '2026-10-31', seed: 7 })).rejects.toThrow(
    'tend run --as-of 2026-10-31 --grade-only',
  )
})

/** 600 customers with ¥20,000 each; every third stops paying in June, and most of these close in September. */
const deliverLeavers = async ({ deliver }: SmallHouse): Promise<void> => {
  const ids = Array.from({ length: 600 }, (_, i) => `C${String(i).padStart(3, '0')}`)
  const isSilent = (i: number) => i % 3 === 0
  const leaves = (i: number) => (isSilent(i) ? i % 5 !== 0 : i % 25 === 1)
  await deliver('org_unit', 'unit_id,parent_id,name,kind\nHQ,,总行,head_office\nB1,HQ,一支行,sub_branch\n')
  await deliver(
    'customer',
    [
      'customer_id,name,unit_id,opened_on,closed_on',
      ...ids.map((id, i) => `${id},客户${i},B1,2020-01-1${i % 9},${leaves(i) ? '2026-09-15' : ''}`),
    ].join('\n'),
  )
  const months = [
    ['2026-07', 31],
    ['2026-08', 31],
    ['2026-09', 30],
    ['2026-10', 31],
  ] as const
  await deliver(
    'balance',
    [
      'customer_id,product,month,date,balance,accumulated',
      ...ids.flatMap((id, i) =>
        months.map(([month, days]) => {
          const balance = leaves(i) && month > '2026-08' ? 0 : 20_000
          return `${id},demand,${month},${month}-${days},${balance}.00,${balance * days}.00`
        }),
      ),
    ].join('\n'),
  )
  await deliver(
    'transaction',
    [
      'transaction_id,customer_id,date,direction,amount,kind',
      ...ids.flatMap((id, i) =>
        (isSilent(i) ? ['2026-05-05'] : ['2026-07-2', '2026-10-2'].map((day) => `${day}${i % 9}`)).map(
          (day, n) => `${i * 2 + n},${id},${day},out,70.00,card`,
        ),
      ),
    ].join('\n'),
  )
}
