import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuck } from '@tend/lake'
import { loadPack, type Pack, type Policy } from '@tend/pack'
import { afterEach, expect, test } from 'vitest'
import { runNight } from '../run/run-night.ts'
import { openState } from '../state/state.ts'
import { compareStates } from './compare.ts'
import { checkCondition } from './condition.ts'
import { diffPacks } from './diff.ts'
import { countNearLine, listNearLine } from './near-line.ts'

const facts = `
customer:
  label: { zh: 客户, en: Customer }
  key: [customer_id]
  customer: customer_id
  delivery: rows
  columns:
    customer_id: { type: text, required: true, label: { zh: 客户号, en: Customer id } }
    owner_id: { type: text, label: { zh: 经理, en: Owner } }
    assets: { type: money, label: { zh: 资产, en: Assets } }
    city: { type: text, values: { sh: { zh: 上海, en: Shanghai }, bj: { zh: 北京, en: Beijing } }, label: { zh: 城市, en: City } }
    joined_on: { type: date, label: { zh: 加入日期, en: Joined on } }
`

const tier = (levels: string): string => `
tier:
  label: { zh: 等级, en: Tier }
  variant: ladder
  levels:
    - { id: basic, label: { zh: 普卡, en: Basic } }
${levels}`

const goldAt = (amount: number, more = ''): string =>
  tier(`    - { id: gold, label: { zh: 金卡, en: Gold }, yearlyCost: 100, enter: assets >= ${amount}${more} }\n`)

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tend-studio-'))
  folders.push(folder)
  return folder
}

