import { join } from 'node:path'
import { removeOldResults } from '@tend/care'
import type { PackVersionDetail } from '@tend/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStateReader } from '../src/state-reader.ts'
import { type Ask, asOf, makeWorld, type World } from './world.ts'

let world: World
let planner: Ask
let verifier: Ask
let keys = 0
const key = (): string => {
  keys += 1
  return `studio-${keys}`
}

beforeAll(async () => {
  world = await makeWorld({ customers: 400 })
  planner = await world.signIn('planner')
  verifier = await world.signIn('verifier')
})
afterAll(() => world?.close())

const schemeText = (id: string): string =>
  world.studio.texts(world.studio.pack()).find((text) => text.kind === 'schemes' && text.id === id)?.yaml ?? ''

/** A draft of the planner's with one scheme written anew. */
async function draftOf(id: string, yaml: string): Promise<PackVersionDetail> {
  const made = await planner('POST', '/v1/studio/versions', { title: `${id} anew`, idempotencyKey: key() })
  expect(made.statusCode, made.body).toBe(201)
  const put = await planner('PUT', `/v1/studio/versions/${made.json().version}/definitions/schemes/${id}`, { yaml })
  expect(put.statusCode, put.body).toBe(200)
  return put.json()
}

const act = (ask: Ask, version: number, verb: string, body: object = {}) =>
  ask('POST', `/v1/studio/versions/${version}/${verb}`, { ...body, idempotencyKey: key() })

/** Levels in two states, counted by pair. */
async function movesBetween(before: string, after: string, scheme: string) {
  const file = (folder: string) => `read_parquet('${join(world.states, folder, 'customer.parquet')}')`
  return world.duck.rows<{ from: string | null; to: string | null; customers: number }>(
    `select b."${scheme}" as "from", a."${scheme}" as "to", count(*) as customers
     from ${file(after)} a join ${file(before)} b using (customer_id) group by 1, 2 order by 1 nulls first, 2 nulls first`,
  )
}

test('a threshold is changed, said in words, simulated, published by a second person, and the next night does exactly that', async () => {
  const dearer = schemeText('value_customer').replaceAll('100000', '250000')
  const draft = await draftOf('value_customer', dearer)
  expect(draft.issues).toEqual([])
  expect(draft.diff).toMatchObject([{ kind: 'schemes', id: 'value_customer', change: 'changed' }])
  expect(draft.diff[0]?.words.map(({ zh }) => zh).join()).toContain('quarter_avg_assets >= 100000 → 250000')

  const started = await act(planner, draft.version, 'simulations')
  expect(started.statusCode, started.body).toBe(202)
  await world.jobsDone()
  const simulated = (await planner('GET', `/v1/studio/simulations/${started.json().jobId}`)).json()
  expect(simulated.job).toMatchObject({ state: 'done', problem: null })
  expect(simulated.result).toMatchObject({ asOf, baseline: 'state', draftHash: draft.hash })
  const scheme = simulated.result.schemes.find((each: { scheme: string }) => each.scheme === 'value_customer')
  expect(scheme.fallers).toBeGreaterThan(0)
  expect(scheme.risers).toBe(0)

  const now = world.clock.now
  await removeOldResults(world.store, { now, endedBefore: new Date(now.getTime() + 1) })
  const later = (await planner('GET', `/v1/studio/simulations/${started.json().jobId}`)).json()
  expect(later).toMatchObject({ job: { state: 'done', resultRemovedAt: now.toISOString() }, result: null })

  expect((await act(planner, draft.version, 'submission')).json()).toMatchObject({ state: 'submitted' })
  const approved = await act(verifier, draft.version, 'approval', { hash: draft.hash })
  expect(approved.json()).toMatchObject({ state: 'published', isInForce: true })
  expect(world.studio.pack().hash).toBe(draft.hash)
  expect((await planner('GET', '/v1/catalogue')).json().pack.hash).toBe(draft.hash)

  await world.night('second')
  const states = await world.store.query<{ run_id: string; state_folder: string; pack_hash: string }>(
    'select run_id, state_folder, pack_hash from run order by started_at, run_id',
  )
  const [first, second] = ['first', 'second'].map((id) => states.find(({ run_id }) => run_id === id))
  expect(second?.pack_hash).toBe(draft.hash)
  for (const id of world.studio.pack().schemes.keys()) {
    const moves = await movesBetween(first?.state_folder ?? '', second?.state_folder ?? '', id)
    const told = simulated.result.schemes.find((each: { scheme: string }) => each.scheme === id)
    if (told) expect(told.matrix).toEqual(moves)
    else expect(moves.every(({ from, to }) => from === to)).toBe(true)
  }
}, 60_000)

