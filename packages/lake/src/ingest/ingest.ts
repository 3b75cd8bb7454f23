import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Fact, Pack } from '@tend/pack'
import { type Batch, type Catalog, commitCatalog, loadCatalog } from '../catalog.ts'
import { listFiles, removePath } from '../disk.ts'
import type { Duck } from '../duck.ts'
import { LakeError } from '../errors.ts'
import { factRelation, type Lake } from '../lake.ts'
import { quarantinePath } from '../quarantine.ts'
import { identifier, list, literal } from '../sql-text.ts'
import { mapHeaders } from './headers.ts'
import { withLock } from './lock.ts'
import { mergeDelivery } from './merge.ts'
import { quarantineBadRows, readRejects } from './quarantine-bad.ts'
import { openSource } from './source.ts'
import { renderStage } from './stage.ts'

export type IngestProgress = {
  readonly step: 'waiting' | 'reading' | 'checking' | 'merging' | 'committing'
  /** 0–1 within the step, where it can be told. */
  readonly part?: number
}

export type IngestOptions = {
  readonly pack: Pack
  readonly fact: string
  /** Path of the file to read. */
  readonly file: string
  /** Name under which the file was delivered, when `file` is a copy. */
  readonly originalName?: string
  /** Header → column id, before any other rule; a column of '' leaves the header out. */
  readonly map?: Readonly<Record<string, string>>
  /** The date that the delivery stands for (`YYYY-MM-DD`); otherwise the one date in the file's name, if there is one. */
  readonly businessDate?: string
  readonly source?: string
  /** Sheet of a workbook; otherwise the first. */
  readonly sheet?: string
  /** ISO instant. */
  readonly receivedAt: string
  readonly onProgress?: (progress: IngestProgress) => void
  /** Breaks off; nothing is committed. */
  readonly signal?: AbortSignal
  /** How long to wait for another ingest to finish, default one minute. */
  readonly waitMs?: number
}

/** `unchanged`: the same file under the same definition is in force already; `batch` is the one that brought it. */
export type IngestResult = { readonly status: 'loaded' | 'unchanged'; readonly batch: Batch }

/** Reads a delivered file into the lake, all of it or nothing; see README for formats and delivery rules. Throws `LakeError`. */
export const ingest = async (lake: Lake, duck: Duck, options: IngestOptions): Promise<IngestResult> => {
  const fact = options.pack.facts.get(options.fact)
  if (fact === undefined) {
    const known = [...options.pack.facts.keys()].join(', ')
    throw new LakeError('unknown-fact', {
      zh: `方案 ${options.pack.id} 没有 ${options.fact} 这类数据。可用：${known}。`,
      en: `The pack ${options.pack.id} has no fact ${options.fact}. It has: ${known}.`,
    })
  }
  const report = options.onProgress ?? (() => {})
  return withLock(
    lake.root,
    options.waitMs ?? 60_000,
    () => report({ step: 'waiting' }),
    async () => {
      const workFolder = join(lake.root, 'tmp')
      await removePath(workFolder)
      await mkdir(workFolder)
      const session = await duck.session()
      const interrupt = () => session.interrupt()
      options.signal?.addEventListener('abort', interrupt)
      try {
        const catalog = await loadCatalog(lake.root)
        await sweep(lake, catalog)
        return await load({ lake, duck: session, catalog, fact, options, workFolder, report })
      } catch (error) {
        if (!options.signal?.aborted) throw error
        throw new LakeError(
          'interrupted',
          { zh: '导入已中断，未导入任何数据。', en: 'The import was broken off; nothing was loaded.' },
          { cause: error },
        )
      } finally {
        options.signal?.removeEventListener('abort', interrupt)
        session.close()
        await removePath(workFolder)
      }
    },
  )
}

type Work = {
  readonly lake: Lake
  readonly duck: Duck
  readonly catalog: Catalog
  readonly fact: Fact
  readonly options: IngestOptions
  readonly workFolder: string
  readonly report: (progress: IngestProgress) => void
}

