import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatIssues, loadPack, type Pack } from '@tend/pack'
import { runLoad } from './child.ts'

/** The last business date of every bank here, and the night's as-of. */
export const endDate = '2026-10-31'
export const dayBefore = '2026-10-30'

export type BankOrder = { readonly folder: string; readonly customers: number; readonly transactions: number }

/** A bank that lies in the lake of its own home; `sampleFiles` are what was ingested. */
export type Bank = BankOrder & {
  readonly home: string
  readonly lake: string
  readonly sampleFiles: readonly { readonly fact: string; readonly file: string; readonly rows: number }[]
  readonly generateSeconds: number
  readonly ingestSeconds: number
}

export const doneFile = (folder: string): string => join(folder, 'bank.json')

/** Generates and ingests the bank once; later runs find it. */
export const prepareBank = async (home: string, customers: number, transactions: number): Promise<Bank> => {
  const folder = join(home, `bank-${customers}-${transactions}`)
  if (!existsSync(doneFile(folder)))
    await runLoad('prepare-bank', { folder, customers, transactions } satisfies BankOrder)
  return JSON.parse(readFileSync(doneFile(folder), 'utf8')) as Bank
}

/** A pack that ships with Tend. `universal-bank` runs the retail bank, the corporate bank and the insurer together. */
export const bankPack = (id: 'bank-retail' | 'universal-bank' = 'bank-retail'): Pack => {
  const { pack, issues } = loadPack(fileURLToPath(new URL(`../../packs/${id}`, import.meta.url)))
  if (!pack) throw new Error(`The pack ${id} has mistakes:\n${formatIssues(issues)}`)
  return pack
}

/** DuckDB overshoots its limit by up to 30 %, so this is 70 % of the 4 GiB that a night may use. */
export const memoryLimitMb = 2800
