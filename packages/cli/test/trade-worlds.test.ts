import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNight } from '@tend/analysis'
import { ingest, openDuck, openLake } from '@tend/lake'
import { formatIssues, loadPack } from '@tend/pack'
import { generateFashion, generatePharmacy, generateTelecom } from '@tend/sample'
import { expect, test } from 'vitest'

const worlds = [
  ['telecom', generateTelecom, ['2026-10-31', '2026-11-21']],
  // A membership year and a New Year lie between the nights.
  ['fashion-retail', generateFashion, ['2025-11-30', '2026-11-30', '2026-12-30']],
  ['pharmacy', generatePharmacy, ['2026-10-31', '2026-11-21']],
] as const

test.each(worlds)(
  'in the world of %s every moment is noticed and every level is somebody’s',
  async (name, generate, nights) => {
    const { pack, issues } = loadPack(join(import.meta.dirname, '../../../packs', name))
    if (!pack) throw new Error(formatIssues(issues))
    const folder = await mkdtemp(join(tmpdir(), 'tend-world-'))
    const duck = await openDuck({ threads: 2 })
    try {
      const endDate = nights.at(-1) ?? ''
      const order = { seed: 7, customers: 2000, endDate, months: 24, format: 'csv' } as const
      const { files } = await generate({ duck, folder: join(folder, 'files'), ...order })
      const lake = openLake(join(folder, 'lake'))
      for (const { fact, file } of files)
        await ingest(lake, duck, { pack, fact, file, receivedAt: '2026-11-22T00:00:00Z' })
      const noticed = new Set<string>()
      let previous: string | undefined
      let levels: Readonly<Record<string, Readonly<Record<string, number>>>> = {}
      for (const asOf of nights) {
        const out = join(folder, asOf)
        const night = await runNight({ duck, lake, pack, asOf, out, ...(previous === undefined ? {} : { previous }) })
        const found = await duck.rows<{ moment: string }>(
          `select distinct moment from read_parquet('${out}/moment.parquet')`,
        )
        for (const { moment } of found) noticed.add(moment)
        levels = night.levels
        previous = out
      }
      expect([...pack.moments.keys()].filter((id) => !noticed.has(id))).toEqual([])
      const empty = [...pack.schemes.values()].flatMap((scheme) =>
        scheme.levels.filter(({ id }) => !levels[scheme.id]?.[id]).map(({ id }) => `${scheme.id} ${id}`),
      )
      expect(empty).toEqual([])
    } finally {
      duck.close()
      await rm(folder, { recursive: true })
    }
  },
  240_000,
)
