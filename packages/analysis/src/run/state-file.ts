import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PreviousState } from '../plan/plan.ts'

/** What `state.json` says of the state beside it. */
export type StateFile = {
  readonly format: 1 | 2
  readonly asOf: string
  readonly pack: { readonly id: string; readonly hash: string }
  /** Null where the facts came from elsewhere than a lake. */
  readonly lakeVersion: string | null
  /** Schemes whose levels the state holds. */
  readonly schemes: readonly string[]
  /** Ladders whose `<scheme>_period` and `<scheme>_restart` the state holds. */
  readonly counters?: readonly string[]
  /** Files beside this one with the reasons that earlier nights settled, oldest first; in format 1 every row holds its own. */
  readonly reasons?: readonly string[]
  /** Hashes of the trained models that had a say, by the pack's model id. */
  readonly models?: Readonly<Record<string, string>>
  readonly customers: number
  readonly moments: number
  readonly newMoments: number
  /** Customers by level; `''` holds those without one. */
  readonly levels: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export async function readStateFile(folder: string): Promise<StateFile> {
  const path = join(folder, 'state.json')
  let file: StateFile
  try {
    file = JSON.parse(await readFile(path, 'utf8')) as StateFile
  } catch (cause) {
    throw new Error(`${folder} holds no readable state: state.json is missing or broken`, { cause })
  }
  if (file.format !== 1 && file.format !== 2)
    throw new Error(`${path} has format ${String(file.format)}; this version reads formats 1 and 2`)
  return file
}

/** Writes through to the disk: the run that names this state may commit next. */
export async function writeStateFile(folder: string, state: StateFile): Promise<void> {
  const file = await open(join(folder, 'state.json'), 'w')
  try {
    await file.writeFile(`${JSON.stringify(state, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

export function previousOf(state: StateFile): PreviousState {
  return { asOf: state.asOf, schemes: state.schemes, counters: state.counters ?? [] }
}
