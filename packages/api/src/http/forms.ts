import type { FastifyInstance } from 'fastify'
import { ApiFailure } from '../failure.ts'

/**
 * The pages behind links in messages are sent as plain HTML forms, and mail programs refuse by one on their own (RFC 8058). What such a form holds is not
 * read: the address says everything. No other route takes one.
 */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1024 },
    (request, _body, done) => {
      const isPage = request.routeOptions.url?.startsWith('/v1/refuse/') ?? false
      done(isPage ? null : new ApiFailure('unsupported-media-type'), undefined)
    },
  )
}