test('who made a version cannot decide on it, whatever the role has become', async () => {
  const draft = await draftOf('value_customer', schemeText('value_customer').replaceAll('250000', '260000'))
  expect((await act(planner, draft.version, 'approval', { hash: draft.hash })).statusCode).toBe(403)
  await act(planner, draft.version, 'submission')
  const { staff_id } = world.people.planner
  await world.store.execute("update staff set role = 'verifier' where staff_id = $1", [staff_id])
  try {
    const own = await act(planner, draft.version, 'approval', { hash: draft.hash })
    expect(own.json().error.code).toBe('maker-is-checker')
  } finally {
    await world.store.execute("update staff set role = 'planner' where staff_id = $1", [staff_id])
  }
  await expect(
    world.store.execute(
      "update pack_version set state = 'published', approved_by = created_by, approved_hash = hash where version = $1",
      [draft.version],
    ),
  ).rejects.toThrow(/two_people/)
  await act(planner, draft.version, 'withdrawal')
})

test('who made a version cannot decide on it with another sign-in either', async () => {
  const draft = await draftOf('value_customer', schemeText('value_customer').replaceAll('250000', '270000'))
  await act(planner, draft.version, 'submission')
  const { staff_id } = world.people.planner
  const { staff_id: checker } = world.people.verifier
  // As if the sign-in had been made anew: another user id, the same person.
  const swap = (from: string, to: string) =>
    world.store.execute('update app_user set staff_id = $2 where staff_id = $1', [from, to])
  await swap(staff_id, 'nobody')
  await swap(checker, staff_id)
  await world.store.execute("update staff set role = 'verifier' where staff_id = $1", [staff_id])
  try {
    const own = await act(verifier, draft.version, 'approval', { hash: draft.hash })
    expect(own.json().error.code).toBe('maker-is-checker')
    expect((await verifier('GET', `/v1/studio/versions/${draft.version}`)).json().may).toMatchObject({
      approve: false,
      reject: false,
    })
    const forced = `update pack_version set state = 'rejected', rejected_by = 'x', reason = 'x', decided_by_staff = $2 where version = $1`
    await expect(world.store.execute(forced, [draft.version, staff_id])).rejects.toThrow('pack_version_two_staff')
  } finally {
    await world.store.execute("update staff set role = 'planner' where staff_id = $1", [staff_id])
    await swap(staff_id, checker)
    await swap('nobody', staff_id)
  }
})

test('an approval counts for the content that was looked at and for no other', async () => {
  const draft = await draftOf('value_customer', schemeText('value_customer').replaceAll('250000', '270000'))
  await act(planner, draft.version, 'submission')
  const other = await act(verifier, draft.version, 'approval', { hash: 'a'.repeat(64) })
  expect(other.json().error.code).toBe('content-differs')
  await expect(
    world.store.execute(
      "update pack_version set state = 'published', approved_by = 'somebody', approved_hash = 'b' where version = $1",
      [draft.version],
    ),
  ).rejects.toThrow(/approval_binds/)
  await expect(
    world.store.execute("update pack_version set content = '[]' where version = $1", [draft.version]),
  ).rejects.toThrow(/never changed/)
  const rejected = await act(verifier, draft.version, 'rejection', { reason: 'too dear' })
  expect(rejected.json()).toMatchObject({ state: 'rejected', reason: 'too dear' })
  expect((await act(verifier, draft.version, 'approval', { hash: draft.hash })).json().error.code).toBe('version-state')
})

