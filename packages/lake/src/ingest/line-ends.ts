import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { CsvForm } from './csv-head.ts'
import { RecordWalk } from './locate.ts'

/** Writes a delimited text anew with one kind of line end between records. DuckDB cannot read a file that mixes them. */
export const unifyLineEnds = async (from: string, to: string, isGzip: boolean, form: CsvForm): Promise<void> => {
  let records: string[] = []
  // Blank lines are kept, so that lines count as in the file as delivered.
  const walk = new RecordWalk(form, 1, (_place, raw) => records.push(`${raw()}\n`))
  const taken = () => {
    const text = records.join('')
    records = []
    return Buffer.from(text)
  }
  const unify = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      walk.push(chunk)
      done(null, taken())
    },
    flush: (done) => {
      walk.end()
      done(null, taken())
    },
  })
  const file = createReadStream(from, { highWaterMark: 1 << 20 })
  await pipeline([...(isGzip ? [file, createGunzip()] : [file]), unify, createWriteStream(to)])
}
