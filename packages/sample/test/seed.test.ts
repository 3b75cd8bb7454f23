import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openDuck } from '@tend/lake'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { generateBank } from '../src/index.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tend-sample-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const settings = { seed: 7, customers: 3000, endDate: '2026-10-31', months: 3, format: 'parquet' } as const

const hashes = async (
  name: string,
  changes: Partial<Record<'seed' | 'customers' | 'threads', number>> = {},
): Promise<Record<string, string>> => {
  const { threads = 2, ...options } = changes
  const duck = await openDuck({ threads })
  try {
    const { files, truthFile } = await generateBank({ duck, folder: join(folder, name), ...settings, ...options })
    const found: Record<string, string> = {}
    for (const file of [...files.map((one) => one.file), truthFile]) {
      found[file.slice(join(folder, name).length)] = createHash('sha256')
        .update(await readFile(file))
        .digest('hex')
    }
    return found
  } finally {
    duck.close()
  }
}

it('the same seed gives the same bytes, on one thread as on two', async () => {
  const first = await hashes('first')
  expect(Object.keys(first)).toHaveLength(12 + 3 * 3 + 1)
  expect(await hashes('second', { threads: 1 })).toEqual(first)
})

it('another seed gives other customers, balances and transactions', async () => {
  const first = await hashes('first')
  const other = await hashes('other', { seed: 8 })
  for (const [file, hash] of Object.entries(first)) {
    if (!['org_unit.parquet', 'staff.parquet'].includes(basename(file))) expect(other[file], file).not.toBe(hash)
  }
})

it('a larger bank holds the smaller one: the same people do the same', async () => {
  const duck = await openDuck()
  try {
    await generateBank({ duck, folder: join(folder, 'small'), ...settings, customers: 500 })
    await generateBank({ duck, folder: join(folder, 'large'), ...settings, customers: 900 })
    const rows = (size: string): string =>
      `select * from '${join(folder, size)}/transaction/*.parquet' where customer_id <= 'C00000500'`
    expect(
      await duck.rows(`select count(*)::integer as n from ((${rows('small')}) except (${rows('large')}))`),
    ).toEqual([{ n: 0 }])
    expect(
      await duck.rows(`select count(*)::integer as n from ((${rows('large')}) except (${rows('small')}))`),
    ).toEqual([{ n: 0 }])
  } finally {
    duck.close()
  }
})

it.each([
  [{ customers: 0 }, '0 customers cannot be made'],
  [{ months: 0 }, '0 months of history cannot be made'],
  [{ endDate: '2026-02-30' }, '"2026-02-30" is not a date'],
])('refuses %o with a sentence', async (changes, message) => {
  const duck = await openDuck()
  try {
    await expect(generateBank({ duck, folder, ...settings, ...changes })).rejects.toThrow(message)
  } finally {
    duck.close()
  }
})
