import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Statement } from '../../render/render-night.ts'

/** A bank's Spark. `home` holds `bin/spark-submit`; `master` is what Spark calls one: `spark://host:7077`, `yarn`, `local[2]`. */
export type SparkSettings = {
  readonly home: string
  readonly master: string
  /** Further properties (`spark.executor.memory`); they go before `conf/spark-defaults.conf`. */
  readonly properties?: Readonly<Record<string, string>>
}

/** Parquet files of one shape that the statements read under a name; `about` says to people what they are. */
export type SparkView = { readonly name: string; readonly about: string; readonly files: readonly string[] }

/** Statements that run in order, on a session of their own. */
export type SparkJob = {
  readonly id: string
  readonly views: readonly SparkView[]
  readonly statements: readonly Statement[]
}

export type SparkOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly statement: string; readonly error: string }

export type SubmitOptions = {
  /** Where the order is laid down for the driver; it is gone afterwards. */
  readonly folder: string
  /** Jobs that run side by side. */
  readonly threads?: number
  /** A statement is about to run. */
  readonly onStatement?: (job: string, index: number) => void
}

type Event =
  | { readonly kind: 'started'; readonly version: string }
  | { readonly kind: 'statement'; readonly job: string; readonly index: number }
  | { readonly kind: 'done'; readonly job: string }
  | { readonly kind: 'failed'; readonly job: string; readonly statement: string; readonly error: string }

/** What the statements rest on, wherever a cluster's own defaults differ. */
const required = {
  'spark.sql.ansi.enabled': 'true',
  'spark.sql.parser.escapedStringLiterals': 'false',
  'spark.sql.legacy.consecutiveStringLiterals.enabled': 'false',
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.caseSensitive': 'false',
  'spark.sql.catalogImplementation': 'in-memory',
}

/**
 * Runs jobs as one Spark application with its driver on this machine, and answers each job's outcome by id. Throws where the application itself did
 * not come up or was lost. The application ends with this process, also where that is killed.
 */
export async function submitSpark(
  settings: SparkSettings,
  jobs: readonly SparkJob[],
  { folder, threads = 1, onStatement }: SubmitOptions,
): Promise<ReadonlyMap<string, SparkOutcome>> {
  const program = join(settings.home, 'bin', 'spark-submit')
  if (!existsSync(program)) {
    throw new Error(
      `there is no Spark in ${settings.home}: bin/spark-submit is missing; name its folder in TEND_SPARK_HOME`,
    )
  }
  const order = join(folder, 'spark-order.json')
  await writeFile(order, JSON.stringify({ owner: process.pid, threads, jobs }), { mode: 0o600 })
  const outcomes = new Map<string, SparkOutcome>()
  let hasStarted = false
  const onEvent = (event: Event) => {
    if (event.kind === 'started') hasStarted = true
    else if (event.kind === 'statement') onStatement?.(event.job, event.index)
    else if (event.kind === 'done') outcomes.set(event.job, { kind: 'done' })
    else outcomes.set(event.job, { kind: 'failed', statement: event.statement, error: event.error })
  }
  try {
    const { code, said } = await runDriver(program, settings, order, onEvent)
    if (code === 0 && outcomes.size === jobs.length) return outcomes
    const fate = hasStarted ? 'was lost' : 'could not be started'
    throw new Error(
      `Spark ${fate} on ${settings.master} (exit code ${code ?? 'none'}): ${lastWords(said)}. Check TEND_SPARK_MASTER and that the cluster is up`,
    )
  } finally {
    await rm(order, { force: true })
  }
}

function runDriver(
  program: string,
  { home, master, properties }: SparkSettings,
  order: string,
  onEvent: (event: Event) => void,
): Promise<{ readonly code: number | null; readonly said: readonly string[] }> {
  const conf = Object.entries({ ...properties, ...required }).flatMap(([key, value]) => ['--conf', `${key}=${value}`])
  const driver = join(import.meta.dirname, 'spark-driver.py')
  const args = ['--master', master, '--deploy-mode', 'client', '--name', 'tend', ...conf, driver, order]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environmentOf(home) })
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line)
    if (said.length > 200) said.shift()
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('tend:')) onEvent(JSON.parse(line.slice('tend:'.length)) as Event)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, said }))
  })
}

/** A Spark from PyPI lies beside the Python that it needs. */
function environmentOf(home: string): NodeJS.ProcessEnv {
  const python = join(home, 'bin', 'python3')
  return existsSync(python)
    ? { ...process.env, SPARK_HOME: '', PYSPARK_PYTHON: python }
    : { ...process.env, SPARK_HOME: home }
}

/** The line of Spark's log that says why: an error if there is one, else the last that is no trace. */
function lastWords(said: readonly string[]): string {
  const words = said.filter((line) => line.trim() !== '' && !/^\s+at |^\s*\.\.\. \d+ more/.test(line))
  const word = words.findLast((line) => /error|exception|caused by/i.test(line)) ?? words.at(-1) ?? 'it said nothing'
  return word.trim().slice(0, 400)
}
