import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { seedHolidays } from '@tend/care'
import { type Duck, type Lake, openDuck, openLake } from '@tend/lake'
import type { Pack } from '@tend/pack'
import { openStore, type Store } from '@tend/store'
import { choosePack, type Home, openHome, requirePack } from './home.ts'
import { isAlive } from './process-alive.ts'
import { openStudio, type Studio } from './studio.ts'

/** What every command works with: the home, its pack, its lake and, where asked for, its database. */
export type House = { readonly home: Home; readonly pack: Pack; readonly lake: Lake; readonly store: Store }

/** A house whose `pack` is the one in force at the moment it is asked for. */
export type OpenHouse = House & { readonly studio: Studio }

/** A batch may use half of the machine unless TEND_MEMORY_MB says otherwise; DuckDB overshoots its limit by up to 30 %. */
export const batchMemoryMb = (environment: NodeJS.ProcessEnv): number =>
  Number(environment.TEND_MEMORY_MB) || Math.floor((totalmem() / 2 ** 20) * 0.35)

/**
 * A DuckDB for one batch. It spills into a folder of its process in the home, apart from the lake's own working folder, which an import
 * clears; DuckDB removes the folder when it closes, and what a killed batch left goes here.
 */
export const openBatchDuck = (home: Home, environment: NodeJS.ProcessEnv): Promise<Duck> => {
  mkdirSync(home.spill, { recursive: true })
  for (const name of readdirSync(home.spill)) {
    if (!isAlive(Number.parseInt(name, 10))) rmSync(join(home.spill, name), { recursive: true, force: true })
  }
  return openDuck({ memoryLimitMb: batchMemoryMb(environment), tempFolder: join(home.spill, String(process.pid)) })
}

/** Runs `work` with a folder beside the spill for files that carry personal data: gone afterwards, and swept with the spill where the process was killed. */
export const inBatchFolder = async <T>(home: Home, name: string, work: (folder: string) => Promise<T>): Promise<T> => {
  mkdirSync(home.spill, { recursive: true })
  const folder = mkdtempSync(join(home.spill, `${process.pid}-${name}-`))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Opens home, pack in force, lake and database; the pack named last is used where none is named. Throws UserError for what a person can mend. */
export const openHouse = async (
  environment: NodeJS.ProcessEnv,
  options: {
    readonly pack?: string
    readonly onProgress?: (message: string) => void
    readonly isServing?: boolean
  } = {},
): Promise<OpenHouse> => {
  const home = openHome(environment)
  const shipped = requirePack(choosePack(home, options.pack))
  const store = await openStore({
    home: home.folder,
    ...(environment.DATABASE_URL ? { databaseUrl: environment.DATABASE_URL } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  })
  try {
    await seedHolidays(store, new Date())
    const studio = await openStudio({ home, shipped, store, isServing: options.isServing ?? false })
    return {
      home,
      lake: openLake(home.lake),
      store,
      studio,
      get pack() {
        return studio.pack()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}
