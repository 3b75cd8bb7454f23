import type { Pack } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  buildBank,
  command,
  formula,
  hoursLater,
  monday,
  publish,
  testPlay,
  timeZone,
  pack as world,
} from '../../test/world.ts'
import { buildTheme } from './build.ts'
import { type ThemePlan, themeMoment } from './plan-theme.ts'
import { previewTheme } from './preview.ts'
import { checkTheme, failAbandonedThemes, type StartThemeInput, startTheme, takeTheme } from './start.ts'
import { endThemes, stopTheme } from './stop.ts'
import { countThemeLeftOut, findTheme, listThemeLeftOut, listThemes, listThemeUnits } from './theme.ts'

const money = new Map([['assets', { unit: 'money' }]] as const)
const column = (id: string, more: object = {}) => ({
  id,
  label: { zh: id, en: id },
  type: 'text',
  required: false,
  headers: [],
  ...more,
})
const facts = new Map([
  [
    'customer',
    {
      id: 'customer',
      columns: [column('name', { sensitivity: 'name' }), column('tier'), column('assets', { type: 'money' })],
    },
  ],
]) as unknown as Pack['facts']
const play = testPlay('autumn', { on: [], purpose: 'marketing', for: { tier: ['A'] }, effortMinutes: 20 })
const pack: Pack = { ...world, facts, plays: new Map([['autumn', play]]) }

const east = ['a1', 'a2', 'a3', 'gone', 'shy', 'out', 'low']
const rowOf = (customer_id: string) => ({
  customer_id,
  unit_id: 'east-1',
  owner_id: customer_id === 'a3' ? null : 'olga',
  tier: customer_id === 'low' ? 'B' : 'A',
  assets: 500_000,
})
const bank = east.filter((id) => id !== 'gone').map((id) => ({ id, owner: id === 'a3' ? null : 'olga' }))
async function* readChunks() {
  yield east.slice(0, 4).map(rowOf)
  yield east.slice(4).map(rowOf)
}

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, bank)
  const say = (customerId: string, purpose: string | null, state: string) =>
    store.execute(
      `insert into consent (customer_id, purpose, state, text_version, at, how, taken_by, source, recorded_at)
       values ($1, $2, $3, '1', '2026-10-01', 'form', 'user', 'tend', '2026-10-01')`,
      [customerId, purpose, state],
    )
  for (const id of ['a1', 'a2', 'a3', 'gone', 'out', 'low']) await say(id, 'marketing', 'given')
  await say('out', null, 'withdrawn')
})
afterAll(() => store.close())

const input: StartThemeInput = {
  name: '秋季专题',
  play: 'autumn',
  condition: "tier == 'A'",
  value: 'assets / 10.0',
  unit: 'east',
  startsOn: '2026-11-04',
  endsOn: '2026-11-20',
  goal: '邀约检视',
}
const planOf = (themeId: number): ThemePlan => ({
  themeId,
  name: input.name,
  goal: input.goal,
  play,
  value: formula('assets / 10.0', money),
  startsOn: input.startsOn,
  endsOn: input.endsOn,
})
const context = { asOf: '2026-10-31', now: monday, timeZone, by: 'user-sue' }
const start = async (key: string) => {
  const started = await startTheme(store, command('sue', monday, key), pack, input)
  if (started.kind === 'refused') throw new Error(started.code)
  return started.themeId
}
const build = (themeId: number) => buildTheme(store, pack, planOf(themeId), readChunks, context)
const all = { kind: 'all' } as const
const seen = (themeId: number) => findTheme(store, { kind: 'all' }, themeId, { now: monday, timeZone })

test.each([
  [{ play: 'none' }, 'unknown_play'],
  [{ unit: 'west' }, 'not_found'],
  [{ endsOn: '2026-11-03' }, 'invalid_value'],
  [{ endsOn: '2028-01-01' }, 'too_large'],
  [{ condition: 'tier = 1' }, 'invalid_value'],
  [{ condition: 'nobody > 1' }, 'invalid_value'],
  [{ condition: "name == 'Customer a1'" }, 'invalid_value'],
  [{ value: "tier == 'A'" }, 'invalid_value'],
])('an order with %o is refused as %s', async (changes, code) => {
  expect(await checkTheme(store, command('sue'), pack, { ...input, ...changes })).toMatchObject({
    kind: 'refused',
    code,
  })
})

