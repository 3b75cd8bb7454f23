import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duck } from '@tend/lake'
import type { NightPlan, Period } from '../../plan/plan.ts'
import { renderNight } from '../../render/render-night.ts'
import { quoteIdentifier, quoteText, sqlTypeOf } from '../../render/sql.ts'
import { duckdbShim } from '../../shim/duckdb.ts'
import { sparkShim } from '../../shim/spark.ts'
import type { NightOptions, NightResult } from '../run-night.ts'
import type { Spark, SparkJob, SparkView } from './open-spark.ts'

/** Relation of Parquet files (absolute paths, one shape) within a Spark night; `about` says to people what they are. */
export type ReadOnSpark = (about: string, files: readonly string[]) => string

type SparkNightSources = {
  readonly fact: (id: string, period: Period, read: ReadOnSpark) => string
  /** Folder of the last state. */
  readonly previous?: string
  /** Where results and what is staged on the way are written: driver and workers see it at the same path. */
  readonly folder: string
}

const results = ['customer', 'moment', 'noticed'] as const

/** Runs one night on Spark and leaves the files of a state in `folder`, as a night on DuckDB does; `duck` only puts part files together. */
export async function runOnSpark(
  spark: Spark,
  duck: Duck,
  plan: NightPlan,
  options: SparkNightSources & Pick<NightOptions, 'onProgress' | 'clock'>,
): Promise<NightResult['statements']> {
  const { folder, onProgress, clock = () => 0 } = options
  const job = planJob(plan, options)
  const total = job.statements.length
  const starts: number[] = []
  await spark.run(job, (done) => {
    starts[done] = clock()
    onProgress?.({ done, total, statement: job.statements[done]?.name ?? '' })
  })
  starts[total] = clock()
  await collectResults(duck, plan, folder)
  await rm(join(folder, 'scratch'), { recursive: true, force: true })
  return job.statements.map(({ name }, index) => ({
    name,
    seconds: ((starts[index + 1] ?? 0) - (starts[index] ?? 0)) / 1000,
  }))
}

/** Each result becomes a folder of part files. */
function planJob(plan: NightPlan, { fact, previous, folder }: SparkNightSources): SparkJob {
  const views: SparkView[] = []
  const read: ReadOnSpark = (about, files) => {
    const known = views.find((view) => view.files.join('\n') === files.join('\n'))
    const name = known?.name ?? `files_${views.length}`
    if (!known) views.push({ name, about, files })
    return quoteIdentifier(name)
  }
  const before = (result: string) => read(`the last state's ${result}`, [join(previous ?? '', `${result}.parquet`)])
  const statements = renderNight(plan, sparkShim(join(folder, 'scratch')), {
    fact: (name, period) => fact(name, period, read),
    target: (result) => partsOf(folder, result),
    ...(previous === undefined
      ? {}
      : { previous: { customer: before('customer'), moment: before('moment'), noticed: before('noticed') } }),
  })
  return { views, statements }
}

/** Makes one Parquet file of each result's part files, in their order and with the types that DuckDB writes; the parts are removed. */
async function collectResults(duck: Duck, plan: NightPlan, folder: string): Promise<void> {
  for (const result of results) {
    const parts = partsOf(folder, result)
    const files = (await readdir(parts)).filter((name) => name.endsWith('.parquet')).sort()
    const relation = `read_parquet([${files.map((name) => quoteText(join(parts, name))).join(', ')}])`
    const columns = result === 'customer' ? plan.columns.map(typedColumn).join(', ') : '*'
    await duck.run(duckdbShim.sink(join(folder, `${result}.parquet`), `select ${columns} from ${relation}`))
    await rm(parts, { recursive: true })
  }
}

function partsOf(folder: string, result: string): string {
  return join(folder, `${result}.parts`)
}

function typedColumn({ name, unit }: NightPlan['columns'][number]): string {
  return `cast(${quoteIdentifier(name)} as ${sqlTypeOf(unit)}) as ${quoteIdentifier(name)}`
}