const load = async (work: Work): Promise<IngestResult> => {
  const { lake, duck, catalog, fact, options, workFolder, report } = work
  const file = options.originalName ?? basename(options.file)
  const decimals = options.pack.currency.decimals
  report({ step: 'reading' })
  const source = await openSource(duck, options.file, file, options.sheet, workFolder)
  const mapping = mapHeaders(fact, source.headers, options.map)
  const delivery = deliveryOf(file, options)
  const sha256 = await hashFile(options.file)
  const definition = definitionHash(fact, options, decimals)
  const inForce = findInForce(catalog, { fact: fact.id, sha256, definition, ...delivery })
  if (inForce !== undefined && inForce.references === referencesHash(catalog, fact, inForce))
    return { status: 'unchanged', batch: inForce }

  const number = catalog.batches.length + 1
  const id = `${String(number).padStart(6, '0')}-${sha256.slice(0, 8)}`
  const staging = join(workFolder, 'staging.parquet')
  const references = referencesOf(lake, catalog, options.pack, fact, mapping.fields)
  const select = renderStage({ fact, source, mapping, decimals, references, rejects: 'tend_reject' })
  await duck.run(`copy (${select}) to ${literal(staging)} (format parquet, compression snappy)`)
  options.signal?.throwIfAborted()

  report({ step: 'checking' })
  const staged = `read_parquet(${literal(staging)}, file_row_number = true)`
  const rejects = source.kind === 'csv' ? await readRejects(duck, 'tend_reject_errors') : []
  await duck.run(
    `create or replace temp table tend_refused as select file_row_number as position, _issues as issues from ${staged} where _issues is not null`,
  )
  await refuseDuplicates(duck, fact, staged)
  const [counts] = await duck.rows<{ staged: number; refused: number }>(
    `select (select count(*) from ${staged}) as staged, (select count(*) from tend_refused) as refused`,
  )
  const stagedRows = counts?.staged ?? 0
  const quarantined = (counts?.refused ?? 0) + rejects.length
  const reasons =
    quarantined === 0
      ? {}
      : await quarantineBadRows({
          lake,
          duck,
          fact,
          source,
          workFolder,
          batchId: id,
          refused: 'tend_refused',
          staged: stagedRows,
          rejects,
        })
  checkReferences(catalog, fact, reasons, stagedRows)

  report({ step: 'merging', part: 0 })
  const isClean = (counts?.refused ?? 0) === 0
  const rows = `(select * exclude (_issues, file_row_number) from ${staged}${isClean ? '' : ' where file_row_number not in (select position from tend_refused)'})`
  const superseded = catalog.batches.filter((batch) => isCorrected(batch, fact, delivery)).map((batch) => batch.number)
  const merged = await mergeDelivery(
    lake,
    duck,
    catalog,
    { fact, batchId: id, batchNumber: number, rows, superseded, businessDate: delivery.businessDate },
    (part) => report({ step: 'merging', part }),
  )
  options.signal?.throwIfAborted()

  const [loaded] = await duck.rows<{ rows: number; first: string | null; last: string | null }>(
    `select count(*) as rows, ${fact.date === undefined ? 'null as first, null as last' : `min(${identifier(fact.date)}) as first, max(${identifier(fact.date)}) as last`} from ${rows}`,
  )
  const batch: Batch = {
    id,
    number,
    fact: fact.id,
    file,
    sha256,
    definition,
    source: delivery.source,
    businessDate: delivery.businessDate ?? null,
    businessDates: loaded?.first && loaded.last ? { first: loaded.first, last: loaded.last } : null,
    rowsIn: stagedRows + rejects.length,
    loaded: loaded?.rows ?? 0,
    quarantined,
    reasons,
    replaced: catalog.batches.filter((earlier) => merged.losers.includes(earlier.number)).map((earlier) => earlier.id),
    ignoredColumns: mapping.ignored,
    references: null,
    receivedAt: options.receivedAt,
  }
  if (batch.rowsIn !== batch.loaded + batch.quarantined)
    throw new Error(`batch ${id}: ${batch.rowsIn} rows in, ${batch.loaded} loaded + ${batch.quarantined} quarantined`)
  report({ step: 'committing' })
  const finished = { ...batch, references: referencesHash(catalog, fact, batch) }
  const next = nextCatalog(catalog, fact.id, merged.files, finished)
  await commitCatalog(lake.root, next)
  await sweep(lake, next)
  return { status: 'loaded', batch: finished }
}

const nextCatalog = (catalog: Catalog, fact: string, files: Catalog['files'][string], batch: Batch): Catalog => {
  const current = new Set(files.map((file) => file.path))
  const retired = (catalog.files[fact] ?? []).map((file) => file.path).filter((path) => !current.has(path))
  return {
    version: 1,
    generation: catalog.generation + 1,
    batches: [...catalog.batches, batch],
    files: { ...catalog.files, [fact]: files },
    retired,
  }
}

/** Removes what no catalogue names: rubbish of a killed run, and files that were already retired a commit ago. */
const sweep = async (lake: Lake, catalog: Catalog): Promise<void> => {
  const named = new Set([
    ...Object.values(catalog.files).flatMap((files) => files.map((file) => file.path)),
    ...catalog.retired,
    ...catalog.batches.filter((batch) => batch.quarantined > 0).map((batch) => quarantinePath(batch.id)),
  ])
  const found = [...(await listFiles(lake.root, 'facts')), ...(await listFiles(lake.root, 'quarantine'))]
  await Promise.all(found.filter((path) => !named.has(path)).map((path) => removePath(join(lake.root, path))))
}

type DeliveryName = { readonly source: string; readonly businessDate: string | undefined }

/** The date may stand in the file's name; the rest of the name is then the source. A date that is told speaks for the whole fact. */
const deliveryOf = (file: string, options: IngestOptions): DeliveryName => {
  const stem = file.toLowerCase().replace(/(\.(csv|txt|tsv|xlsx|parquet|gz))+$/, '')
  const dates = [...stem.matchAll(/(?<!\d)(\d{4})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/g)]
  const named = dates.length === 1 ? dates[0] : undefined
  if (options.businessDate !== undefined) return { source: options.source ?? '', businessDate: options.businessDate }
  if (named === undefined) return { source: options.source ?? stem, businessDate: undefined }
  return { source: options.source ?? stem.replace(named[0], '*'), businessDate: `${named[1]}-${named[2]}-${named[3]}` }
}