test('only who may manage themes starts one, within the own region', async () => {
  expect(await startTheme(store, command('olga'), pack, input)).toMatchObject({ code: 'forbidden' })
  expect(await checkTheme(store, command('zoe'), pack, { ...input, unit: 'west' })).toMatchObject({ unitId: 'west' })
})

test('before it starts, a theme tells heads, reasons, work and time, and writes nothing', async () => {
  const preview = await previewTheme(store, pack, { ...planOf(0), unitId: 'east' }, readChunks, context)
  expect(preview).toMatchObject({
    segment: 7,
    wanted: 3,
    tasks: 3,
    merged: 0,
    minutesNeeded: 60,
    people: 4,
    // Thirteen working days of four people.
    minutesAvailable: 13 * 4 * 360,
    byUnit: [{ unitId: 'east-1', wanted: 3, leftOut: 4 }],
  })
  expect(Object.fromEntries(preview.leftOut.map(({ code, customers }) => [code, customers]))).toEqual({
    absent: 1,
    'no-consent': 1,
    withdrawn: 1,
    level: 1,
  })
  expect(preview.examples.map(({ customerId }) => customerId)).toHaveLength(7)
  expect(await store.query('select from task')).toEqual([])
})

test('a theme becomes tasks between its days for everybody who may be contacted, and tells who was left out and why', async () => {
  const themeId = await start('key-theme-1')
  expect(await start('key-theme-1')).toBe(themeId)
  expect([await takeTheme(store, themeId, 1), await takeTheme(store, themeId, 2)]).toEqual([true, false])
  expect(await build(themeId)).toMatchObject({ segment: 7, wanted: 3, leftOut: 4, tasks: 3, minutes: 60 })
  expect(
    await store.query(
      `select customer_id, purpose, module, assignee_id, assign, value, due_at, not_before, theme_id, reasons -> 0 ->> 'moment' as moment
       from task order by customer_id`,
    ),
  ).toMatchObject(
    ['a1', 'a2', 'a3'].map((customer_id) => ({
      customer_id,
      purpose: 'marketing',
      value: 50_000,
      due_at: '2026-11-19T16:00:00.000Z',
      not_before: '2026-11-03T16:00:00.000Z',
      theme_id: themeId,
      moment: themeMoment,
    })),
  )
  expect(await listThemeLeftOut(store, all, { themeId })).toMatchObject({
    items: [
      { customer_id: 'gone', code: 'absent' },
      { customer_id: 'low', code: 'level', detail: 'tier' },
      { customer_id: 'out', code: 'withdrawn' },
      { customer_id: 'shy', code: 'no-consent' },
    ],
  })
  expect((await listThemeLeftOut(store, all, { themeId, code: 'level' })).items).toHaveLength(1)
  await store.execute("update customer set unit_id = 'west' where customer_id = 'low'")
  const east = await listThemeLeftOut(store, { kind: 'units', unitIds: ['east', 'east-1'] }, { themeId })
  expect(east.items.map(({ customer_id }) => customer_id)).toEqual(['gone', 'out', 'shy'])
  await store.execute("update customer set unit_id = 'east-1' where customer_id = 'low'")
  expect(await countThemeLeftOut(store, themeId)).toHaveLength(4)
  expect(await listThemeUnits(store, themeId)).toMatchObject([{ unit_id: 'east-1', tasks: 3, open: 3, left_out: 4 }])
  expect(await seen(themeId)).toMatchObject({ state: 'running', open: 3, done: 0, as_of: '2026-10-31' })
})

test('a region sees its own themes only', async () => {
  const at = { now: monday, timeZone }
  expect((await listThemes(store, { kind: 'units', unitIds: ['west'] }, at, {})).items).toEqual([])
  expect(
    (await listThemes(store, { kind: 'units', unitIds: ['east', 'east-1'] }, at, { state: 'running' })).items,
  ).toHaveLength(1)
})