const packOf = (schemes: string): Pack => {
  const folder = makeFolder()
  const files = {
    'pack.yaml': 'id: bank\nversion: "1"\nlabel: { zh: 行, en: Bank }\n',
    'facts/bank.yaml': facts,
    'schemes/tier.yaml': schemes,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { pack, issues } = loadPack(folder)
  if (pack === undefined) throw new Error(JSON.stringify(issues))
  return pack
}

/** Six customers with 10, 20, … 60 yuan (thousands of fen), the first three E1's. */
const rows = `(select 'C' || i as customer_id, case when i <= 3 then 'E1' else 'E2' end as owner_id, cast(i * 1000 as bigint) as assets,
  'sh' as city, DATE '2020-01-01' as joined_on from range(1, 7) as r(i))`

const statesOf = async (...packs: readonly Pack[]) => {
  const duck = await openDuck({ memoryLimitMb: 256, threads: 1 })
  const folder = makeFolder()
  const states = []
  for (const [index, pack] of packs.entries()) {
    const out = join(folder, String(index))
    await runNight({ duck, pack, asOf: '2026-10-31', out, sources: () => rows })
    states.push(await openState(duck, out, pack))
  }
  return { duck, states }
}

test.each([
  ['assets >= 200000', '资产 ≥ 20万元', 'Assets ≥ ¥200,000'],
  ["city == 'sh'", '城市 为 上海', 'City is Shanghai'],
  ["city in ['sh', 'bj']", '城市 为上海、北京之一', 'City is one of Shanghai, Beijing'],
  ["(assets > 1 || known(city)) && !(tier == 'gold')", '(资产 > 1元 或 已知城市) 且 非（等级 为 金卡）', null],
  ['assets * 2 >= 100 + assets', '资产 × 2 ≥ 100元 + 资产', 'Assets × 2 ≥ ¥100 + Assets'],
  ["joined_on < date('2026-01-31')", '加入日期 < 2026年1月31日', 'Joined on < 31 Jan 2026'],
  ["tier_before == 'gold' && tier == 'basic'", '原等级 为 金卡 且 等级 为 普卡', null],
  ['months_since(joined_on) >= 12', '距加入日期的整月数 ≥ 12', 'months since Joined on ≥ 12'],
])('%s reads %s', (text, zh, en) => {
  const { words, issues } = checkCondition(packOf(goldAt(30)), text)
  expect(issues).toEqual([])
  expect(words?.zh).toBe(zh)
  if (en !== null) expect(words?.en).toBe(en)
})

test('a threshold that moves is told once, with the value in words', () => {
  const [change] = diffPacks(packOf(goldAt(200_000)), packOf(goldAt(250_000, ', immediate: true')))
  expect(change).toMatchObject({ kind: 'schemes', id: 'tier', change: 'changed' })
  const words = change?.words.map(({ zh }) => zh)
  expect(words).toEqual(['金卡：assets >= 200000 → 250000（资产 ≥ 25万元）', '金卡·立即升级：无 → 是'])
})

test('what is the same in other words is no difference, and a level that comes or goes is told', () => {
  const two = tier(
    '    - { id: silver, label: { zh: 银卡, en: Silver }, enter: assets >= 20 }\n    - { id: gold, label: { zh: 金卡, en: Gold }, yearlyCost: 100, enter: assets >= 30 }\n',
  )
  const one = packOf(goldAt(30))
  expect(diffPacks(one, packOf(`# a comment\n${goldAt(30)}`))).toEqual([])
  expect(diffPacks(one, packOf(two))[0]?.words).toContainEqual({ zh: '新增级别“银卡”', en: '“Silver” is a new level' })
  expect(diffPacks(packOf(two), one)[0]?.words).toContainEqual({
    zh: '删除级别“银卡”',
    en: '“Silver” is no level any more',
  })
})

test('caps of contact are told with the levels that they are for', () => {
  const base = packOf(goldAt(30))
  const policy = (max: number): Policy => ({
    id: 'rules',
    label: { zh: '联系规则', en: 'Rules' },
    position: { file: 'policies/rules.yaml', line: 1, column: 1 },
    quietOnHolidays: false,
    coolOffDays: 0,
    caps: [{ for: { tier: ['basic'] }, per: 'month', max }],
    minimums: [],
  })
  const withCap = (max: number): Pack => ({ ...base, policies: new Map([['rules', policy(max)]]) })
  expect(diffPacks(withCap(4), withCap(2))).toMatchObject([
    {
      kind: 'policies',
      words: [
        {
          zh: '联系上限：适用级别 等级 普卡，每 月，最多 4 → 2',
          en: 'caps: for levels Tier Basic, per month, at most 4 → 2',
        },
      ],
    },
  ])
})

test('two states are compared customer by customer: who moves, whose they are, what it costs', async () => {
  const { duck, states } = await statesOf(packOf(goldAt(30)), packOf(goldAt(50)))
  const [before, after] = states
  if (before === undefined || after === undefined) throw new Error('two states are needed')
  const told = await compareStates(before, after)
  expect(told).toMatchObject({ customers: 6, unchanged: 4 })
  expect(told.schemes).toMatchObject([
    {
      scheme: 'tier',
      risers: 0,
      fallers: 2,
      unchanged: 4,
      matrix: [
        { from: 'basic', to: 'basic', customers: 2 },
        { from: 'gold', to: 'basic', customers: 2 },
        { from: 'gold', to: 'gold', customers: 2 },
      ],
      byOwner: [
        { id: 'E1', risers: 0, fallers: 1 },
        { id: 'E2', risers: 0, fallers: 1 },
      ],
      cost: { beforeMinor: 40_000, afterMinor: 20_000 },
    },
  ])
  // Of two who move equally far the one with more money comes first.
  expect(told.affected.map(({ customerId }) => customerId)).toEqual(['C3', 'C4'])
  expect(told.affected[0]?.values).toMatchObject([{ id: 'assets', unit: 'money', value: 3000 }])
  duck.close()
})

test('a level put between two others makes nobody rise who stays where he was', async () => {
  const between = tier(
    '    - { id: silver, label: { zh: 银卡, en: Silver }, enter: assets >= 20 }\n    - { id: gold, label: { zh: 金卡, en: Gold }, yearlyCost: 100, enter: assets >= 30 }\n',
  )
  const { duck, states } = await statesOf(packOf(goldAt(30)), packOf(between))
  const [before, after] = states
  if (before === undefined || after === undefined) throw new Error('two states are needed')
  const [scheme] = (await compareStates(before, after)).schemes
  expect(scheme).toMatchObject({ risers: 1, fallers: 0, unchanged: 5 })
  expect(scheme?.levels.map(({ id }) => id)).toEqual(['basic', 'silver', 'gold'])
  duck.close()
})

test('near the line upward by what is missing, downward by what may be lost, and nobody out of scope', async () => {
  const { duck, states } = await statesOf(packOf(goldAt(35)))
  const [state] = states
  if (state === undefined) throw new Error('a state is needed')
  const everybody = { sql: 'true', params: [] }
  const near = async (direction: 'up' | 'down', scope: { sql: string; params: readonly unknown[] } = everybody) =>
    (await listNearLine(state, { scheme: 'tier', scope, direction, limit: 10 })).map(({ customer_id, distance }) => [
      customer_id,
      distance,
    ])
  expect(await near('up')).toEqual([
    ['C3', 500],
    ['C2', 1500],
    ['C1', 2500],
  ])
  expect((await near('down'))[0]).toEqual(['C4', 500])
  expect(await near('up', { sql: 'owner_id = $1', params: ['E2'] })).toEqual([])
  expect(await countNearLine(state, { scheme: 'tier', scope: everybody, within: 1500 })).toEqual([
    { direction: 'up', line: 'gold', customers: 2 },
    { direction: 'down', line: 'gold', customers: 2 },
  ])
  duck.close()
})

test('who is not classed at all stands before no line', async () => {
  const entered = `
tier:
  label: { zh: 等级, en: Tier }
  variant: ladder
  among: owner_id == 'E2'
  levels:
    - { id: basic, label: { zh: 普卡, en: Basic }, enter: assets >= 45 }
    - { id: gold, label: { zh: 金卡, en: Gold }, enter: assets >= 70 }
`
  const { duck, states } = await statesOf(packOf(entered))
  const [state] = states
  if (state === undefined) throw new Error('a state is needed')
  const scope = { sql: 'true', params: [] }
  const near = await listNearLine(state, { scheme: 'tier', scope, direction: 'up', limit: 10 })
  expect(near.map(({ customer_id, line, distance }) => [customer_id, line, distance])).toEqual([
    ['C4', 'basic', 500],
    ['C6', 'gold', 1000],
    ['C5', 'gold', 2000],
  ])
  duck.close()
})
