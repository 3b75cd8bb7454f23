import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { ApiFailure } from '../failure.ts'

const signedPath = '/v1/receipts/'
const bytesMax = 16_384

/** A signature is of the bytes that came: for routes whose caller signs, they are kept beside what is read of them. */
export function keepSignedBodies(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (!request.url.startsWith(signedPath)) return payload
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of payload) {
      bytes += (chunk as Buffer).length
      if (bytes > bytesMax) throw new ApiFailure('too-large', { detail: 'body' })
      chunks.push(chunk as Buffer)
    }
    const body = Buffer.concat(chunks)
    request.rawBody = body.toString()
    return Object.assign(Readable.from([body]), { receivedEncodedLength: bytes })
  })
}
