import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ApiFailure } from '../failure.ts'
import { sendFailure } from './errors.ts'

/** Serves the built web app; addresses of its pages, which are no files, get its one page. */
export async function installWebApp(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  if (webRoot !== undefined) {
    await app.register(fastifyStatic, {
      root: webRoot,
      index: 'index.html',
      setHeaders: (reply, path) => {
        // The names of built assets carry a hash of their content; everything else is asked for anew.
        const isHashed = path.includes(`${sep}assets${sep}`)
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
      cacheControl: false,
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = webRoot !== undefined && wantsPage(request) && existsSync(join(webRoot, 'index.html'))
    return isPage ? reply.sendFile('index.html') : sendFailure(request, reply, new ApiFailure('not-found'))
  })
}

const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  !/^\/(v1|api|docs|assets)(\/|$|\?)/.test(url) &&
  (headers.accept ?? '').includes('text/html')
