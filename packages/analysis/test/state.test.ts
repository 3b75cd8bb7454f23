import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type CustomerListQuery,
  countByLevel,
  countCustomers,
  getCustomer,
  listCustomers,
  momentsOf,
  newMoments,
  openState,
  QueryRefused,
  type RowFilter,
  runNight,
  type State,
  whyLevel,
} from '../src/index.ts'
import { FactBook } from './golden/facts.ts'
import { keptFolder, shopFacts, teashop } from './teashop.ts'

const pack = teashop()
const everybody: RowFilter = { sql: 'true', params: [] }
const unitOne: RowFilter = { sql: 'unit_id = any($1)', params: [['u1']] }
const ownBook: RowFilter = { sql: 'owner_id = $1 or customer_id = any($2)', params: ['s1', ['c002']] }

let duck: Duck
let state: State

beforeAll(async () => {
  duck = await openDuck()
  const book = new FactBook(pack)
  book.add(shopFacts)
  const out = join(await keptFolder(afterAll), 'state')
  await runNight({ duck, pack, sources: await book.load(duck), asOf: '2026-10-31', out })
  state = await openState(duck, out, pack)
})

afterAll(() => duck.close())

const list = (query: Partial<CustomerListQuery>) =>
  listCustomers(state, { scope: everybody, sort: { by: 'customer_id', direction: 'asc' }, limit: 1000, ...query })

const first = async (query: Partial<CustomerListQuery>) => {
  const [found] = (await list({ ...query, limit: 1 })).rows
  const row = found && (await getCustomer(state, String(found.customer_id), everybody))
  if (!row) throw new Error('nobody is found')
  return row
}

test.each(['spent_12m', 'name', 'last_purchase', 'spending_change', 'has_left', 'customer_id', 'vip'])(
  'pages by %s, both ways, hold every customer once and in order',
  async (by) => {
    for (const direction of ['asc', 'desc'] as const) {
      const sort = { by, direction }
      const whole = await list({ sort })
      const ids: unknown[] = []
      let after: string | undefined
      do {
        const page = await list({ sort, limit: 7, columns: [], ...(after === undefined ? {} : { after }) })
        ids.push(...page.rows.map((row) => row.customer_id))
        after = page.next
      } while (after !== undefined)
      expect(ids).toEqual(whole.rows.map((row) => row.customer_id))
      expect(new Set(ids).size).toBe(62)
      const known = whole.rows.map((row) => row[by]).filter((value) => value !== null)
      expect(whole.rows.slice(0, known.length).every((row) => row[by] !== null)).toBe(true)
    }
  },
)

test('scope bounds every list, count, board, page and moment', async () => {
  for (const scope of [unitOne, ownBook]) {
    const seen = (row: { readonly [column: string]: unknown }) =>
      scope === unitOne ? row.unit_id === 'u1' : row.owner_id === 's1' || row.customer_id === 'c002'
    const all = (await list({})).rows
    const inside = all.filter(seen).map((row) => row.customer_id)
    expect(inside.length).toBeGreaterThan(3)
    expect(
      (await list({ scope, condition: 'purchases >= 0 || purchases < 0' })).rows.map((row) => row.customer_id),
    ).toEqual(inside)
    expect(await countCustomers(state, { scope })).toBe(inside.length)
    const counts = await countByLevel(state, 'vip', scope)
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(inside.length)
    for (const row of all) {
      const id = String(row.customer_id)
      expect((await getCustomer(state, id, scope)) !== undefined, id).toBe(seen(row))
      if (!seen(row)) expect(await momentsOf(state, id, scope)).toEqual([])
    }
  }
})

test('filters narrow and combine', async () => {
  const all = (await list({})).rows
  const expected = all.filter(
    (row) => Number(row.spent_12m) >= 100_000 && row.district === 'd1' && row.vip !== 'ordinary',
  )
  expect(expected.length).toBeGreaterThan(0)
  const found = await list({
    ranges: { spent_12m: { min: 100_000 } },
    condition: "district == 'd1'",
    levels: { vip: ['senior', 'vip', 'supreme'] },
  })
  expect(found.rows).toEqual(expected)
  expect(
    (await list({ ranges: { last_purchase: { min: '2026-07-01', max: '2026-07-31' } } })).rows.every((row) =>
      String(row.last_purchase).startsWith('2026-07'),
    ),
  ).toBe(true)
  expect((await list({ text: 'c01' })).rows.length).toBe(10)
  expect((await list({ text: '客户12' })).rows.map((row) => row.customer_id)).toEqual(['c012'])
  expect((await list({ text: 'QUOTED' })).rows.map((row) => row.customer_id)).toEqual([`o'c"1`])
  expect((await list({ text: '%' })).rows).toEqual([])
})

