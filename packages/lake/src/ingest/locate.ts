import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { CsvForm } from './csv-head.ts'

/** The records found in the file are not those that DuckDB read. */
export class RecordMismatch extends Error {}

/** A record found again in its file: where it starts and what was written. `line` counts lines, `record` counts records with the header as 1. */
export type LocatedRecord = {
  readonly start: number
  readonly line: number
  readonly record: number
  readonly raw: string
}

const newline = 0x0a
const carriageReturn = 0x0d
const space = 0x20

/**
 * Walks the records of a delimited text in file order, the header first, and calls `visit` for each with its place; the raw text is
 * only decoded when asked for. Blank lines are no records in a file of several columns, as for DuckDB, but count as lines. `record`
 * counts every record and blank line. Used only when a file has bad rows, whose lines DuckDB does not tell.
 */
export class RecordWalk {
  private readonly delimiter: number
  private readonly quote: number
  private readonly keepsBlank: boolean
  private readonly visit: (record: { start: number; line: number; record: number }, raw: () => string) => void
  private pending: Buffer[] = []
  private offset = 0
  private start = 0
  private line = 1
  private startLine = 1
  private record = 0
  private state: 'field-start' | 'bare' | 'quoted' | 'quote-in-quoted' | 'after-carriage-return' = 'field-start'
  private isBlank = true

  constructor(
    form: CsvForm,
    columnCount: number,
    visit: (record: { start: number; line: number; record: number }, raw: () => string) => void,
  ) {
    this.delimiter = form.delimiter.charCodeAt(0)
    this.quote = form.quote.charCodeAt(0)
    this.keepsBlank = columnCount === 1
    this.visit = visit
  }

  push(chunk: Buffer): void {
    let sliceStart = 0
    const base = this.offset
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number
      if (this.state === 'after-carriage-return') {
        this.state = 'field-start'
        if (byte === newline) {
          sliceStart = at + 1
          this.start = base + at + 1
          continue
        }
      }
      if (this.state === 'quoted') {
        if (byte === this.quote) this.state = 'quote-in-quoted'
        else if (byte === newline) this.line++
        continue
      }
      if (this.state === 'quote-in-quoted') {
        this.state = byte === this.quote ? 'quoted' : 'bare'
        if (byte === this.quote) continue
      }
      if (byte === newline || byte === carriageReturn) {
        this.endRecord(chunk.subarray(sliceStart, at))
        sliceStart = at + 1
        this.start = base + at + 1
        this.line++
        this.startLine = this.line
        this.state = byte === carriageReturn ? 'after-carriage-return' : 'field-start'
        continue
      }
      this.isBlank = false
      if (byte === this.delimiter) this.state = 'field-start'
      else if (this.state === 'field-start')
        this.state = byte === this.quote ? 'quoted' : byte === space ? 'field-start' : 'bare'
    }
    if (sliceStart < chunk.length) this.pending.push(chunk.subarray(sliceStart))
    this.offset = base + chunk.length
  }

  end(): void {
    if (this.offset > this.start) this.endRecord(Buffer.alloc(0))
  }

  private endRecord(tail: Buffer): void {
    this.record++
    if (!this.isBlank || this.keepsBlank) {
      const parts = this.pending
      this.visit({ start: this.start, line: this.startLine, record: this.record }, () =>
        Buffer.concat([...parts, tail]).toString('utf8'),
      )
    }
    this.pending = []
    this.isBlank = true
  }
}

/**
 * Finds the wanted records: those with the given ordinals among the accepted ones (from 0, ascending), and those that start at the given
 * byte positions because DuckDB rejected them (ascending). Accepted records are counted past the header and past rejected ones.
 */
export const locateRecords = async (
  source: {
    readonly path: string
    readonly isGzip: boolean
    readonly form: CsvForm
    readonly headers: readonly string[]
  },
  accepted: ArrayLike<number>,
  rejectedStarts: readonly number[],
  emit: (kind: 'accepted' | 'rejected', ordinal: number, record: LocatedRecord) => void,
): Promise<{ readonly accepted: number; readonly rejected: number }> => {
  const { path, isGzip, form, headers } = source
  let isHeader = true
  let ordinal = 0
  let nextAccepted = 0
  let nextRejected = 0
  const walk = new RecordWalk(form, headers.length, (place, raw) => {
    if (isHeader) {
      isHeader = false
    } else if (rejectedStarts[nextRejected] === place.start) {
      emit('rejected', nextRejected++, { ...place, raw: raw() })
    } else {
      if (accepted[nextAccepted] === ordinal) {
        emit('accepted', ordinal, { ...place, raw: raw() })
        nextAccepted++
      }
      ordinal++
    }
  })
  const file = createReadStream(path, { highWaterMark: 1 << 20 })
  for await (const chunk of isGzip ? file.pipe(createGunzip()) : file) walk.push(chunk as Buffer)
  walk.end()
  return { accepted: ordinal, rejected: nextRejected }
}
