import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Api } from './call.ts'
import { openDirectory } from './directory.ts'
import { handlers } from './handlers.ts'
import { installOpenApi, installReference } from './http/docs.ts'
import { installErrors } from './http/errors.ts'
import { acceptForms } from './http/forms.ts'
import { createLimiter, createOpenCounter } from './http/limiter.ts'
import { installSecurity } from './http/security.ts'
import { keepSignedBodies } from './http/signed-bodies.ts'
import { installWebApp } from './http/web-app.ts'
import './http/request.ts'
import type { ApiOptions } from './options.ts'
import { registerRoutes } from './register.ts'
import { openSignIn } from './sign-in/sign-in.ts'
import { openStateReader } from './state-reader.ts'

const mebibyte = 2 ** 20
const bodyBytesMax = mebibyte
const uploadBytesMax = 512 * mebibyte
/** Links that are not ours, by address: a mail program that cuts links asks a few times, who guesses asks on and on. */
const strangersPerMinute = 60
/** A person opens a link, and clicks; programs that look at mails open it a few times more. */
const linkUsesPerMinute = 30

/**
 * The server with every route of the contract, the reference at /docs and the web app, ready to listen (or to be asked by `inject`). Closing it ends
 * its own connections and leaves those that were handed in.
 */
export async function buildServer(options: ApiOptions): Promise<FastifyInstance> {
  if (options.secret.length < 32) throw new Error('The secret of the sign-ins must have at least 32 characters.')
  const app = fastify({
    ...loggingOf(options.logger),
    genReqId: () => options.newId(),
    bodyLimit: bodyBytesMax,
    // These may say whom they speak for; from anybody else the address is the connection's own.
    trustProxy: options.trustedProxies ? [...options.trustedProxies] : 'loopback',
    // As long as the longest token of a link to refuse.
    routerOptions: { maxParamLength: 1000 },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('person', undefined)
  app.decorateRequest('viewedCustomer', undefined)
  app.decorateRequest('viewedCustomers', undefined)
  app.decorateRequest('rawBody', undefined)
  installErrors(app)
  installSecurity(app, options.publicUrl)
  await installOpenApi(app, options.version)

  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  const api = openApi(options, closing.signal)
  app.addHook('onClose', async () => {
    api.state.close()
    api.counting.close()
    await api.signIn.close()
  })
  // A room of their own: the hooks of multipart would hang listeners on every file that is served.
  await app.register(async (room) => {
    const fileSize = options.uploadBytesMax ?? uploadBytesMax
    await room.register(multipart, { limits: { files: 1, fields: 10, fileSize } })
    acceptForms(room)
    keepSignedBodies(room)
    registerRoutes(room, api, handlers)
  })
  await installReference(app)
  await installWebApp(app, options.webRoot)
  await app.ready()
  return app
}

/** Without a logger of the caller's, faults and refused attacks are written to standard error; `false` keeps silent. */
function loggingOf(logger: ApiOptions['logger']): FastifyServerOptions {
  if (logger === false) return { logger: false }
  return logger === undefined ? { logger: { level: 'warn', stream: process.stderr } } : { loggerInstance: logger }
}

function openApi(options: ApiOptions, closing: AbortSignal): Api {
  const { store, clock, studio } = options
  const reader = { db: store, duck: options.duck, pack: studio.pack, states: options.states }
  return {
    ...options,
    get pack() {
      return studio.shown()
    },
    state: openStateReader({ ...reader, sessionsMax: 4 }),
    counting: openStateReader({ ...reader, sessionsMax: 2 }),
    signIn: openSignIn(options),
    directory: openDirectory(store, clock),
    strangers: createLimiter(strangersPerMinute),
    links: createLimiter(linkUsesPerMinute),
    streams: createOpenCounter(),
    closing,
  }
}
