import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Statement } from '../../render/render-night.ts'

export type SparkSettings = {
  /** A Spark distribution (its `bin/spark-submit`), or a virtual environment that holds `pyspark`. */
  readonly home: string
  /** As Spark names them: `spark://host:7077`, `yarn`, `local[2]`. */
  readonly master: string
  /** Properties such as `spark.executor.memory`; they go before those of `conf/spark-defaults.conf`. */
  readonly properties?: Readonly<Record<string, string>>
  /** Jobs that run side by side; one where it is not given. */
  readonly jobsAtOnce?: number
}

/** Parquet files of one shape that the statements read under a name; `about` says to people what they are. */
export type SparkView = { readonly name: string; readonly about: string; readonly files: readonly string[] }

/** Statements that run in order, with views that no other job sees. */
export type SparkJob = { readonly views: readonly SparkView[]; readonly statements: readonly Statement[] }

/** A Spark application whose driver is a child of this process: it ends when it is closed, and when this process dies. */
export interface Spark {
  readonly version: string
  /** Throws with the statement's name and Spark's own sentence when a statement fails, and when the application is lost. */
  run(job: SparkJob, onStatement?: (index: number) => void): Promise<void>
  close(): Promise<void>
}

/** What the statements rest on, wherever a cluster's own defaults differ. */
const required = {
  'spark.submit.deployMode': 'client',
  'spark.sql.ansi.enabled': 'true',
  'spark.sql.ansi.doubleQuotedIdentifiers': 'false',
  'spark.sql.parser.escapedStringLiterals': 'false',
  'spark.sql.legacy.consecutiveStringLiterals.enabled': 'false',
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.caseSensitive': 'false',
  'spark.sql.catalogImplementation': 'in-memory',
}

/** Starts the application and waits until the cluster has taken it. Throws with Spark's reason when it does not. */
export async function openSpark({ home, master, properties, jobsAtOnce = 1 }: SparkSettings): Promise<Spark> {
  const { python, environment } = findSpark(home)
  const driver = spawn(python, ['-u', join(import.meta.dirname, 'driver.py')], {
    stdio: 'pipe',
    env: { ...process.env, ...environment },
  })
  const application = new Application(driver, master)
  application.send({
    jobsAtOnce,
    properties: { 'spark.app.name': 'tend', ...properties, ...required, 'spark.master': master },
  })
  await application.started
  return application
}

type Event =
  | { readonly kind: 'started'; readonly version: string }
  | { readonly kind: 'statement'; readonly job: number; readonly index: number }
  | { readonly kind: 'done'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly statement: string; readonly error: string }

type Waiting = {
  readonly onStatement: (index: number) => void
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

class Application implements Spark {
  version = ''
  readonly started: Promise<void>
  private readonly driver: ChildProcessWithoutNullStreams
  private readonly ended: Promise<void>
  private readonly waiting = new Map<number, Waiting>()
  private readonly log: string[] = []
  private lost: Error | undefined
  private jobs = 0

  constructor(driver: ChildProcessWithoutNullStreams, master: string) {
    this.driver = driver
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.started = promise
    createInterface({ input: driver.stderr }).on('line', (line) => {
      this.log.push(line)
      if (this.log.length > 200) this.log.shift()
    })
    createInterface({ input: driver.stdout }).on('line', (line) => {
      if (!line.startsWith('tend:')) return
      const event = JSON.parse(line.slice('tend:'.length)) as Event
      if (event.kind !== 'started') return this.hear(event)
      this.version = event.version
      resolve()
    })
    this.ended = new Promise((done) => {
      const end = (cause: string) => {
        const fate = this.version === '' ? 'could not be started' : 'was lost'
        this.lost = new Error(`Spark ${fate} on ${master}: ${cause}`)
        reject(this.lost)
        for (const { reject: fail } of this.waiting.values()) fail(this.lost)
        this.waiting.clear()
        done()
      }
      driver.on('error', (error) => end(error.message))
      driver.on('close', () => end(lastWords(this.log)))
    })
    // A write to a driver that has died is told by its end.
    driver.stdin.on('error', () => {})
  }

  run({ views, statements }: SparkJob, onStatement: (index: number) => void = () => {}): Promise<void> {
    if (this.lost) return Promise.reject(this.lost)
    const id = this.jobs++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { onStatement, resolve, reject })
      this.send({ id, views, statements })
    })
  }

  async close(): Promise<void> {
    this.driver.stdin.end()
    await this.ended
  }

  send(message: object): void {
    this.driver.stdin.write(`${JSON.stringify(message)}\n`)
  }

  private hear(event: Exclude<Event, { kind: 'started' }>): void {
    const job = this.waiting.get(event.job)
    if (event.kind !== 'statement') this.waiting.delete(event.job)
    if (event.kind === 'statement') job?.onStatement(event.index)
    else if (event.kind === 'done') job?.resolve()
    else job?.reject(new Error(`the night stopped on Spark at "${event.statement}": ${event.error}`))
  }
}

/** A Spark from PyPI lies beside the Python that needs it; a distribution brings its Python files along and takes the machine's Python. */
function findSpark(home: string): { readonly python: string; readonly environment: NodeJS.ProcessEnv } {
  const own = join(home, 'bin', 'python3')
  if (existsSync(own) && existsSync(join(home, 'bin', 'spark-submit'))) {
    return { python: own, environment: { SPARK_HOME: undefined, PYSPARK_PYTHON: own } }
  }
  const library = join(home, 'python', 'lib')
  if (!existsSync(join(home, 'bin', 'spark-submit')) || !existsSync(library)) {
    throw new Error(`there is no Spark in ${home}: name in TEND_SPARK_HOME the folder that holds bin/spark-submit`)
  }
  const bridges = readdirSync(library).filter((name) => /^py4j-.*\.zip$/.test(name))
  const path = [join(home, 'python'), ...bridges.map((name) => join(library, name))].join(delimiter)
  const python = process.env.PYSPARK_DRIVER_PYTHON || process.env.PYSPARK_PYTHON || 'python3'
  return { python, environment: { SPARK_HOME: home, PYTHONPATH: path } }
}

/** The line of Spark's log that says why, without time and place: the last that names an error, else the last that is no trace. */
function lastWords(log: readonly string[]): string {
  const words = log.filter(
    (line) => line.trim() !== '' && !/^\s+at |^\s*\.\.\. \d+ more|^Traceback|^\s+File /.test(line),
  )
  const causes = words.filter((line) => /error|exception|caused by|unrecognized|invalid/i.test(line))
  // That Java has gone, or that Spark has stopped, only follows from what was said before.
  const word = causes.findLast((line) => !/JAVA_GATEWAY|stopped SparkContext/.test(line)) ?? words.at(-1)
  const sentence = word?.trim().replace(/^(?:[\d/]+ [\d:]+ [A-Z]+ \S+ |: )/, '')
  return sentence?.replace(/\.$/, '').slice(0, 400) ?? 'it said nothing'
}