test('mistakes are listed with place and nearest name, and a draft that has any is not submitted', async () => {
  const draft = await draftOf(
    'value_customer',
    schemeText('value_customer').replaceAll('quarter_avg_assets >=', 'quater_avg_assets >='),
  )
  expect(draft.hash).toBeNull()
  const [issue] = draft.issues
  expect(issue).toMatchObject({ severity: 'error', kind: 'schemes', id: 'value_customer', code: 'cel-name' })
  expect(issue?.message.zh).toBe('没有名为“quater_avg_assets”的指标、分级或列')
  expect(issue?.suggestion).toEqual({
    zh: '是否应为“quarter_avg_assets”？',
    en: 'did you mean "quarter_avg_assets"?',
  })
  expect(schemeText('value_customer').split('\n')[(issue?.line ?? 0) - 1]).toContain('quarter_avg_assets >=')
  expect((await act(planner, draft.version, 'submission')).json().error.code).toBe('version-has-mistakes')
  expect((await act(planner, draft.version, 'simulations')).json().error.code).toBe('version-has-mistakes')
  const stray = await planner('PUT', `/v1/studio/versions/${draft.version}/definitions/schemes/value_customer`, {
    yaml: `${schemeText('value_customer')}\nother:\n  label: { zh: 别的, en: Other }\n`,
  })
  expect(stray.json().issues.map(({ code }: { code: string }) => code)).toContain('other-definition')
  const back = await planner('DELETE', `/v1/studio/versions/${draft.version}/definitions/schemes/value_customer`)
  expect(back.json().content).toEqual([])
  expect(back.json().diff[0].words[0].zh).toContain('250000 → 100000')
})

test('a version made before another was published is brought up to date first, and keeps what it changed itself', async () => {
  const late = await draftOf('churn_risk', schemeText('churn_risk').replace('cut: 0.05', 'cut: 0.06'))
  const quick = await draftOf('abcd', schemeText('abcd').replace('cut: 0.01', 'cut: 0.02'))
  await act(planner, quick.version, 'submission')
  expect((await act(verifier, quick.version, 'approval', { hash: quick.hash })).statusCode).toBe(200)
  expect((await act(planner, late.version, 'submission')).json().error.code).toBe('version-behind')
  const rebased = (await act(planner, late.version, 'rebase')).json()
  expect(rebased.isBehind).toBe(false)
  expect(rebased.content.map(({ id }: { id: string }) => id)).toEqual(['abcd', 'churn_risk', 'value_customer'])
  expect(rebased.diff.map(({ id }: { id: string }) => id)).toEqual(['churn_risk'])
  expect((await act(planner, late.version, 'submission')).json().state).toBe('submitted')
})

test('an earlier version comes back in one call, and so does the shipped pack; both are in the audit', async () => {
  const shipped = world.studio.shipped.hash
  const { items } = (await planner('GET', '/v1/studio/versions')).json()
  const first = items.filter(({ state }: { state: string }) => state === 'published').at(-1)
  const back = await act(verifier, first.version, 'rollback', { reason: 'the branches complain' })
  expect(back.json().inForce).toEqual({ version: first.version, hash: first.hash })
  expect(world.studio.pack().hash).toBe(first.hash)
  expect((await act(planner, 0, 'rollback', { reason: 'no' })).statusCode).toBe(403)
  const zero = await act(verifier, 0, 'rollback', { reason: 'as it came' })
  expect(zero.json().inForce).toEqual({ version: 0, hash: shipped })
  expect(world.studio.pack()).toBe(world.studio.shipped)
  const again = await act(verifier, first.version, 'rollback', { reason: 'on second thoughts' })
  expect(again.json().inForce.version).toBe(first.version)
  const audit = (await verifier('GET', '/v1/audit?action=studio.rolled_back')).json()
  expect(audit.items).toHaveLength(3)
})

