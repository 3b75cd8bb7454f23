import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { ApiFailure } from '../failure.ts'

type Received<Fields> = { readonly name: string; readonly content: Buffer; readonly fields: Fields }

/** A small file of a multipart request, whole in memory, with the text parts that came before it. Larger ones are broken off. */
export async function receiveFile<Fields extends z.ZodType>(
  request: FastifyRequest,
  schema: Fields,
  bytesMax: number,
): Promise<Received<z.output<Fields>>> {
  if (!request.isMultipart()) throw new ApiFailure('unsupported-media-type')
  const part = await request.file({ limits: { fileSize: bytesMax } })
  if (part === undefined) throw new ApiFailure('invalid-request', { issues: [{ path: 'body.file', message: 'file' }] })
  const fields = schema.safeParse(textParts(part))
  if (!fields.success) {
    part.file.resume()
    const issues = fields.error.issues.map(({ path, message }) => ({ path: ['body', ...path].join('.'), message }))
    throw new ApiFailure('invalid-request', { issues })
  }
  const content = await part.toBuffer()
  return { name: part.filename, content, fields: fields.data }
}

function textParts(part: MultipartFile): Record<string, unknown> {
  const entries = Object.entries(part.fields).flatMap(([name, field]) => {
    const value = Array.isArray(field) ? field[0] : field
    return value?.type === 'field' ? [[name, value.value] as const] : []
  })
  return Object.fromEntries(entries)
}
