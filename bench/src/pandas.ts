import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { factFiles, openLake, readCatalog } from '@tend/lake'
import { type Bank, endDate } from './bank.ts'
import { type Measured, runChild, say } from './child.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('../pandas/night.py', import.meta.url))
const packages = ['pandas', 'pyarrow']

/** The script's figures, or why there are none. */
export const runPandas = async (
  home: string,
  bank: Bank,
): Promise<Measured<{ customers: number }> | { readonly leftOut: string }> => {
  const python = await findPython(home)
  if (python === undefined) return { leftOut: 'left out: no Python with pandas, and it could not be installed' }
  const lake = openLake(bank.lake)
  const catalog = await readCatalog(lake)
  const order = {
    asOf: endDate,
    out: join(home, 'pandas.parquet'),
    ...Object.fromEntries(
      ['customer', 'balance', 'transaction', 'contract', 'contribution'].map((fact) => [
        fact,
        factFiles(lake, catalog, fact),
      ]),
    ),
  }
  return runChild(python, [script, JSON.stringify(order)], 'pandas')
}

/** The system's Python where it has pandas, else one of our own beside the banks, made once. */
const findPython = async (home: string): Promise<string | undefined> => {
  const own = join(home, 'venv', 'bin', 'python')
  for (const python of ['python3', own]) if (await hasPandas(python)) return python
  if (existsSync(own)) return undefined
  say('installing pandas into a folder of its own (once)')
  try {
    await run('python3', ['-m', 'venv', join(home, 'venv')])
    await run(own, ['-m', 'pip', 'install', '--quiet', ...packages])
  } catch {
    return undefined
  }
  return (await hasPandas(own)) ? own : undefined
}

const hasPandas = async (python: string): Promise<boolean> => {
  try {
    await run(python, ['-c', `import ${packages.join(', ')}`])
    return true
  } catch {
    return false
  }
}
