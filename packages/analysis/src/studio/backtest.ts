import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, factColumns, factRelation, type Lake, readCatalog } from '@tend/lake'
import type { Fact, Label, Pack } from '@tend/pack'
import type { ModelArtifact } from '../learn/artifact.ts'
import { quoteIdentifier } from '../render/sql.ts'
import { runNight } from '../run/run-night.ts'
import { duckdbShim } from '../shim/duckdb.ts'
import { type Judged, judgeHorizons, judgeLeads, judgeMonths, judgeThresholds } from './backtest-figures.ts'

export type BacktestSubject =
  | { readonly kind: 'moment'; readonly id: string }
  | { readonly kind: 'score'; readonly id: string }
  | { readonly kind: 'level'; readonly id: string; readonly level: string }

export type BacktestOptions = {
  readonly duck: Duck
  readonly lake: Lake
  readonly pack: Pack
  readonly subject: BacktestSubject
  /** Trained models that the nights score with. */
  readonly models?: ReadonlyMap<string, ModelArtifact>
  /** Month ends to stand at, ascending. */
  readonly days: readonly string[]
  /** The day up to which the lake is complete: what happens later is not known. */
  readonly factsUpTo: string
  /** A folder for the states of past nights; emptied afterwards. */
  readonly folder: string
  readonly onProgress?: (done: number, total: number) => void
}

export type Backtest = Judged & {
  readonly factsUpTo: string
  readonly notes: readonly Label[]
}

/** A backtest that cannot be made as asked; `message` says why, in both languages. */
export class BacktestRefused extends Error {
  readonly text: Label
  constructor(text: Label) {
    super(text.en)
    this.name = 'BacktestRefused'
    this.text = text
  }
}

/**
 * Replays the night at past month ends and holds what the subject said then against who left afterwards (the pack's `departure`). Each replay knows
 * facts up to its day only; of undated facts, values that tell of leaving (`afterOutcome`, the departure) are hidden until they have happened. Customers
 * count from their first dated row on, once a month, until they leave. Throws `BacktestRefused`.
 */
