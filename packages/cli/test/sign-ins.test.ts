import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importOrganisation } from '@tend/care'
import { role } from '@tend/contract'
import { choosePack, type House, openHome, requirePack } from '@tend/jobs'
import { openLake } from '@tend/lake'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sampleSignIns } from '../src/sample-world.ts'

let folder: string
let store: TestDatabase
let house: House
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-sign-ins-'))
  const home = openHome({ TEND_HOME: folder })
  store = await testDatabase()
  house = { home, store, lake: openLake(home.lake), pack: requirePack(choosePack(home, 'bank-retail')) }
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a home without a staff list gets a person and a sign-in for each role, in a file for its user alone', async () => {
  const signIns = await sampleSignIns(house)
  expect(signIns.map((each) => each.role).sort()).toEqual([...role.options].sort())
  expect(statSync(house.home.signIns).mode & 0o077).toBe(0)
  expect(await sampleSignIns(house)).toEqual(signIns)
})

test('people of a delivered staff list get no sign-in whose password is printed', async () => {
  const staff = [{ staff_id: 'E0001', name: '王丽', role: 'admin', unit_id: 'root' }] as const
  await store.transaction((tx) => importOrganisation(tx, { units: [], staff }))
  expect(await sampleSignIns(house)).toEqual([])
  expect(existsSync(house.home.signIns)).toBe(false)
})
