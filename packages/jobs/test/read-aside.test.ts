import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHome, openStudio, packFolder, ReadingRefused, requirePack, type Studio } from '@tend/jobs'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeDraftsOf } from '../src/overlay.ts'

const shipped = requirePack(packFolder('bank-retail'))

let folder: string
let store: TestDatabase
let serving: Studio
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-aside-'))
  store = await testDatabase()
  serving = await openStudio({ home: openHome({ TEND_HOME: folder }), shipped, store, isServing: true })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The value customer from so many yuan on. */
const valueFrom = (amount: number) => {
  const yaml = serving.texts(shipped).find(({ id }) => id === 'value_customer')?.yaml ?? ''
  return [{ kind: 'schemes', id: 'value_customer', yaml: yaml.replaceAll('100000', String(amount)) }]
}

test('a server goes on while a draft is checked, and reads it as a command does', async () => {
  await serving.check(valueFrom(200_000))
  let turns = 0
  const clock = setInterval(() => {
    turns += 1
  }, 5)
  const found = await serving.check(valueFrom(300_000))
  clearInterval(clock)
  // Checked in this thread, no timer would have come to its turn.
  expect(turns).toBeGreaterThan(5)
  const command = await openStudio({ home: openHome({ TEND_HOME: folder }), shipped, store })
  const alone = await command.check(valueFrom(300_000))
  expect(found.pack?.hash).toBe(alone.pack?.hash)
  expect(found.texts).toEqual(alone.texts)
  const spoilt = await serving.check([{ kind: 'schemes', id: 'value_customer', yaml: 'value_customer: {' }])
  expect([spoilt.pack, spoilt.issues.length > 0]).toEqual([undefined, true])
})

test('of more drafts than may wait the last are refused, and can be checked when there is room', async () => {
  const drafts = Array.from({ length: 10 }, (_, i) => serving.check(valueFrom(400_000 + i)))
  const answers = await Promise.allSettled(drafts)
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
  expect(refused).toHaveLength(2)
  expect(refused.every((reason) => reason instanceof ReadingRefused)).toBe(true)
  expect((await serving.check(valueFrom(400_009))).pack).toBeDefined()
})

test('the same draft asked for at once is checked once', async () => {
  const [one, other] = await Promise.all([serving.check(valueFrom(500_000)), serving.check(valueFrom(500_000))])
  expect(one).toBe(other)
})

test('a version is kept and read aside, too, and leaves no folder of a draft behind', async () => {
  const content = valueFrom(600_000)
  const hash = (await serving.check(content)).pack?.hash ?? ''
  expect(await serving.packOf(hash)).toBeUndefined()
  await serving.keep(content, hash)
  expect((await serving.packOf(hash))?.hash).toBe(hash)
  expect(readdirSync(join(folder, 'packs'))).toEqual([hash])
})

test('a thread that could begin no draft leaves nothing to remove', () => {
  expect(() => removeDraftsOf(openHome({ TEND_HOME: folder }), 1)).not.toThrow()
})
