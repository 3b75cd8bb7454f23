import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Duck } from '@tend/lake'
import { textLiteral } from './random.ts'

export type Format = 'csv' | 'parquet'

export type SampleFile = { readonly fact: string; readonly file: string; readonly rows: number }

/** Writes the rows of `sql`, in their order, to `<folder>/<name>.<format>`. */
export const writeRows = async (
  duck: Duck,
  sql: string,
  folder: string,
  name: string,
  format: Format,
  withHeader = true,
): Promise<{ file: string; rows: number }> => {
  const file = join(folder, `${name}.${format}`)
  await mkdir(dirname(file), { recursive: true })
  const how = format === 'csv' ? `format csv, header ${withHeader}` : 'format parquet, compression zstd'
  const [copied] = await duck.rows<{ Count: number }>(`copy (${sql}) to ${textLiteral(file)} (${how})`)
  return { file, rows: copied?.Count ?? 0 }
}

/** Writes one file a fact, in their order. */
export const writeFacts = async (
  duck: Duck,
  facts: readonly (readonly [fact: string, sql: string])[],
  folder: string,
  format: Format,
): Promise<readonly SampleFile[]> => {
  const files: SampleFile[] = []
  for (const [fact, sql] of facts) files.push({ fact, ...(await writeRows(duck, sql, folder, fact, format)) })
  return files
}

/** Gathers a fact's months: one file each as Parquet, one file together as CSV. */
export class MonthlyWriter {
  private readonly written: SampleFile[] = []
  private readonly duck: Duck
  private readonly folder: string
  private readonly fact: string
  private readonly format: Format

  constructor(duck: Duck, folder: string, fact: string, format: Format) {
    this.duck = duck
    this.folder = folder
    this.fact = fact
    this.format = format
  }

  async write(sql: string, month: string): Promise<void> {
    const { duck, fact, format } = this
    this.written.push({
      fact,
      ...(await writeRows(duck, sql, this.folder, `${fact}/${month}`, format, this.written.length === 0)),
    })
  }

  async files(): Promise<readonly SampleFile[]> {
    if (this.format === 'parquet') return this.written
    const file = join(this.folder, `${this.fact}.csv`)
    await rm(file, { force: true })
    for (const part of this.written)
      await pipeline(createReadStream(part.file), createWriteStream(file, { flags: 'a' }))
    await rm(join(this.folder, this.fact), { recursive: true })
    return [{ fact: this.fact, file, rows: this.written.reduce((sum, part) => sum + part.rows, 0) }]
  }
}
