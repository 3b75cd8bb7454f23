import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Actor, approveVersion, type Command, createDraft, rollBack, submitVersion } from '@tend/care'
import { type InForce, openStudio, runNightly, type Studio, simulate } from '@tend/jobs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deliverBank, openSmallHouse, type SmallHouse } from './small-house.ts'

const maker: Actor = { userId: 'u1', staffId: null, name: '策划', role: 'planner', unitId: 'HQ' }
const checker: Actor = { userId: 'u2', staffId: null, name: '复核', role: 'verifier', unitId: 'HQ' }
const asOf = '2026-10-31'

let house: SmallHouse
let studio: Studio
let keys = 0
beforeEach(async () => {
  house = await openSmallHouse()
  await deliverBank(house)
  studio = await openStudio({ home: house.home, shipped: house.pack, store: house.store })
})
afterEach(() => house.close())

const clock = (): Date => new Date('2026-11-01T02:00:00Z')
const by = (actor: Actor): Command => {
  keys += 1
  return { actor, key: `studio-${keys}`, now: clock(), timeZone: 'Asia/Shanghai' }
}

const night = (runId: string, of: Studio = studio) =>
  runNightly({ ...house, pack: of.pack() }, house.duck, { runId, asOf, clock })

/** One scheme written anew over what is in force, published by two people. */
const publish = async (id: string, change: (yaml: string) => string): Promise<number> => {
  const { pack, version, content } = studio.inForce()
  const packId = pack.id
  const yaml = change(studio.texts(pack).find((text) => text.kind === 'schemes' && text.id === id)?.yaml ?? '')
  const changed = [...content.filter((entry) => entry.id !== id), { kind: 'schemes', id, yaml }]
  const hash = (await studio.check(changed)).pack?.hash ?? ''
  const base = { version: version === 0 ? null : version, hash: pack.hash, shippedHash: studio.shipped.hash }
  const made = await createDraft(house.store, by(maker), { packId, title: id, base, content: changed, hash })
  if (made.kind === 'refused') throw new Error(made.code)
  const order = { packId, version: made.version }
  await submitVersion(house.store, by(maker), { ...order, hash, inForceHash: pack.hash })
  await studio.keep(changed, hash)
  const done = await approveVersion(house.store, by(checker), {
    ...order,
    hash,
    checkedHash: hash,
    shippedHash: studio.shipped.hash,
  })
  if (done.kind === 'refused') throw new Error(done.code)
  await studio.refresh()
  return made.version
}

const dearer = (yaml: string): string => yaml.replaceAll('100000', '600000')

test('a version in force is the same pack for every process that opens the house', async () => {
  const version = await publish('value_customer', dearer)
  const other = await openStudio({ home: house.home, shipped: studio.shipped, store: house.store })
  expect(other.inForce()).toMatchObject<Partial<InForce>>({ version })
  expect(other.pack().hash).toBe(studio.pack().hash)
  expect(other.pack().id).toBe(studio.shipped.id)
  expect(other.pack().hash).not.toBe(studio.shipped.hash)
})

test('a process that runs takes up what another one put in force', async () => {
  const other = await openStudio({ home: house.home, shipped: studio.shipped, store: house.store })
  expect(await other.refresh()).toBe(false)
  const version = await publish('value_customer', dearer)
  expect(await other.refresh()).toBe(true)
  expect(other.inForce().version).toBe(version)
  const back = { packId: studio.shipped.id, version: 0, shippedHash: studio.shipped.hash, reason: 'as before' }
  await rollBack(house.store, by(checker), back)
  await other.refresh()
  expect(other.pack()).toBe(studio.shipped)
})

test('files of a version that are missing are written again, but never with another content than was approved', async () => {
  await publish('value_customer', dearer)
  const { hash } = studio.pack()
  const folder = join(house.home.packs, hash)
  rmSync(folder, { recursive: true })
  const again = await openStudio({ home: house.home, shipped: studio.shipped, store: house.store })
  expect(again.pack().hash).toBe(hash)
  expect(existsSync(folder)).toBe(true)
  writeFileSync(join(folder, 'changes', 'schemes', 'value_customer.yaml'), 'value_customer: {}\n')
  const upgraded = { ...studio.shipped, version: '2' }
  await expect(openStudio({ home: house.home, shipped: upgraded, store: house.store })).rejects.toThrow(
    /Restore that folder/,
  )
})

test('a shipped pack that is exchanged changes nothing that is in force', async () => {
  await publish('value_customer', dearer)
  const upgraded = { ...studio.shipped, version: '2', hash: 'f'.repeat(64) }
  const after = await openStudio({ home: house.home, shipped: upgraded, store: house.store })
  expect(after.pack().hash).toBe(studio.pack().hash)
})

