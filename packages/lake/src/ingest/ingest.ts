import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Fact, Pack } from '@tend/pack'
import { type Batch, type Catalog, commitCatalog, type FactFile, loadCatalog } from '../catalog.ts'
import { removePath } from '../disk.ts'
import type { Duck } from '../duck.ts'
import { LakeError } from '../errors.ts'
import type { Lake } from '../lake.ts'
import {
  correctedBy,
  type Delivery,
  definitionHash,
  findInForce,
  hashFile,
  nameDelivery,
  referencesHash,
} from './delivery.ts'
import { mapHeaders } from './headers.ts'
import { withLock } from './lock.ts'
import { mergeArrival } from './merge.ts'
import { quarantineBadRows } from './quarantine-bad.ts'
import { type ReadRows, withRows } from './read.ts'
import { checkReferences, referencesOf } from './references.ts'
import { openSource } from './source.ts'
import { sweep } from './sweep.ts'

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
  const { duck, catalog, fact, options, workFolder, report } = work
  const file = options.originalName ?? basename(options.file)
  const { decimals } = options.pack.currency
  report({ step: 'reading' })
  const source = await openSource(duck, options.file, file, options.sheet, workFolder)
  const mapping = mapHeaders(fact, source.headers, options.map)
  const delivery: Delivery = {
    ...nameDelivery(file, options),
    fact: fact.id,
    sha256: await hashFile(options.file),
    definition: definitionHash(fact, { map: options.map ?? {}, sheet: options.sheet ?? '', decimals }),
  }
  const inForce = findInForce(catalog, fact, delivery)
  if (inForce !== undefined) return { status: 'unchanged', batch: inForce }
  const references = referencesOf(work.lake, catalog, options.pack, fact, (column) => mapping.fields.has(column))
  const plan = { fact, source, mapping, decimals, references }
  const batch = await withRows(duck, plan, file, workFolder, (rows) =>
    commitRows(work, rows, { ...delivery, file, ignoredColumns: mapping.ignored }),
  )
  return { status: 'loaded', batch }
}

const commitRows = async (
  { lake, duck, catalog, fact, options, workFolder, report }: Work,
  rows: ReadRows,
  delivery: Delivery & Pick<Batch, 'file' | 'ignoredColumns'>,
): Promise<Batch> => {
  const number = catalog.batches.length + 1
  const id = `${String(number).padStart(6, '0')}-${delivery.sha256.slice(0, 8)}`
  const rowsIn = rows.stagedCount + rows.rejects.length
  const quarantined = rows.refusedCount + rows.rejects.length
  options.signal?.throwIfAborted()
  report({ step: 'checking' })
  const reasons =
    quarantined === 0
      ? {}
      : await quarantineBadRows({ lake, duck, fact, rows, workFolder, batchId: id, file: delivery.file })
  checkReferences(catalog, fact, reasons, rowsIn)
  const merged = await mergeArrival(
    lake,
    duck,
    catalog,
    {
      fact,
      batchId: id,
      batchNumber: number,
      rows: rows.good,
      corrected: correctedBy(catalog, delivery),
      businessDate: delivery.businessDate,
      isRefused: rowsIn > 0 && quarantined === rowsIn,
    },
    (part) => {
      options.signal?.throwIfAborted()
      report({ step: 'merging', part })
    },
  )
  const batch: Batch = {
    id,
    number,
    ...delivery,
    businessDates: merged.dates,
    rowsIn,
    loaded: merged.loaded,
    quarantined,
    reasons,
    replaced: catalog.batches.filter((earlier) => merged.losers.includes(earlier.number)).map((earlier) => earlier.id),
    references: referencesHash(catalog, fact, reasons),
    receivedAt: options.receivedAt,
  }
  if (rowsIn !== batch.loaded + quarantined) {
    throw new Error(`batch ${id}: ${rowsIn} rows in, but ${batch.loaded} loaded and ${quarantined} quarantined`)
  }
  options.signal?.throwIfAborted()
  report({ step: 'committing' })
  const next = nextCatalog(catalog, fact.id, merged.files, batch)
  await commitCatalog(lake.root, next)
  await sweep(lake, next)
  return batch
}

const nextCatalog = (catalog: Catalog, fact: string, files: readonly FactFile[], batch: Batch): Catalog => {
  const current = new Set(files.map((file) => file.path))
  return {
    version: 1,
    generation: catalog.generation + 1,
    batches: [...catalog.batches, batch],
    files: { ...catalog.files, [fact]: files },
    retired: (catalog.files[fact] ?? []).map((file) => file.path).filter((path) => !current.has(path)),
  }
}