export async function runBacktest(options: BacktestOptions): Promise<Backtest> {
  const { duck, pack, subject, days, folder } = options
  const departure = requireSubject(pack, subject)
  const session = await duck.session()
  try {
    const leaving = await readDepartures(session, options, departure)
    await session.run('create temp table seen (day date, customer_id varchar, noticed boolean, score double)')
    let previous: string | undefined
    for (const [index, day] of days.entries()) {
      options.onProgress?.(index, days.length)
      const out = join(folder, day)
      await replay(options, day, out, previous)
      await session.run(noticeSql(await presentSql(options, day), subject, out, day))
      if (previous !== undefined) await rm(previous, { recursive: true, force: true })
      previous = out
    }
    await session.run(`create temp table judged as ${judgedSql(leaving)}`)
    const about = { session, factsUpTo: options.factsUpTo, isScore: subject.kind === 'score' }
    return {
      months: await judgeMonths(about),
      horizons: await judgeHorizons(about),
      leadDays: await judgeLeads(about),
      thresholds: about.isScore ? await judgeThresholds(about) : [],
      factsUpTo: options.factsUpTo,
      notes: notesOf(pack, subject),
    }
  } finally {
    session.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function requireSubject(pack: Pack, subject: BacktestSubject): string {
  if (pack.departure === undefined) {
    throw new BacktestRefused({
      zh: '该方案没有在 pack.yaml 中用 departure 指明客户离开的日期，无法回测。',
      en: 'The pack does not say in pack.yaml (departure) which date a customer left on, so nothing can be held against it.',
    })
  }
  const isKnown =
    subject.kind === 'moment'
      ? pack.moments.has(subject.id)
      : subject.kind === 'score'
        ? isFigure(pack, subject.id)
        : (pack.schemes.get(subject.id)?.levels.some(({ id }) => id === subject.level) ?? false)
  if (isKnown) return pack.departure
  const name = subject.kind === 'level' ? `${subject.id}:${subject.level}` : subject.id
  throw new BacktestRefused({
    zh: `方案中没有可回测的“${name}”（时刻、数值指标或级别）。`,
    en: `The pack has no “${name}” to backtest: a moment, an indicator that is a number, or a level.`,
  })
}

const isFigure = (pack: Pack, id: string): boolean =>
  !['text', 'date', 'flag', undefined].includes(pack.indicators.get(id)?.unit)

/** Only what the subject needs is noticed; levels are always judged, since indicators may read them. */
async function replay(options: BacktestOptions, day: string, out: string, previous?: string): Promise<void> {
  const { duck, lake, pack, subject } = options
  const catalog = await readCatalog(lake)
  const moments = new Map([...pack.moments].filter(([id]) => subject.kind === 'moment' && id === subject.id))
  await runNight({
    duck,
    pack: { ...pack, moments },
    asOf: day,
    out,
    ...(options.models === undefined ? {} : { models: options.models }),
    ...(previous === undefined ? {} : { previous }),
    sources: (id, { from, to }) => {
      const fact = pack.facts.get(id)
      if (fact === undefined) throw new Error(`pack ${pack.id} has no fact ${id}`)
      const relation = factRelation(lake, catalog, fact, from === undefined ? { to } : { from, to })
      return asKnownOn(relation, fact, pack, day)
    },
  })
}

/** An undated fact as a past day could know it: what tells of leaving is unknown until the day it happened. */
function asKnownOn(relation: string, fact: Fact, pack: Pack, day: string): string {
  const tells = (id: string, isAfter: boolean | undefined) => isAfter === true || id === pack.departure
  if (fact.date !== undefined || !fact.columns.some(({ id, afterOutcome }) => tells(id, afterOutcome))) return relation
  const left = fact.columns.find(({ id, type }) => id === pack.departure && type === 'date')
  const columns = fact.columns.map(({ id, type, afterOutcome }) => {
    const column = quoteIdentifier(id)
    if (!tells(id, afterOutcome)) return column
    const happened = type === 'date' ? column : left && quoteIdentifier(left.id)
    return happened === undefined
      ? `cast(null as ${sqlTypeIn(fact, id)}) as ${column}`
      : `case when ${happened} <= DATE '${day}' then ${column} end as ${column}`
  })
  return `(select ${columns.join(', ')} from ${relation})`
}

const sqlTypeIn = (fact: Fact, id: string): string =>
  factColumns(fact).find(({ name }) => name === id)?.type ?? 'varchar'

/** Departures as they are known today. */
async function readDepartures(session: Duck, options: BacktestOptions, departure: string): Promise<string> {
  const { duck, lake, pack, factsUpTo, folder } = options
  const out = join(folder, 'today')
  await runNight({ duck, lake, pack: { ...pack, moments: new Map() }, asOf: factsUpTo, out })
  const file = duckdbShim.source(join(out, 'customer.parquet'))
  await session.run(
    `create temp table departure as select customer_id, ${quoteIdentifier(departure)} as left_on from ${file}`,
  )
  await rm(out, { recursive: true, force: true })
  return 'departure'
}

/** Customers with a dated row up to the day; without any dated fact about customers, everybody. */
async function presentSql({ lake, pack }: BacktestOptions, day: string): Promise<string | undefined> {
  const catalog = await readCatalog(lake)
  const parts = [...pack.facts.values()].flatMap((fact) => {
    if (fact.customer === undefined || fact.date === undefined) return []
    if ((catalog.files[fact.id] ?? []).length === 0) return []
    const relation = factRelation(lake, catalog, fact, { to: day })
    return [
      `select ${quoteIdentifier(fact.customer)} as customer_id from ${relation} where ${quoteIdentifier(fact.date)} <= DATE '${day}'`,
    ]
  })
  return parts.length === 0 ? undefined : parts.join(' union ')
}

function noticeSql(present: string | undefined, subject: BacktestSubject, out: string, day: string): string {
  const customer = duckdbShim.source(join(out, 'customer.parquet'))
  const moment = duckdbShim.source(join(out, 'moment.parquet'))
  const id = quoteIdentifier(subject.id)
  const [noticed, score] =
    subject.kind === 'moment'
      ? [`c.customer_id in (select customer_id from ${moment} where is_new)`, 'null']
      : subject.kind === 'level'
        ? [`coalesce(c.${id} = '${subject.level}', false)`, 'null']
        : ['false', `c.${id}`]
  const scope = present === undefined ? '' : `where c.customer_id in (${present})`
  return `insert into seen select DATE '${day}', c.customer_id, ${noticed}, cast(${score} as double) from ${customer} c ${scope}`
}

/** Of a score, the highest tenth of all months counts as noticed. */
const judgedSql = (departure: string): string => `
  select seen.day, seen.customer_id, seen.score, d.left_on,
    seen.noticed or coalesce(seen.score > (select quantile_cont(score, 0.9) from seen), false) as noticed
  from seen join ${departure} d on d.customer_id = seen.customer_id
  where d.left_on is null or d.left_on > seen.day`

function notesOf(pack: Pack, subject: BacktestSubject): Label[] {
  const undated = [...pack.facts.values()].filter(({ date, customer }) => date === undefined && customer !== undefined)
  const notes: Label[] =
    undated.length === 0
      ? []
      : [
          {
            zh: `${undated.map(({ label }) => label.zh).join('、')}没有日期：过往月末看到的是今天的属性（离开的日期与原因除外，它们在发生之前不可见）。`,
            en: `${undated.map(({ label }) => label.en).join(', ')}: without dates, so that past days see today's attributes (but not when and why somebody left, which is hidden until it happened).`,
          },
        ]
  if (restsOnModel(pack, subject.id)) {
    notes.push({
      zh: '模型按现行参数打分：训练时若已见过这些月份，结果会偏乐观。',
      en: 'Models score by the figures in force: where they were trained on these months, the result is too good.',
    })
  }
  return notes
}

/** True where a definition reads what a trained model says, directly or through others. */
function restsOnModel(pack: Pack, id: string, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  if (pack.indicators.get(id)?.kind === 'model') return true
  const definition = pack.moments.get(id) ?? pack.schemes.get(id) ?? pack.indicators.get(id)
  return namesRead(definition).some((name) => restsOnModel(pack, name, seen))
}

/** Names in every expression of a definition, and the metrics of ranks and tables. */
function namesRead(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('tree' in value && 'names' in value) return value.names as readonly string[]
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'metric' || key === 'tie') && typeof inner === 'string' ? [inner] : namesRead(inner),
  )
}