const derived = (id: string, formula: string, unit: string): string =>
  `${id}:\n  label: { zh: 试, en: Trial }\n  unit: ${unit}\n  formula: ${JSON.stringify(formula)}\n`
const issuesOf = async (kind: string, id: string, yaml: string): Promise<readonly string[]> =>
  (await studio.check([{ kind, id, yaml }])).issues.map(({ code }) => code)

test('no version calculates with what a customer is called or reached by, which its maker reads masked', async () => {
  expect(await issuesOf('indicators', 'trial', derived('trial', "phone.startsWith('138')", 'flag'))).toEqual([
    'personal-column',
  ])
  const letter =
    'spy:\n  label: { zh: 信, en: Letter }\n  kind: service\n  channel: sms\n  body: { zh: "{institution}：{phone}", en: "{institution}: {phone}" }\n'
  expect(await issuesOf('templates', 'spy', letter)).toEqual(['personal-column'])
  expect(await issuesOf('indicators', 'trial', derived('trial', 'id_number', 'text'))).toEqual(['personal-column'])
  const scheme = studio.texts(studio.pack()).find(({ id }) => id === 'value_customer')?.yaml ?? ''
  const spying = scheme.replace(/enter: ([^\n}]+?)( ?[},\n])/, "enter: $1 && name.contains('王')$2")
  expect(spying).toContain('王')
  expect(await issuesOf('schemes', 'value_customer', spying)).toContain('personal-column')
  expect(await issuesOf('indicators', 'trial', derived('trial', 'quarter_avg_assets', 'money'))).toEqual([])
})

test('what is wrong with a version is said in both languages, and names no folder of the machine', async () => {
  const guard = { kind: 'guards', id: 'trial', yaml: 'trial:\n  scheme: nowhere\n' }
  const scheme = studio.texts(studio.pack()).find(({ id }) => id === 'lifecycle')?.yaml ?? ''
  const renamed = { kind: 'schemes', id: 'lifecycle', yaml: scheme.replaceAll('id: exit', 'id: gone') }
  const trial = (yaml: string) => ({ kind: 'indicators', id: 'trial', yaml })
  for (const content of [
    [guard],
    [renamed],
    [trial('other: {}\n')],
    [trial(`${derived('trial', 'quarter_avg_assets', 'money')}other: {}\n`)],
    [trial(derived('trial', "phone == '1'", 'flag'))],
  ]) {
    const { issues } = await studio.check(content)
    expect(issues.length).toBeGreaterThan(0)
    for (const { message, suggestion } of issues) {
      expect(message.zh).toMatch(/\p{Script=Han}/u)
      expect(JSON.stringify([message, suggestion])).not.toContain(house.home.packs)
    }
  }
})

test('a text brings its own definition and no second one, however the key is written', async () => {
  const second = `? other\n: { label: { zh: 二, en: Two }, unit: money, formula: quarter_avg_assets }\n`
  expect(
    await issuesOf('indicators', 'trial', `${derived('trial', 'quarter_avg_assets', 'money')}${second}`),
  ).toContain('other-definition')
})

test('a simulation says what the night then does, and leaves nothing behind', async () => {
  await night('first')
  const yaml = dearer(studio.texts(studio.pack()).find(({ id }) => id === 'value_customer')?.yaml ?? '')
  const { pack: draft } = await studio.check([{ kind: 'schemes', id: 'value_customer', yaml }])
  if (draft === undefined) throw new Error('the draft has mistakes')
  const told = await simulate(house, house.duck, { draft, clock })
  expect(told.baseline).toBe('state')
  expect(told.schemes).toMatchObject([
    { scheme: 'value_customer', risers: 0, fallers: 1, unchanged: 2, byOwner: [{ id: 'E1', risers: 0, fallers: 1 }] },
  ])
  expect(told.affected).toMatchObject([
    { customerId: 'C1', direction: 'down', from: { id: 'value' }, to: { id: 'ordinary' } },
  ])
  await publish('value_customer', dearer)
  const { analysis } = await night('second')
  expect(analysis.levels.value_customer).toMatchObject({ ordinary: 3, value: 0 })
  expect(analysis.newMoments).toBe(told.moments.reduce((sum, { after }) => sum + after, 0))
})

test('where facts have come since the last night, both sides are judged anew', async () => {
  await night('first')
  await house.deliver(
    'balance',
    'customer_id,product,month,date,balance,accumulated\nC2,term,2026-10,2026-10-31,900000.00,27900000.00\n',
  )
  const told = await simulate(house, house.duck, { draft: studio.pack(), clock })
  expect(told).toMatchObject({ baseline: 'night', schemes: [], unchanged: 3, customers: 3 })
})

test('before the first night there is nothing to simulate on', async () => {
  await expect(simulate(house, house.duck, { draft: studio.pack(), clock })).rejects.toThrow(/No night has run/)
})
