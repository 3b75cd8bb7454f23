import type { z } from 'zod'
import type { RoutePermission } from './permissions.ts'
import type { Label } from './primitives.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One route, whole: what goes in, what comes out, who may, and what is written down. The server registers from it,
 * the client is typed by it, the OpenAPI document is printed from it.
 */
export type Route = {
  readonly method: Method
  /** Fastify's form: `/v1/customers/:customerId`. */
  readonly path: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Fields that are not declared here never leave the server. */
  readonly response: z.ZodType
  /** Status of success; 200 where absent. */
  readonly status?: 201 | 202 | 204
  readonly permission: RoutePermission
  /**
   * What the audit log keeps. `view`: one customer was looked at; the server writes the row when the answer is ready. `change`: the command
   * writes its row in the transaction of the change. `list`: one row that names the customers of the page; for a count, one that says
   * that it was searched for somebody.
   */
  readonly audit?: 'view' | 'list' | 'change'
  readonly summary: Label
  readonly tags: readonly string[]
  /** The body travels as multipart/form-data, its fields as in `body`. */
  readonly multipart?: true
  /** The answer is CSV text instead of JSON. */
  readonly csv?: true
  /** The answer is a file; the handler names its content type and gives its bytes. */
  readonly file?: true
  /** The answer is a small HTML page, for people who follow a link and are not signed in. */
  readonly html?: true
  /** The answer is a stream of server-sent events that lasts until the client goes. */
  readonly events?: true
  /** The answer is a PDF file instead of JSON. */
  readonly pdf?: true
  /** The answer is iCalendar text instead of JSON. */
  readonly calendar?: true
}
