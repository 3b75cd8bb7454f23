import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

export const headBytes = 65_536

/** The first 64 kB of a file, unpacked where it is gzip. */
export const readHead = async (path: string, isGzip: boolean): Promise<Buffer> => {
  const stream = createReadStream(path)
  const source = isGzip ? stream.pipe(createGunzip()) : stream
  stream.on('error', (error) => source.destroy(error))
  const parts: Buffer[] = []
  let size = 0
  for await (const part of source) {
    parts.push(part as Buffer)
    size += (part as Buffer).length
    if (size >= headBytes) break
  }
  stream.destroy()
  return Buffer.concat(parts).subarray(0, headBytes)
}

export const readMagic = async (path: string): Promise<Buffer> => {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** UTF-16 shows itself by its mark or by the zeros of ASCII text; what is not UTF-8 is taken for GB18030. */
export const detectEncoding = (head: Buffer): Encoding => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (let at = 0; at < Math.min(head.length, 2048); at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  if ((zeros[1] ?? 0) > head.subarray(0, 2048).length / 5) return 'utf-16le'
  if ((zeros[0] ?? 0) > head.subarray(0, 2048).length / 5) return 'utf-16be'
  return isUtf8(head) ? 'utf-8' : 'gb18030'
}

/**
 * Text in another encoding breaks UTF-8 at almost every character; a few damaged bytes in UTF-8 do not make it another encoding: their rows
 * are quarantined. `stream: true` lets a character that the 64 kB cut short pass.
 */
const isUtf8 = (head: Buffer): boolean => {
  const text = new TextDecoder('utf-8').decode(head, { stream: head.length >= headBytes })
  const damaged = text.split('\ufffd').length - 1
  if (damaged === 0) return true
  const foreign = [...text].filter((character) => character > '\u007f').length - damaged
  return damaged < foreign
}

/** Writes the file anew as UTF-8, unpacked. */
export const transcode = async (from: string, to: string, encoding: Encoding, isGzip: boolean): Promise<void> => {
  const decoder = new TextDecoder(encoding)
  const decode = new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, Buffer.from(decoder.decode(chunk, { stream: true }))),
    flush: (done) => done(null, Buffer.from(decoder.decode())),
  })
  const stages = isGzip ? [createReadStream(from), createGunzip(), decode] : [createReadStream(from), decode]
  await pipeline([...stages, createWriteStream(to)])
}
