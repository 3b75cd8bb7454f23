import { parentPort, workerData } from 'node:worker_threads'
import type { VersionEntry } from '@tend/care'
import type { Home } from './home.ts'
import type { ShippedPack } from './overlay.ts'
import { type PackReader, readHere } from './pack-reader.ts'

/** What the thread is started with. */
export type ThreadStart = { readonly home: Pick<Home, 'packs'>; readonly shipped: ShippedPack }

export type Question =
  | { readonly kind: 'check'; readonly content: readonly VersionEntry[] }
  | { readonly kind: 'keep'; readonly content: readonly VersionEntry[]; readonly hash: string }
  | { readonly kind: 'kept'; readonly hash: string }

export type Reply = { readonly number: number } & ({ readonly answer: unknown } | { readonly problem: string })

const answer = (reader: PackReader, question: Question): Promise<unknown> => {
  switch (question.kind) {
    case 'check':
      return reader.check(question.content)
    case 'keep':
      return reader.keep(question.content, question.hash)
    case 'kept':
      return reader.readKept(question.hash)
  }
}

const { home, shipped } = workerData as ThreadStart
const reader = readHere(home, shipped)

parentPort?.on('message', async ({ number, question }: { number: number; question: Question }) => {
  let reply: Reply
  try {
    reply = { number, answer: await answer(reader, question) }
  } catch (error) {
    reply = { number, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  parentPort?.postMessage(reply)
})
