import { QueryRefused } from '@tend/analysis'
import { type ErrorBody, type ErrorCode, type ErrorDetails, errorCatalogue, renderMessage } from '@tend/contract'
import { ReadingRefused } from '@tend/jobs'
import { LakeError } from '@tend/lake'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { ApiFailure } from '../failure.ts'
import { refusalLabel } from '../present/left-out.ts'
import { describeIssues } from './issues.ts'
import { languageOf } from './language.ts'

type Answer = { readonly code: ErrorCode; readonly details?: ErrorDetails | undefined }

/** Half the queue of drafts has been checked by then. */
const retryAfterSeconds = 3

/** The one place where something thrown becomes an answer. Causes go to the log with the request id, never to the client. */
export function installErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendFailure(request, reply, error))
}

export function sendFailure(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const { code, details } = answerTo(error, request)
  const entry = errorCatalogue[code]
  logFailure(request, reply, code, error)
  const lang = languageOf(request.headers['accept-language'])
  const body: ErrorBody = {
    error: {
      code,
      message: renderMessage(code, lang, { ...details, ...inWords(code, details, lang), requestId: request.id }),
      ...(details === undefined ? {} : { details }),
      requestId: request.id,
    },
  }
  if (typeof details?.retryAfterSeconds === 'number') reply.header('retry-after', details.retryAfterSeconds)
  return reply
    .code(entry.status)
    .type('application/json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(body)
}

/** The details keep the code that programs read; people are told what the policy said. */
function inWords(code: ErrorCode, details: ErrorDetails | undefined, lang: 'zh' | 'en'): { readonly detail?: string } {
  const detail = details?.detail
  return code === 'not-permitted' && typeof detail === 'string' ? { detail: refusalLabel(detail)[lang] } : {}
}

function logFailure(request: FastifyRequest, reply: FastifyReply, code: ErrorCode, error: unknown): void {
  // A question that was broken off because its client left is nobody's fault.
  const isGone = reply.raw.destroyed && !reply.raw.writableEnded
  const { level, message } = errorCatalogue[code]
  const about = { code, route: request.routeOptions.url }
  if (isGone) request.log.debug(about, 'the client left')
  else request.log[level]({ ...about, ...(level === 'error' ? { fault: describeFault(error) } : {}) }, message.en)
}

/** What happened and where, down the causes. The other fields of a database's error repeat values of the row, which stay out of the log. */
export function describeFault(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { thrown: typeof error }
  const code = 'code' in error ? { code: error.code } : {}
  return { ...code, stack: error.stack, ...(error.cause === undefined ? {} : { cause: describeFault(error.cause) }) }
}

function answerTo(error: unknown, request: FastifyRequest): Answer {
  const lang = languageOf(request.headers['accept-language'])
  if (error instanceof ApiFailure) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { validation, validationContext } = error as unknown as FastifyError
    return { code: 'invalid-request', details: { issues: describeIssues(validation ?? [], validationContext, lang) } }
  }
  if (error instanceof QueryRefused) return refusedQuery(error)
  if (error instanceof ReadingRefused) return { code: 'studio-busy', details: { retryAfterSeconds } }
  if (error instanceof LakeError) return refusedImport(error, lang)
  const { statusCode, syscall, ...coded } = error as {
    readonly statusCode?: number
    readonly code?: unknown
    readonly syscall?: string
  }
  // A request that was given up carries a number here.
  const code = typeof coded.code === 'string' ? coded.code : undefined
  if (code?.startsWith('FST_') || (statusCode !== undefined && statusCode < 500))
    return { code: transportCode(statusCode) }
  if (code !== undefined && isUnreachable(code, syscall)) return { code: 'unavailable' }
  // PostgreSQL's class 22: a value, e.g. inside a made-up cursor, that no column can hold.
  if (code?.match(/^22[0-9A-Z]{3}$/)) return { code: 'invalid-request' }
  return { code: 'internal-error' }
}

function refusedQuery(error: QueryRefused): Answer {
  if (error.code === 'bad_cursor') return { code: 'invalid-cursor' }
  return { code: 'invalid-request', details: { issues: [{ path: 'query', message: error.message }] } }
}

function refusedImport(error: LakeError, lang: 'zh' | 'en'): Answer {
  if (error.code === 'busy') return { code: 'run-in-progress' }
  if (error.code === 'unknown-batch') return { code: 'not-found' }
  if (error.code === 'catalog-broken') return { code: 'internal-error' }
  return { code: 'import-refused', details: { reason: error.text[lang] } }
}

/** Faults that the HTTP layer itself finds: spoilt JSON, a wrong content type, a body that is too large. */
function transportCode(status: number | undefined): ErrorCode {
  if (status === 413) return 'file-too-large'
  if (status === 415 || status === 406) return 'unsupported-media-type'
  if (status === 404) return 'not-found'
  if (status !== undefined && status < 500) return 'invalid-request'
  return 'internal-error'
}

// Node's connection errors (a missing socket file among them) and PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutdown).
const isUnreachable = (code: string, syscall: string | undefined): boolean =>
  syscall === 'connect' ||
  ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
  /^(08|53|57P)/.test(code)