test('a question that makes no sense is refused with the reason', async () => {
  const refusals: [Partial<CustomerListQuery>, string, RegExp][] = [
    [{ sort: { by: 'shoe_size', direction: 'asc' } }, 'unknown_column', /shoe_size/],
    [{ columns: ['shoe_size'] }, 'unknown_column', /shoe_size/],
    [{ ranges: { shoe_size: { min: 1 } } }, 'unknown_column', /shoe_size/],
    [{ ranges: { last_purchase: { min: 'yesterday' } } }, 'bad_value', /yesterday/],
    [{ ranges: { last_purchase: { min: '2026-02-30x' } } }, 'bad_value', /2026/],
    [{ ranges: { spent_12m: { min: 'much' } } }, 'bad_value', /much/],
    [{ levels: { vip: ['king'] } }, 'unknown_level', /king/],
    [{ levels: { district: ['d1'] } }, 'unknown_column', /district/],
    [{ condition: 'spent_12m >' }, 'bad_condition', /./],
    [{ condition: 'spent_13m > 1' }, 'bad_condition', /spent_13m/],
    [{ condition: 'spent_12m' }, 'bad_condition', /./],
    [{ limit: 0 }, 'bad_value', /1 to 1000/],
    [{ after: 'rubbish' }, 'bad_cursor', /./],
    [{ after: Buffer.from('["name","asc","x","c1"]').toString('base64url') }, 'bad_cursor', /./],
    [
      {
        sort: { by: 'spent_12m', direction: 'asc' },
        after: Buffer.from('["spent_12m","asc","many","c1"]').toString('base64url'),
      },
      'bad_cursor',
      /./,
    ],
  ]
  for (const [query, code, message] of refusals) {
    const refusal = await list(query).catch((error: unknown) => error)
    expect(refusal, JSON.stringify(query)).toBeInstanceOf(QueryRefused)
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(message) })
  }
})

test('every new moment comes once, with the columns of its customer', async () => {
  const chunks: { readonly moment: string; readonly customer: object }[] = []
  for await (const chunk of newMoments(state, ['name', 'vip', 'spent_12m'])) chunks.push(...chunk)
  expect(new Set(chunks.map(({ moment }) => moment))).toEqual(
    new Set(['silent', 'birthday', 'birthday_list', 'voucher_ends', 'losing']),
  )
  const odd = chunks.filter(
    (moment) => 'customer_id' in moment && moment.customer_id === `o'c"1` && moment.moment === 'silent',
  )
  expect(odd).toMatchObject([
    {
      moment: 'silent',
      value: 300_001,
      reason: { silent_days: 118 },
      is_new: true,
      customer: { name: `O'Neill "quoted" \\ line\nbreak`, vip: 'supreme', spent_12m: 600_001 },
    },
  ])
  expect(await momentsOf(state, `o'c"1`, everybody)).toMatchObject([
    { moment: 'losing', urgency: 0.5 },
    { moment: 'silent', urgency: 118 / 180 },
  ])
})

test('reasons of levels are told of one customer, not in lists', async () => {
  expect(Object.keys((await list({ limit: 1 })).rows[0] ?? {})).not.toContain('card_reason')
  await expect(list({ columns: ['card_reason'] })).rejects.toThrow('there is no column "card_reason"')
})

