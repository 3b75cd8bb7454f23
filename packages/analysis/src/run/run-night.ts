import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Duck, factRelation, type Lake, lakeVersion, readCatalog } from '@tend/lake'
import type { Pack, Scheme } from '@tend/pack'
import type { ModelArtifact } from '../learn/artifact.ts'
import type { NightPlan, Period } from '../plan/plan.ts'
import { planNight } from '../plan/plan-night.ts'
import { keepsReason } from '../plan/schemes.ts'
import { renderNight, type Sources, type Statement } from '../render/render-night.ts'
import { quoteIdentifier } from '../render/sql.ts'
import { duckdbShim } from '../shim/duckdb.ts'
import { byLevel } from './by-level.ts'
import { factDays } from './fact-days.ts'
import { carryReasons } from './reasons.ts'
import type { Spark } from './spark/open-spark.ts'
import { type ReadOnSpark, runOnSpark } from './spark/run-on-spark.ts'
import { previousOf, readStateFile, type StateFile, writeStateFile } from './state-file.ts'

export type NightOptions = {
  readonly duck: Duck
  readonly pack: Pack
  /** ISO date; only facts up to it count. */
  readonly asOf: string
  /** State folder of the latest committed run with an earlier as-of. */
  readonly previous?: string
  /** What was learned, by the pack's model id; indicators of a model that is not here are unknown. */
  readonly models?: ReadonlyMap<string, ModelArtifact>
  /** Folder to write; it appears whole or not at all. */
  readonly out: string
  readonly onProgress?: (progress: NightProgress) => void
  /** Milliseconds from any fixed point, for the seconds of the statements; without it they are 0. */
  readonly clock?: () => number
  /** With it the statements run on Spark; lake and `out` lie on a path that its workers see too. */
  readonly spark?: Spark
} & (
  | { readonly lake: Lake }
  /** Relations (SQL texts that may stand behind FROM) instead of the lake's files. */
  | { readonly sources: FactSources['relation'] }
)

/** `statement` is about to run; `done` of `total` are behind. */
export type NightProgress = { readonly done: number; readonly total: number; readonly statement: string }

export type NightResult = {
  readonly customers: number
  /** Open occurrences, and those noticed by this as-of. */
  readonly moments: number
  readonly newMoments: number
  /** Customers by level, for each scheme; `''` holds those without a level. A customer with several tags counts for each. */
  readonly levels: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly statements: readonly { readonly name: string; readonly seconds: number }[]
}

/**
 * Runs the night: facts + pack + last state → `customer.parquet`, `moment.parquet`, `noticed.parquet`, the reasons of earlier nights and `state.json` in `out`. The same
 * facts, pack, as-of and previous state give the same bytes. Throws when `out` exists, when `previous` is not earlier, and with the
 * statement's name when the engine refuses one; nothing is left in `out` then.
 */
export async function runNight(options: NightOptions): Promise<NightResult> {
  const { pack, asOf, previous, out } = options
  if (existsSync(out)) throw new Error(`${out} exists; a state is never changed in place`)
  const previousState = previous === undefined ? undefined : await readStateFile(previous)
  const facts = await factSources(options)
  const history = { from: undefined, to: asOf }
  const plan = planNight(pack, {
    asOf,
    days: await factDays(options.duck, pack, pack.indicators.values(), ({ id }) => facts.relation(id, history)),
    ...(previousState ? { previous: previousOf(previousState) } : {}),
    ...(options.models ? { models: options.models } : {}),
  })
  const folder = `${out}.tmp`
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const sources: Sources = {
    fact: facts.relation,
    target: (result) => join(folder, `${result}.parquet`),
    ...(previous === undefined ? {} : { previous: relationsOf(previous) }),
  }
  const session = await options.duck.session()
  try {
    const statements = options.spark
      ? await runOnSpark(options.spark, session, plan, { ...options, fact: facts.relation, folder })
      : await runStatements(session, renderNight(plan, duckdbShim, sources), options)
    const counts = await countState(session, plan, sources)
    const reasons = previous === undefined ? [] : await carryReasons(session, folder, previous, keepersOf(plan))
    await writeStateFile(folder, {
      format: 2,
      asOf,
      pack: { id: pack.id, hash: pack.hash },
      lakeVersion: facts.version,
      schemes: schemesOf(plan),
      counters: countersOf(plan),
      reasons,
      models: modelsOf(plan),
      ...counts,
    })
    await settle(folder, out, reasons)
    return { ...counts, statements }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  } finally {
    session.close()
  }
}

