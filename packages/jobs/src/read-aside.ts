import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Pack } from '@tend/pack'
import { type CheckedContent, removeDraftsOf } from './overlay.ts'
import type { PackReader } from './pack-reader.ts'
import type { Question, Reply, ThreadStart } from './pack-thread.ts'

/** So many drafts wait at most: at half a second each the last one is answered before its reader has given up. */
const waitingMax = 8

/** No pack takes so long; a text that does is refused instead of holding up all others. */
const answerMsMax = 30_000

/** The thread holds a hundred megabytes or so, which are given back when nobody works in the studio. */
const idleMsMax = 60_000

/** Thrown where too many drafts wait to be checked, or one took too long. Nothing was changed; later it may work. */
export class ReadingRefused extends Error {}

type Waiting = { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }

/**
 * Reads packs in a thread of its own, so that a server goes on answering meanwhile; one after the other, in the order of the questions. The thread
 * starts with the first question and ends when nothing was asked for a minute; one that dies takes its questions along and the next starts another.
 */
export const readAside = (start: ThreadStart): PackReader => {
  let worker: Worker | undefined
  let asked = 0
  let clock: NodeJS.Timeout | undefined
  const waiting = new Map<number, Waiting>()

  const end = (error: Error): void => {
    const gone = worker
    worker = undefined
    clearTimeout(clock)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    if (gone === undefined) return
    // A thread that has ended has no number any more.
    const { threadId } = gone
    void gone.terminate().then(() => removeDraftsOf(start.home, threadId))
  }
  /** What is waited for: the answer that is under way, or the next question. */
  const watch = (): void => {
    clearTimeout(clock)
    if (waiting.size > 0)
      clock = setTimeout(() => end(new ReadingRefused('Reading a pack took too long.')), answerMsMax)
    else clock = setTimeout(() => end(new ReadingRefused('idle')), idleMsMax).unref()
  }
  const open = (): Worker => {
    const opened = new Worker(new URL('./pack-thread.ts', import.meta.url), { workerData: start })
    opened.on('message', (reply: Reply) => {
      const asker = waiting.get(reply.number)
      waiting.delete(reply.number)
      watch()
      // A process that has nothing left to wait for may end.
      if (waiting.size === 0) opened.unref()
      if ('problem' in reply) asker?.reject(new Error(`reading a pack: ${reply.problem}`))
      else asker?.resolve(reply.answer)
    })
    opened.on('error', (cause) => {
      if (worker === opened) end(new Error('The thread that reads packs has ended.', { cause }))
    })
    return opened
  }
  const ask = <Answer>(question: Question): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      worker ??= open()
      worker.ref()
      asked += 1
      waiting.set(asked, { resolve: resolve as Waiting['resolve'], reject })
      if (waiting.size === 1) watch()
      worker.postMessage({ number: asked, question })
    })

  return {
    check: async (content) => {
      if (waiting.size >= waitingMax) throw new ReadingRefused(`${waiting.size} packs wait to be read.`)
      return ask<CheckedContent>({ kind: 'check', content })
    },
    keep: (content, hash) => ask({ kind: 'keep', content, hash }),
    // Nothing is asked for what is plainly not there: old nights name packs that were never kept.
    readKept: async (hash) =>
      existsSync(join(start.home.packs, hash)) ? ask<Pack | undefined>({ kind: 'kept', hash }) : undefined,
  }
}