test('why says the rule, its comparisons and what is missing to the next level', async () => {
  const row = await first({ sort: { by: 'spent_12m', direction: 'desc' }, levels: { card: ['silver'] } })
  const spent = Number(row.spent_12m)
  const why = whyLevel(pack, 'card', row, state.asOf)
  expect(why).toMatchObject({
    level: 'silver',
    before: null,
    since: '2026-10-31',
    until: '2027-10-30',
    reason: { spent_12m: spent },
    rule: 'spent_12m >= 1000',
    terms: [{ text: 'spent_12m >= 1000', isTrue: true, values: [{ name: 'spent_12m', value: spent }] }],
    next: { level: 'gold', rule: 'spent_12m >= 5000', terms: [{ isTrue: false }] },
  })
  expect(why.next?.gap).toBeCloseTo(5000 - spent / 100, 6)
  expect(whyLevel(pack, 'pyramid', row, state.asOf)).toMatchObject({ rule: null, terms: [], next: { gap: null } })
  expect(whyLevel(pack, 'life', row, state.asOf).next).toBeUndefined()
})

test('why says where the table puts a customer, and whose word a level is', async () => {
  const top = await first({ levels: { value_table: ['top'] } })
  const place = whyLevel(pack, 'value_table', top, state.asOf)
  const cut = JSON.parse(String(top.value_table_reason)).x_cut
  expect(place.axes).toMatchObject([
    { axis: 'x', metric: 'spent_12m', unit: 'money', value: top.spent_12m, cut, side: 'high' },
    { axis: 'y', metric: 'purchases', unit: 'count', value: top.purchases, cut: 2, side: 'high' },
  ])
  expect(place).toMatchObject({ level: 'top', rule: null, terms: [], next: undefined, manual: undefined })
  const idle = await first({ levels: { value_table: ['inactive'] } })
  expect(whyLevel(pack, 'value_table', idle, state.asOf)).toMatchObject({
    rule: 'spent_12m == 0',
    terms: [{ isTrue: true }],
    axes: [
      { cut: null, side: null },
      { cut: 2, side: 'low' },
    ],
  })
  const given = await getCustomer(state, 'c003', everybody)
  if (!given) throw new Error('there is no c003')
  expect(whyLevel(pack, 'account', given, state.asOf)).toMatchObject({
    level: 'quiet',
    until: '2026-11-01',
    rule: null,
    manual: { reason: `it's 3`, decidedBy: 's1', until: '2026-11-01' },
  })
})

test('why says of each tag whether it is held, and of a list the reason that came with it', async () => {
  const row = await first({ levels: { habits: ['dear'] } })
  const listed = await first({ levels: { guests: ['friend'] } })
  const why = whyLevel(pack, 'habits', row, state.asOf)
  expect(why.tags.map(({ level, isHeld }) => (isHeld ? level : '')).filter((tag) => tag !== '')).toEqual(
    why.level?.split(','),
  )
  expect(why.tags[2]).toMatchObject({ level: 'dear', isHeld: true, terms: [{ isTrue: true }] })
  expect(whyLevel(pack, 'guests', listed, state.asOf)).toMatchObject({
    level: 'friend',
    reason: { reason: expect.stringContaining("it's") },
    next: undefined,
  })
})

test('who carries several tags is found and counted by each', async () => {
  const everyone = (await list({})).rows
  const having = (tag: string) => everyone.filter(({ habits }) => String(habits).split(',').includes(tag)).length
  const counts = await countByLevel(state, 'habits', everybody)
  expect(counts).toEqual({
    bulk: having('bulk'),
    frequent: having('frequent'),
    dear: having('dear'),
    '': everyone.filter(({ habits }) => habits === null).length,
  })
  expect(counts.dear).toBeGreaterThan(0)
  expect(await countCustomers(state, { scope: everybody, levels: { habits: ['dear'] } })).toBe(counts.dear)
  expect(await countCustomers(state, { scope: everybody, levels: { habits: [''] } })).toBe(counts[''])
  expect(await countCustomers(state, { scope: everybody, condition: 'habits_dear' })).toBe(counts.dear)
})

test('a moment finds exactly the customers for whom it is open, within scope', async () => {
  const everyone = (await list({})).rows.map((row) => String(row.customer_id))
  for (const moment of pack.moments.keys()) {
    for (const scope of [everybody, unitOne]) {
      const open = await Promise.all(everyone.map((id) => momentsOf(state, id, scope)))
      const having = everyone.filter((_id, index) => open[index]?.some((each) => each.moment === moment))
      const found = await list({ scope, moment })
      expect(found.rows.map((row) => row.customer_id)).toEqual(having)
    }
  }
  await expect(list({ moment: "x' or 'a'='a" })).rejects.toThrow(QueryRefused)
})