/** A delivery for the same fact, source and business date is a correction of the earlier ones. */
const isCorrected = (earlier: Batch, fact: Fact, delivery: DeliveryName): boolean =>
  delivery.businessDate !== undefined &&
  earlier.fact === fact.id &&
  earlier.businessDate === delivery.businessDate &&
  earlier.source === delivery.source

const findInForce = (
  catalog: Catalog,
  wanted: DeliveryName & { readonly fact: string; readonly sha256: string; readonly definition: string },
): Batch | undefined => {
  const batch = catalog.batches.findLast(
    (earlier) =>
      earlier.fact === wanted.fact &&
      earlier.sha256 === wanted.sha256 &&
      earlier.definition === wanted.definition &&
      earlier.source === wanted.source &&
      earlier.businessDate === (wanted.businessDate ?? null),
  )
  if (batch === undefined) return undefined
  return catalog.batches.some((later) => later.replaced.includes(batch.id)) ? undefined : batch
}

const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

const definitionHash = (fact: Fact, options: IngestOptions, decimals: number): string => {
  const { position: _position, ...definition } = fact
  return createHash('sha256')
    .update(JSON.stringify([definition, options.map ?? {}, options.sheet ?? '', decimals]))
    .digest('hex')
    .slice(0, 16)
}

/** The keys that each delivered reference column may name. */
const referencesOf = (
  lake: Lake,
  catalog: Catalog,
  pack: Pack,
  fact: Fact,
  fields: ReadonlyMap<string, number>,
): ReadonlyMap<string, string> => {
  const references = new Map<string, string>()
  for (const column of fact.columns) {
    if (column.references === undefined || !fields.has(column.id)) continue
    const target = pack.facts.get(column.references)
    const key = target?.key.length === 1 ? target.key[0] : undefined
    if (target === undefined || key === undefined) {
      throw new LakeError('definition-invalid', {
        zh: `${fact.id}.${column.id} 引用的 ${column.references} 没有单列主键。`,
        en: `${fact.id}.${column.id} references ${column.references}, which has no key of one column.`,
      })
    }
    references.set(column.id, `(select ${identifier(key)} from ${factRelation(lake, catalog, target)})`)
  }
  return references
}

/** Rows that failed for a reference may pass once the referenced fact has changed, so its files are remembered. */
const referencesHash = (catalog: Catalog, fact: Fact, batch: Pick<Batch, 'reasons'>): string | null => {
  if (batch.reasons['unknown-reference'] === undefined) return null
  const facts = [...new Set(fact.columns.flatMap((column) => column.references ?? []))].sort()
  const paths = facts.flatMap((id) => (catalog.files[id] ?? []).map((file) => file.path))
  return createHash('sha256').update(paths.join('\n')).digest('hex').slice(0, 16)
}

/** Every row failing because the referenced fact was never delivered is a wrong order of files, not bad rows. */
const checkReferences = (
  catalog: Catalog,
  fact: Fact,
  reasons: Readonly<Record<string, number>>,
  rows: number,
): void => {
  if (rows === 0 || reasons['unknown-reference'] !== rows) return
  const absent = [...new Set(fact.columns.flatMap((column) => column.references ?? []))].filter(
    (id) => (catalog.files[id] ?? []).length === 0,
  )
  if (absent.length === 0) return
  throw new LakeError('reference-empty', {
    zh: `${fact.id} 的每一行都引用尚未导入的数据：${absent.join('、')}。请先导入它们；未导入任何数据。`,
    en: `Every row of ${fact.id} refers to data that were never loaded: ${absent.join(', ')}. Load them first; nothing was loaded.`,
  })
}

/** The last row of a key wins; the earlier ones of the same file are refused. Works on hashes first, which need little memory. */
const refuseDuplicates = async (duck: Duck, fact: Fact, staged: string): Promise<void> => {
  if (fact.key.length === 0) return
  const key = list(fact.key.map(identifier))
  const good = `${staged} where _issues is null`
  await duck.run(
    `create or replace temp table tend_repeated as select hash(${key}) as h from ${good} group by 1 having count(*) > 1`,
  )
  const [repeated] = await duck.rows<{ count: number }>('select count(*) as count from tend_repeated')
  if (!repeated || repeated.count === 0) return
  const value = `concat_ws(' · ', ${key})`
  const issue = `cast(to_json([{'column': ${literal(fact.key[0] ?? '')}, 'reason': 'duplicate', 'value': ${value}}]) as varchar)`
  await duck.run(`insert into tend_refused
    select file_row_number, ${issue} from (
      select *, row_number() over (partition by ${key} order by file_row_number desc) as rank
      from ${good} and hash(${key}) in (select h from tend_repeated)) where rank > 1`)
}
