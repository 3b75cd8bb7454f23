import { randomBytes } from 'node:crypto'
import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import { errorBody } from '@tend/contract'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'

/** The OpenAPI document, gathered from the routes that are registered after it. */
export async function installOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tend 常青',
        version,
        description:
          'Lists answer `{ items, nextCursor }`: follow the cursor until it is null. Money is whole minor units. Every answer outside 2xx is an `Error`; its codes are stable.',
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'tend.session_token' } },
        schemas: { Error: errorSchema() },
        responses: {
          Error: {
            description: 'What went wrong',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('the document is OpenAPI 3')
      return withErrors(document.openapiObject)
    },
  })
}

/** As plain data: zod's own carries a method besides. */
const errorSchema = () => JSON.parse(JSON.stringify(z.toJSONSchema(errorBody, { target: 'draft-2020-12' })))

type Document = { readonly paths?: object | undefined }

/** Every operation may answer with the error body. */
function withErrors<Given extends Document>(document: Given): Given {
  for (const operations of Object.values(document.paths ?? {}) as Record<
    string,
    { responses?: Record<string, unknown> }
  >[]) {
    for (const operation of Object.values(operations)) {
      operation.responses = { ...operation.responses, default: { $ref: '#/components/responses/Error' } }
    }
  }
  return document
}

/** A reading room at /docs that needs nothing from the internet, and the document at /docs/openapi.json. */
export async function installReference(app: FastifyInstance): Promise<void> {
  // The page starts itself by one inline script, the only one that this server sends.
  const nonce = randomBytes(16).toString('base64')
  const policy = `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'`
  await app.register(scalar, {
    routePrefix: '/docs',
    hooks: {
      onRequest: (_request, reply, done) => {
        reply.header('content-security-policy', policy)
        done()
      },
    },
    configuration: {
      nonce,
      pageTitle: 'Tend 常青 API',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      mcp: { disabled: true },
      agent: { disabled: true },
    },
    logLevel: 'silent',
  })
}