type FactSources = {
  /** On Spark, `read` gives files a name in SQL. */
  readonly relation: (fact: string, period: Period, read?: ReadOnSpark) => string
  readonly version: string | null
}

async function factSources(options: NightOptions): Promise<FactSources> {
  if ('sources' in options) return { relation: options.sources, version: null }
  const { lake, pack } = options
  const catalog = await readCatalog(lake)
  const relation = (id: string, { from, to }: Period, read?: ReadOnSpark) => {
    const fact = pack.facts.get(id)
    if (!fact) throw new Error(`pack ${pack.id} has no fact ${id}`)
    const range = from === undefined ? { to } : { from, to }
    return factRelation(lake, catalog, fact, range, read && ((files) => read(`the facts of ${id}`, files)))
  }
  return { relation, version: lakeVersion(catalog) }
}

function relationsOf(folder: string): NonNullable<Sources['previous']> {
  const relation = (name: string) => duckdbShim.source(join(folder, `${name}.parquet`))
  return { customer: relation('customer'), moment: relation('moment'), noticed: relation('noticed') }
}

async function runStatements(
  session: Duck,
  statements: readonly Statement[],
  { onProgress, clock = () => 0 }: NightOptions,
): Promise<NightResult['statements']> {
  const timed: { name: string; seconds: number }[] = []
  for (const [index, { name, sql }] of statements.entries()) {
    onProgress?.({ done: index, total: statements.length, statement: name })
    const start = clock()
    try {
      await session.run(sql)
    } catch (cause) {
      throw new Error(`the night stopped at "${name}"`, { cause })
    }
    timed.push({ name, seconds: (clock() - start) / 1000 })
  }
  return timed
}

async function countState(
  session: Duck,
  plan: NightPlan,
  { target }: Sources,
): Promise<Pick<StateFile, 'customers' | 'moments' | 'newMoments' | 'levels'>> {
  const customer = duckdbShim.source(target('customer'))
  const [customers] = await session.rows<{ count: number }>(`select count(*) as count from ${customer}`)
  const [moments] = await session.rows<{ count: number; fresh: number }>(
    `select count(*) as count, count(*) filter (where is_new) as fresh from ${duckdbShim.source(target('moment'))}`,
  )
  const levels: Record<string, Record<string, number>> = {}
  for (const { scheme } of plan.layers.flatMap((layer) => layer.schemes)) {
    const counts = await countLevels(session, scheme, customer)
    const known = scheme.levels.map(({ id }): [string, number] => [id, counts.get(id) ?? 0])
    const without = counts.get('')
    levels[scheme.id] = Object.fromEntries([...known, ...(without === undefined ? [] : [['', without] as const])])
  }
  return { customers: customers?.count ?? 0, moments: moments?.count ?? 0, newMoments: moments?.fresh ?? 0, levels }
}

async function countLevels(session: Duck, scheme: Scheme, relation: string): Promise<ReadonlyMap<string, number>> {
  const counted = await session.rows<{ level: string; count: number }>(
    `select coalesce(${quoteIdentifier(scheme.id)}, '') as level, count(*) as count from ${relation} group by 1`,
  )
  return byLevel(scheme, counted)
}

function keepersOf(plan: NightPlan): readonly string[] {
  const schemes = plan.layers.flatMap((layer) => layer.schemes.map(({ scheme }) => scheme))
  return schemes.filter(keepsReason).map(({ id }) => id)
}

function schemesOf(plan: NightPlan): readonly string[] {
  return plan.layers.flatMap((layer) => layer.schemes.map(({ scheme }) => scheme.id)).sort()
}

function countersOf(plan: NightPlan): readonly string[] {
  const counted = plan.layers.flatMap((layer) => layer.schemes.filter(({ hasCounters }) => hasCounters))
  return counted.map(({ scheme }) => scheme.id).sort()
}

/** Hashes of the models that had a say, by the pack's model id. */
function modelsOf(plan: NightPlan): Readonly<Record<string, string>> {
  const used = plan.layers.flatMap((layer) => layer.models)
  const hashes = new Map(used.flatMap(({ model, artifact }) => (artifact ? [[model, artifact.hash] as const] : [])))
  return Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Gives the finished folder its name, with everything on the disk before, and its name after. */
async function settle(folder: string, out: string, reasons: readonly string[]): Promise<void> {
  for (const name of ['customer', 'moment', 'noticed']) await syncToDisk(join(folder, `${name}.parquet`), 'r+')
  for (const name of reasons) await syncToDisk(join(folder, name), 'r+')
  await syncToDisk(folder, 'r')
  await rename(folder, out)
  await syncToDisk(dirname(out), 'r')
}

async function syncToDisk(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
