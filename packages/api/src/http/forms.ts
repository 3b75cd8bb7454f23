import type { FastifyInstance } from 'fastify'
import { ApiFailure } from '../failure.ts'

/**
 * The pages behind links that customers follow are sent as plain HTML forms. What a form to refuse holds is not read: the address says everything, and mail
 * programs refuse by one on their own (RFC 8058). A rating's form carries its answer. No other route takes one.
 */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_384 },
    (request, body, done) => {
      const url = request.routeOptions.url ?? ''
      if (url.startsWith('/v1/rate/')) done(null, Object.fromEntries(new URLSearchParams(String(body))))
      else done(url.startsWith('/v1/refuse/') ? null : new ApiFailure('unsupported-media-type'), undefined)
    },
  )
}