test('a condition is counted within scope as the state answers it, and personal columns are no ground', async () => {
  const count = async (condition: string, language = 'en') => {
    const url = `/v1/studio/count?condition=${encodeURIComponent(condition)}`
    return (await planner('GET', url, undefined, { 'accept-language': language })).json()
  }
  const { count: rich, total } = await count('total_assets > 10000')
  const [run] = await world.store.query<{ state_folder: string }>(
    "select state_folder from run where run_id = 'second'",
  )
  const [row] = await world.duck.rows<{ rich: number; total: number }>(
    `select count(*) filter (where total_assets > 1000000) as rich, count(*) as total
     from read_parquet('${join(world.states, run?.state_folder ?? '', 'customer.parquet')}')`,
  )
  expect({ rich, total }).toEqual(row)
  expect((await count("name == '王'")).error.code).toBe('unknown-definition')
  expect((await count('totl_assets > 1')).error.code).toBe('invalid-condition')
  expect((await count('totl_assets > 1', 'zh')).error.message).toBe('条件有误：没有名为“totl_assets”的指标、分级或列')
  expect((await count('total_assets', 'zh')).error.message).toBe('条件有误：此处需要一个条件（结果为是或否）')
})

test('a condition is said in words, and a mistake is marked where it is', async () => {
  const check = async (text: string) =>
    (await planner('GET', `/v1/studio/condition?text=${encodeURIComponent(text)}`)).json()
  const good = await check("quarter_avg_assets >= 200000 && (asset_tier == 'gold' || tenure_months < 12)")
  expect(good).toMatchObject({ isValid: true, type: 'flag' })
  expect(good.words.zh).toMatch(/≥ 20万元 且 \(.*资产等级 为 金卡 或 .* < 12\)/)
  const bad = await check('quater_avg_assets >= 1')
  expect(bad.issues[0]).toMatchObject({
    from: 0,
    to: 'quater_avg_assets'.length,
    message: { zh: '没有名为“quater_avg_assets”的指标、分级或列', en: 'unknown name "quater_avg_assets"' },
  })
})

test('a count that its asker gives up is broken off, and the session is free for the next one', async () => {
  const reader = openStateReader({
    db: world.store,
    duck: world.duck,
    pack: world.studio.pack,
    states: world.states,
    sessionsMax: 1,
  })
  const typing = new AbortController()
  const started = Date.now()
  const slow = reader.read(typing.signal, ({ duck }) =>
    duck.rows('select count(*) from range(200000) a, range(200000) b where (a.range * b.range) % 7 = 3'),
  )
  setTimeout(() => typing.abort(), 100)
  await expect(slow).rejects.toThrow(/nterrupt/)
  expect(Date.now() - started).toBeLessThan(5000)
  const rows = await reader.read(new AbortController().signal, ({ duck }) => duck.rows('select 1 as one'))
  expect(rows).toEqual([{ one: 1 }])
  reader.close()
})

test('a night that commits is what the very next question reads', async () => {
  const runId = async () =>
    (await planner('GET', '/v1/runs?limit=1')).json().items.find((one: { isCurrent: boolean }) => one.isCurrent)?.runId
  const before = await runId()
  expect(before).toBeDefined()
  await world.store.execute(
    `insert into run (run_id, as_of, pack_id, pack_hash, lake_version, state_folder, status, started_at, finished_at, counts)
     select 'just-now', as_of, pack_id, pack_hash, lake_version, state_folder, status, started_at + interval '1 second', finished_at + interval '1 second', counts
     from run where run_id = $1`,
    [before],
  )
  expect(await runId()).toBe('just-now')
  await world.store.execute("delete from run where run_id = 'just-now'")
  expect(await runId()).toBe(before)
})

