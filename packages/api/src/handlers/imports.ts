import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile } from '@fastify/multipart'
import { maskValue, recordAudit, roles } from '@tend/care'
import { type Delivery, type importRoutes, type QuarantinedRow, type RouteRequest, routes } from '@tend/contract'
import { type Batch, type QuarantinedRow as LakeRow, listBatches, readQuarantine } from '@tend/lake'
import type { Sensitivity } from '@tend/pack'
import type { Api, Call, Handlers } from '../call.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { ApiFailure } from '../failure.ts'
import type { Person } from '../person.ts'

export const importHandlers: Handlers<keyof typeof importRoutes> = {
  listImports: async ({ api, query }) => {
    const before = readCursor(query.cursor) ?? Number.POSITIVE_INFINITY
    const batches = (await listBatches(api.lake))
      .filter(({ fact, number }) => number < before && (query.fact === undefined || fact === query.fact))
      .sort((a, b) => b.number - a.number)
    const items = batches.slice(0, query.limit)
    const last = items.at(-1)
    return {
      items: items.map((batch) => presentBatch(batch, false)),
      nextCursor: batches.length > items.length && last ? writeCursor(last.number) : null,
    }
  },

  startImport: async ({ api, person, request, at }) => {
    const upload = await receiveUpload(api, request, api.newId())
    try {
      const { fact, businessDate } = upload.fields
      if (!api.pack.facts.has(fact)) throw new ApiFailure('unknown-definition', { detail: fact })
      // A file that is refused, or a server that dies half-way, leaves a trace too.
      await recordAudit(api.store, {
        at: at.now,
        actor: person.actor.userId,
        action: 'import.started',
        subjectKind: 'fact',
        subjectId: fact,
        detail: { file: upload.name },
      })
      const result = await api.startImport({
        file: upload.path,
        originalName: upload.name,
        fact,
        ...(businessDate === undefined ? {} : { businessDate }),
      })
      await recordAudit(api.store, {
        at: at.now,
        actor: person.actor.userId,
        action: 'import.loaded',
        subjectKind: 'import',
        subjectId: result.batch.id,
        detail: { fact, file: upload.name, loaded: result.batch.loaded, quarantined: result.batch.quarantined },
      })
      return presentBatch(result.batch, result.status === 'unchanged')
    } finally {
      await rm(upload.path, { force: true })
    }
  },

  listQuarantine: async ({ api, person, params, query }) => {
    const batch = await requireBatch(api, params.importId)
    const after = readCursor(query.cursor)
    const rows = await readQuarantine(api.lake, api.duck, batch.id, {
      limit: query.limit + 1,
      ...(after === undefined ? {} : { after }),
    })
    const items = rows.slice(0, query.limit)
    const last = items.at(-1)
    return {
      items: items.map((row) => presentRow(api, person, batch.fact, row)),
      nextCursor: rows.length > items.length && last ? writeCursor(last.row) : null,
    }
  },

  exportQuarantine: async ({ api, person, params, reply, lang, at }) => {
    const batch = await requireBatch(api, params.importId)
    await recordAudit(api.store, {
      at: at.now,
      actor: person.actor.userId,
      action: 'import.quarantine_exported',
      subjectKind: 'import',
      subjectId: batch.id,
    })
    reply.header('content-disposition', `attachment; filename="quarantine-${batch.id}.csv"`)
    return quarantineCsv(api, person, batch, lang)
  },
}

async function requireBatch(api: Api, importId: string): Promise<Batch> {
  const batch = (await listBatches(api.lake)).find(({ id }) => id === importId)
  if (batch === undefined) throw new ApiFailure('not-found')
  return batch
}

