import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { api } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { rememberedLanguage } from '../../i18n/language.ts'
import { useMe } from '../session/use-me.ts'
import { dropDraft } from './draft-store.ts'
import { type Attempt, createSendQueue, type SendQueue } from './send-queue.ts'
import { applyRecorded } from './tasks.queries.ts'

/** How often what waits for the network is tried again, in milliseconds. */
const retryEvery = 5000

/** The outcomes of this person that the server does not have yet. */
export const useSendQueue = (): { readonly queue: SendQueue; readonly attempts: readonly Attempt[] } => {
  const client = useQueryClient()
  const { userId } = useMe()
  const [queue] = useState(() =>
    createSendQueue({
      storage: localStorage,
      key: `tend.unsent.${userId}`,
      send: (taskId, body) => api.call('recordOutcome', { params: { taskId }, body }),
      onRecorded: (recorded) => {
        dropDraft(userId, recorded.task.taskId)
        applyRecorded(client, recorded)
      },
      problemOf: (error) => messageOf(error, rememberedLanguage()),
    }),
  )
  const attempts = useSyncExternalStore(queue.subscribe, queue.attempts)
  const isWaiting = attempts.some(({ state }) => state === 'waiting')
  useEffect(() => {
    queue.retry()
    window.addEventListener('online', queue.retry)
    return () => window.removeEventListener('online', queue.retry)
  }, [queue])
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(queue.retry, retryEvery)
    return () => clearInterval(timer)
  }, [queue, isWaiting])
  return { queue, attempts }
}
