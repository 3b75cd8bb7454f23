import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Duck, ingest, openDuck, openLake } from '@tend/lake'
import { formatIssues, loadPack } from '@tend/pack'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateFashion, generatePharmacy, generateTelecom, type SampleWorld } from '../src/index.ts'

const worlds = [
  ['telecom', 'telecom', generateTelecom],
  ['fashion', 'fashion-retail', generateFashion],
  ['pharmacy', 'pharmacy', generatePharmacy],
] as const

const settings = { customers: 600, endDate: '2026-11-21', months: 14, format: 'csv' } as const

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tend-worlds-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

describe.each(worlds)('%s', (name, packFolder, generate) => {
  const make = async (place: string, seed: number, threads: number): Promise<SampleWorld> => {
    const duck = await openDuck({ threads })
    try {
      return await generate({ duck, folder: join(folder, name, place), seed, ...settings })
    } finally {
      duck.close()
    }
  }
  const hashes = async ({ files, truthFile }: SampleWorld): Promise<readonly string[]> =>
    Promise.all(
      [...files.map((one) => one.file), truthFile].map(async (file) => {
        const hash = createHash('sha256')
        return `${basename(file)} ${hash.update(await readFile(file)).digest('hex')}`
      }),
    )

  it('is the same from the same seed on any number of threads, and another from another seed', async () => {
    const first = await hashes(await make('first', 7, 2))
    expect(await hashes(await make('second', 7, 1))).toEqual(first)
    expect(await hashes(await make('other', 8, 2))).not.toEqual(first)
  })

  it('passes the ordinary ingest without a single bad row', async () => {
    const { pack, issues } = loadPack(fileURLToPath(new URL(`../../../packs/${packFolder}`, import.meta.url)))
    if (!pack) throw new Error(formatIssues(issues))
    const duck = await openDuck()
    const lake = openLake(join(folder, name, 'lake'))
    try {
      for (const { fact, file, rows } of (await make('ingested', 7, 2)).files) {
        const { batch } = await ingest(lake, duck, { pack, fact, file, receivedAt: '2026-11-22T00:00:00Z' })
        expect(batch, file).toMatchObject({ rowsIn: rows, loaded: rows, quarantined: 0 })
      }
    } finally {
      duck.close()
    }
  })

  describe('its people', () => {
    let duck: Duck
    beforeAll(async () => {
      duck = await openDuck()
      const { files } = await make('people', 7, 2)
      for (const { fact, file } of files) {
        const types = fact === 'customer' ? ", types = {'phone': 'VARCHAR', 'id_number': 'VARCHAR'}" : ''
        await duck.run(`create table "${fact}" as select * from read_csv('${file}'${types})`)
      }
    })
    afterAll(() => duck.close())
    const one = async (sql: string): Promise<number> => Number(Object.values((await duck.rows(sql))[0] ?? {})[0])

    it('are nobody: phones start with 127, ID numbers name no province and fail their check digit', async () => {
      const people = await duck.rows<{ phone: string; id_number: string }>('select phone, id_number from customer')
      const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
      expect(people).toHaveLength(settings.customers)
      for (const { phone, id_number } of people) {
        expect(phone).toMatch(/^127\d{8}$/)
        expect(id_number).toMatch(/^99\d{15}[\dX]$/)
        const sum = weights.reduce((total, weight, index) => total + weight * Number(id_number[index]), 0)
        expect(id_number[17]).not.toBe('10X98765432'[sum % 11])
      }
    })

    it('have owners who work in their unit, and every role works somewhere', async () => {
      expect(
        await one(
          `select count(*) from customer join staff on staff_id = owner_id where role <> 'owner' or staff.unit_id <> customer.unit_id`,
        ),
      ).toBe(0)
      expect(await one('select count(distinct role) from staff')).toBe(9)
    })

    it('have mostly agreed to be told of offers; a few withdrew, and only what they had given', async () => {
      const share = async (condition: string): Promise<number> =>
        (await one(`select count(distinct customer_id) from consent where ${condition}`)) / settings.customers
      expect(await share("purpose = 'marketing' and state = 'given'")).toBeGreaterThan(0.6)
      expect(await share("purpose = 'marketing' and state = 'given'")).toBeLessThan(0.8)
      expect(await share("state = 'withdrawn'")).toBeGreaterThan(0)
      expect(await share("state = 'withdrawn'")).toBeLessThan(0.15)
      expect(await one('select count(*) from consent join customer using (customer_id) where date < opened_on')).toBe(0)
      expect(
        await one(`select count(*) from consent as said where purpose = 'marketing' and state = 'withdrawn' and not exists (
          select 1 from consent as given where given.customer_id = said.customer_id and given.state = 'given' and given.date <= said.date)`),
      ).toBe(0)
    })

    it('do nothing before they came', async () => {
      const dated = { telecom: 'complaint', fashion: 'purchase', pharmacy: 'sale_line' }[name]
      expect(await one(`select count(*) from ${dated} join customer using (customer_id) where date < opened_on`)).toBe(
        0,
      )
      expect(await one(`select count(*) from ${dated}`)).toBeGreaterThan(50)
      expect(await one(`select count(*) from ${dated} where date > date '${settings.endDate}'`)).toBe(0)
    })
  })
})

it.each(worlds)('%s refuses what cannot be made, with a sentence', async (_, __, generate) => {
  const duck = await openDuck()
  try {
    const wanted = { duck, folder, seed: 7, ...settings }
    await expect(generate({ ...wanted, customers: 0 })).rejects.toThrow('0 customers cannot be made')
    await expect(generate({ ...wanted, endDate: '2026-02-30' })).rejects.toThrow('is not a date')
  } finally {
    duck.close()
  }
})
