import type { SendResult } from './adapter.ts'

/** The answer, or what stands for it once the signal fires: libraries that know no signal go on behind it, and what they say then is nobody's. */
export const answerOrAbort = (
  answer: Promise<SendResult>,
  signal: AbortSignal,
  aborted: SendResult,
): Promise<SendResult> =>
  new Promise((resolve) => {
    const abort = (): void => resolve(aborted)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    const done = (result: SendResult): void => {
      signal.removeEventListener('abort', abort)
      resolve(result)
    }
    answer.then(done, () => done({ kind: 'unknown', reason: 'adapter-fault' }))
  })