function presentBatch(batch: Batch, isRepeat: boolean): Delivery {
  return {
    importId: batch.id,
    fact: batch.fact,
    fileName: batch.file,
    fileHash: batch.sha256,
    at: batch.receivedAt,
    rows: batch.rowsIn,
    loaded: batch.loaded,
    quarantined: batch.quarantined,
    reasons: batch.reasons,
    ignoredColumns: [...batch.ignoredColumns],
    isRepeat,
    replaces: [...batch.replaced],
    businessDate: batch.businessDate,
    businessDates:
      batch.businessDates === null ? null : { from: batch.businessDates.first, to: batch.businessDates.last },
  }
}

/**
 * The raw line stays in the lake: it holds whole customers. The failing value is masked by its column's class. A held-back row lies in no unit,
 * so people who see only some of the customers are shown no personal value at all.
 */
function presentRow(api: Api, person: Person, fact: string, row: LakeRow): QuarantinedRow {
  const sensitivity = api.pack.facts.get(fact)?.columns.find(({ id }) => id === row.column)?.sensitivity
  const isMasked = sensitivity !== undefined && row.value !== null
  return {
    row: row.row,
    line: row.line,
    column: row.column,
    columns: [...row.columns],
    value: isMasked ? maskHeldBack(person, sensitivity, row.value as string) : row.value,
    reason: row.reason,
    message: row.message,
  }
}

const maskHeldBack = ({ actor }: Person, sensitivity: Sensitivity, value: string): string | null =>
  roles[actor.role].scope === 'all' ? maskValue(actor.role, sensitivity, value) : null

const csvPage = 2000

/** UTF-8 with a byte order mark and formulas disarmed, so that a spreadsheet opens it as text. */
async function* quarantineCsv(api: Api, person: Person, batch: Batch, lang: Call['lang']): AsyncGenerator<string> {
  yield `\u{feff}${csvLine(['file', 'line', 'column', 'value', 'reason', 'message'])}`
  let after = 0
  for (;;) {
    const rows = await readQuarantine(api.lake, api.duck, batch.id, { limit: csvPage, after })
    for (const raw of rows) {
      const row = presentRow(api, person, batch.fact, raw)
      yield csvLine([batch.file, String(row.line), row.column, row.value ?? '', row.reason, row.message[lang]])
      after = row.row
    }
    if (rows.length < csvPage) return
  }
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(text: string): string {
  const disarmed = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(disarmed) ? `"${disarmed.replaceAll('"', '""')}"` : disarmed
}

type Fields = Omit<RouteRequest<'startImport'>['body'], 'file'>
type Upload = { readonly path: string; readonly name: string; readonly fields: Fields }

const textFields = routes.startImport.body.omit({ file: true })

/** Streams the file of a multipart request to disk, with the text parts that came before it. */
async function receiveUpload(api: Api, request: Call['request'], id: string): Promise<Upload> {
  if (!request.isMultipart()) throw new ApiFailure('unsupported-media-type')
  const part = await request.file()
  if (part === undefined) throw new ApiFailure('invalid-request', { issues: [{ path: 'body.file', message: 'file' }] })
  const fields = textFields.safeParse(textParts(part))
  if (!fields.success) {
    part.file.resume()
    const issues = fields.error.issues.map(({ path, message }) => ({ path: ['body', ...path].join('.'), message }))
    throw new ApiFailure('invalid-request', { issues })
  }
  await mkdir(api.uploads, { recursive: true })
  // The sender's name for the file is kept for people and never used as a path.
  const path = join(api.uploads, `upload-${id}`)
  try {
    await pipeline(part.file, createWriteStream(path))
    if (part.file.truncated) throw new ApiFailure('file-too-large')
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, name: basename(part.filename.replaceAll('\\', '/')) || 'upload', fields: fields.data }
}

function textParts(part: MultipartFile): Record<string, unknown> {
  const entries = Object.entries(part.fields).flatMap(([name, field]) => {
    const value = Array.isArray(field) ? field[0] : field
    return value?.type === 'field' ? [[name, value.value] as const] : []
  })
  return Object.fromEntries(entries)
}
