import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

export const sections = [
  'ingest',
  'night',
  'day',
  'publish',
  'claims',
  'work',
  'themes',
  'reads',
  'scale',
  'learning',
] as const
export type Section = (typeof sections)[number]

export type BenchOptions = {
  /** Size of the bank of the nightly run; engines that cannot bear it are compared at a tenth. */
  readonly customers: number
  readonly transactions: number
  /** Where generated banks are kept between runs. */
  readonly home: string
  readonly only: readonly Section[]
  /** How long the agents of `work` work. */
  readonly seconds: number
}

export const usage = `npm run bench -- [--customers 1000000] [--transactions 50000000] [--small] [--seconds 60] [--only ingest,night,day,publish,claims,work,themes,reads,scale,learning]

Prints CPU seconds, wall time and peak memory of Tend's loads, each beside a floor or a rival on the same machine in the same run.
--small runs a fiftieth. Generated banks are kept in TEND_BENCH_HOME (otherwise a folder tend-bench beside other temporary files).`

/** Throws with a sentence for a person. */
export const readOptions = (args: readonly string[], environment: NodeJS.ProcessEnv): BenchOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      customers: { type: 'string' },
      transactions: { type: 'string' },
      small: { type: 'boolean', default: false },
      only: { type: 'string' },
      seconds: { type: 'string' },
    },
  })
  const share = values.small ? 50 : 1
  const customers = wholeNumber(values.customers, 'customers') ?? 1_000_000 / share
  return {
    customers,
    transactions: wholeNumber(values.transactions, 'transactions') ?? customers * 50,
    home: environment.TEND_BENCH_HOME || join(tmpdir(), 'tend-bench'),
    seconds: Number(values.seconds ?? 60),
    only: values.only === undefined ? sections : values.only.split(',').map(section),
  }
}

const wholeNumber = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1000)
    throw new Error(`--${name} must be a whole number from 1000, not "${text}".`)
  return value
}

const section = (name: string): Section => {
  const found = sections.find((one) => one === name)
  if (!found) throw new Error(`--only takes ${sections.join(', ')}; "${name}" is none of them.`)
  return found
}