test('near the line: own customers only, nearest first, page by page, at the distance that the page of the customer tells', async () => {
  const owner = await world.signIn('owner')
  const all = (await planner('GET', '/v1/near-line?scheme=asset_tier&direction=up&limit=200')).json()
  const own = (await owner('GET', '/v1/near-line?scheme=asset_tier&direction=up&limit=200')).json()
  expect(own.items.length).toBeGreaterThan(0)
  expect(own.items.length).toBeLessThan(all.items.length)
  const { staff_id } = world.people.owner
  for (const item of own.items) expect(item.owner.staffId).toBe(staff_id)
  const distances = all.items.map(({ distance }: { distance: number }) => distance)
  expect(distances).toEqual([...distances].sort((a, b) => a - b))
  expect(all.items[0].name).toContain('*')
  const pages: string[] = []
  for (let cursor = ''; ; ) {
    const page = (await owner('GET', `/v1/near-line?scheme=asset_tier&direction=up&limit=3${cursor}`)).json()
    pages.push(...page.items.map(({ customerId }: { customerId: string }) => customerId))
    if (page.nextCursor === null) break
    cursor = `&cursor=${page.nextCursor}`
  }
  expect(pages).toEqual(own.items.map(({ customerId }: { customerId: string }) => customerId))
  const [nearest] = own.items
  const why = (await owner('GET', `/v1/customers/${nearest.customerId}/why/asset_tier`)).json()
  expect(why.next).toMatchObject({ level: nearest.line, gap: { unit: 'money', value: nearest.distance } })
  const counts = (await owner('GET', '/v1/near-line/counts?scheme=asset_tier')).json()
  const up = counts.items.filter(({ direction }: { direction: string }) => direction === 'up')
  expect(up.reduce((sum: number, { customers }: { customers: number }) => sum + customers, 0)).toBe(own.items.length)
  const within = (await planner('GET', `/v1/near-line?scheme=asset_tier&direction=up&within=${distances[4]}`)).json()
  expect(within.items).toHaveLength(5)
})

test('which level on a day, why, and under which version', async () => {
  const { items } = (await planner('GET', '/v1/studio/versions')).json()
  const first = items.filter(({ state }: { state: string }) => state === 'published').at(-1)
  const [customer] = (await planner('GET', '/v1/customers?limit=1')).json().items
  const on = (await planner('GET', `/v1/customers/${customer.customerId}/levels/value_customer/on/2026-12-31`)).json()
  expect(on).toMatchObject({ asOf, on: '2026-12-31', version: first.version, packHash: first.hash, isRuleKnown: true })
  expect(JSON.stringify(on.next ?? on.rule)).toContain('250000')
  const history = (await planner('GET', `/v1/customers/${customer.customerId}/levels?scheme=value_customer`)).json()
  expect(history.items).toMatchObject([{ from: asOf, to: asOf, version: first.version }])
  const before = await planner('GET', `/v1/customers/${customer.customerId}/levels/value_customer/on/2026-01-31`)
  expect(before.statusCode).toBe(404)
})

test('a draft stays of a size that can be read: what would make it larger is refused and changes nothing', async () => {
  const made = await planner('POST', '/v1/studio/versions', { title: 'large', idempotencyKey: key() })
  const { version } = made.json()
  const yaml = `large: {}\n${'#'.repeat(95_000)}\n`
  const content = Array.from({ length: 10 }, (_, number) => ({ kind: 'guards', id: `large_${number}`, yaml }))
  await world.store.execute('update pack_version set content = $2 where version = $1', [
    version,
    JSON.stringify(content),
  ])
  const put = await planner('PUT', `/v1/studio/versions/${version}/definitions/guards/large`, { yaml })
  expect(put.json().error.code).toBe('invalid-value')
  const kept = (await planner('GET', `/v1/studio/versions/${version}`)).json()
  expect(kept.content).toHaveLength(10)
})