test('stopping a theme closes its open tasks, which nobody worked, and keeps the reason', async () => {
  const themeId = await start('key-theme-2')
  // Both lie ahead, so neither swallows the other.
  expect(await build(themeId)).toMatchObject({ tasks: 3, merged: 0 })
  expect(await stopTheme(store, command('sue'), { themeId, reason: ' ' })).toMatchObject({ code: 'reason_required' })
  expect(await stopTheme(store, command('olga'), { themeId, reason: 'why' })).toMatchObject({ code: 'forbidden' })
  expect(await stopTheme(store, command('sue'), { themeId, reason: '预算用完' })).toEqual({
    kind: 'done',
    tasks: 3,
    messages: 0,
  })
  expect(await stopTheme(store, command('sue'), { themeId, reason: 'again' })).toMatchObject({ code: 'wrong_state' })
  expect(await seen(themeId)).toMatchObject({ state: 'stopped', open: 0, done: 0, closed_reason: '预算用完' })
  expect(
    await store.query('select distinct pool, outcome, closed_by, closed_reason from task where theme_id = $1', [
      themeId,
    ]),
  ).toEqual([{ pool: 'failure', outcome: 'stopped', closed_by: null, closed_reason: 'theme-stopped' }])
})

test('who withdraws while a theme is written loses the work right after it', async () => {
  const themeId = await start('key-theme-3')
  async function* whileSpeaking() {
    yield* readChunks()
    // Another connection: the theme's transaction is still open.
    await store.execute(
      `insert into consent (customer_id, purpose, state, at, how, taken_by, source, recorded_at)
       values ('a1', 'marketing', 'withdrawn', $1, 'phone', 'user', 'tend', $1)`,
      [monday],
    )
  }
  await buildTheme(store, pack, planOf(themeId), whileSpeaking, context)
  const open = await store.query('select customer_id from task where theme_id = $1 and closed_at is null order by 1', [
    themeId,
  ])
  expect(open).toEqual([{ customer_id: 'a2' }, { customer_id: 'a3' }])
})

test('a theme that fails on the way leaves nothing, and one whose process died is told', async () => {
  const themeId = await start('key-theme-4')
  async function* broken() {
    yield east.slice(0, 2).map(rowOf)
    throw new Error('the disk is gone')
  }
  await expect(buildTheme(store, pack, planOf(themeId), broken, context)).rejects.toThrow('the disk is gone')
  expect(await store.query('select from task where theme_id = $1', [themeId])).toEqual([])
  await takeTheme(store, themeId, 4711)
  expect(await failAbandonedThemes(store, () => true)).toEqual([])
  expect(await failAbandonedThemes(store, (pid) => pid !== 4711)).toEqual([themeId])
  expect(await seen(themeId)).toMatchObject({ state: 'failed', problem: 'cut-off' })
})

test('the night after its last day ends a theme', async () => {
  const ended = await store.transaction((tx) => endThemes(tx, '2026-11-20', monday))
  expect(ended).toBe(0)
  expect(await store.transaction((tx) => endThemes(tx, '2026-11-21', hoursLater(24 * 20)))).toBe(2)
  expect(await store.query('select from task where theme_id is not null and closed_at is null')).toEqual([])
  expect(await store.query('select state, count(*) from theme group by state order by state')).toMatchObject([
    { state: 'ended', count: 2 },
    { state: 'failed', count: 1 },
    { state: 'stopped', count: 1 },
  ])
})

test('work that goes into open tasks is told before a theme starts, as it is told once it is built', async () => {
  const atOnce = (themeId: number): ThemePlan => ({ ...planOf(themeId), startsOn: '2026-11-02' })
  const first = await start('key-theme-5')
  expect(await buildTheme(store, pack, atOnce(first), readChunks, context)).toMatchObject({ tasks: 2, merged: 0 })
  const preview = await previewTheme(store, pack, { ...atOnce(0), unitId: 'east' }, readChunks, context)
  expect(preview).toMatchObject({ wanted: 2, tasks: 0, merged: 2, minutesNeeded: 0 })
  const second = await start('key-theme-6')
  expect(await buildTheme(store, pack, atOnce(second), readChunks, context)).toMatchObject({
    wanted: 2,
    tasks: 0,
    merged: 2,
    minutes: 0,
  })
})

test('a company’s manager hears of a theme once, however many of its people it is about (S35)', async () => {
  await publish(store, [...bank, { id: 'firm', owner: 'otto' }])
  await store.execute(
    `insert into consent (customer_id, purpose, state, text_version, at, how, taken_by, source, recorded_at)
     values ('firm', 'marketing', 'given', '1', '2026-10-01', 'form', 'user', 'tend', '2026-10-01')`,
  )
  const joint = { ...planOf(await start('key-theme-7')), play: { ...play, jointWith: 'employer' } }
  async function* oneByOne() {
    for (const id of ['a2', 'a3', 'a1']) yield [{ ...rowOf(id), employer: 'firm' }]
  }
  // a1 has withdrawn, so nobody joins in for them.
  const counts = { wanted: 2, tasks: 3, merged: 1 }
  expect(await previewTheme(store, pack, { ...joint, unitId: 'east' }, oneByOne, context)).toMatchObject(counts)
  expect(await buildTheme(store, pack, joint, oneByOne, context)).toMatchObject(counts)
  expect(
    await store.query(
      `select task.customer_id, task.assignee_id, jsonb_array_length(task.reasons) as reasons, own.customer_id as beside
       from task left join task as own on own.task_id = task.joint_of where task.theme_id = $1 order by 1`,
      [joint.themeId],
    ),
  ).toEqual([
    { customer_id: 'a2', assignee_id: 'olga', reasons: 1, beside: null },
    { customer_id: 'a3', assignee_id: expect.any(String), reasons: 1, beside: null },
    { customer_id: 'firm', assignee_id: 'otto', reasons: 2, beside: 'a2' },
  ])
})

test('a company without a manager, too, has one task of a theme, wherever it lies', async () => {
  await publish(store, [...bank, { id: 'lone', owner: null }])
  await store.execute(
    `insert into consent (customer_id, purpose, state, text_version, at, how, taken_by, source, recorded_at)
     values ('lone', 'marketing', 'given', '1', '2026-10-01', 'form', 'user', 'tend', '2026-10-01')`,
  )
  const joint = { ...planOf(await start('key-theme-8')), play: { ...play, jointWith: 'employer' } }
  async function* oneByOne() {
    for (const id of ['a2', 'a3']) yield [{ ...rowOf(id), employer: 'lone' }]
  }
  async function* withItself() {
    yield [{ ...rowOf('lone'), owner_id: null }]
    yield* oneByOne()
  }
  const pooling: Pack = { ...pack, work: { ...pack.work, unowned: 'pool' } }
  const counts = { wanted: 2, tasks: 3, merged: 1 }
  expect(await previewTheme(store, pooling, { ...joint, unitId: 'east' }, oneByOne, context)).toMatchObject(counts)
  expect(await buildTheme(store, pooling, joint, oneByOne, context)).toMatchObject(counts)
  const again = { ...joint, themeId: await start('key-theme-11') }
  const countsWithItself = { wanted: 3, tasks: 3, merged: 2 }
  expect(await previewTheme(store, pooling, { ...again, unitId: 'east' }, withItself, context)).toMatchObject(
    countsWithItself,
  )
  expect(await buildTheme(store, pooling, again, withItself, context)).toMatchObject(countsWithItself)
})

test('a company that is of the segment itself hears of a theme once, and the preview says so', async () => {
  await publish(store, [...bank, { id: 'firm', owner: 'otto' }])
  const joint = { ...planOf(await start('key-theme-9')), play: { ...play, jointWith: 'employer' } }
  async function* oneByOne() {
    yield [{ ...rowOf('firm'), owner_id: 'otto' }]
    for (const id of ['a2', 'a3']) yield [{ ...rowOf(id), employer: 'firm' }]
  }
  const counts = { wanted: 3, tasks: 3, merged: 2 }
  expect(await previewTheme(store, pack, { ...joint, unitId: 'east' }, oneByOne, context)).toMatchObject(counts)
  expect(await buildTheme(store, pack, joint, oneByOne, context)).toMatchObject(counts)
})

test('who leaves while a theme is written has none of its work', async () => {
  const themeId = await start('key-theme-10')
  async function* whileLeaving() {
    yield* readChunks()
    await store.execute("update staff set is_active = false where staff_id = 'olga'")
  }
  await buildTheme(store, pack, planOf(themeId), whileLeaving, context)
  expect(
    await store.query("select customer_id, assign from task where theme_id = $1 and assignee_id = 'olga'", [themeId]),
  ).toEqual([])
})
