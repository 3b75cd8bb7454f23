import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMe } from '../session/use-me.ts'
import { keepDraft, readDraft } from './draft-store.ts'
import { applyChange, type Draft, type DraftChange, emptyDraft, isEmpty } from './outcome-draft.ts'
import { taskQueries } from './tasks.queries.ts'

/** Milliseconds without a key after which the server keeps a copy, for whoever goes on at another machine. */
const settledAfter = 1500

/** What is typed at a task: on this device with every key, on the server when the typing rests; restored from here, else from there. */
export const useDraft = (taskId: string): readonly [Draft, (change: DraftChange) => void] => {
  const { userId } = useMe()
  const [typed, setTyped] = useState(() => readDraft(userId, taskId))
  const kept = useQuery({ ...taskQueries.draft(taskId), enabled: typed === undefined, retry: false })
  const draft = typed ?? fromServer(kept.data?.draft ?? undefined)
  useEffect(() => {
    if (typed === undefined) return
    const timer = setTimeout(() => void copyToServer(taskId, typed), settledAfter)
    return () => clearTimeout(timer)
  }, [taskId, typed])
  const change = (part: DraftChange): void =>
    setTyped((before) => {
      const next = applyChange(before ?? draft, part)
      keepDraft(userId, taskId, next, Date.now())
      return next
    })
  return [draft, change]
}

const fromServer = (
  kept:
    | {
        outcome?: string | undefined
        note?: string | undefined
        nextAt?: string | undefined
        noNextReason?: string | undefined
      }
    | undefined,
): Draft =>
  kept
    ? {
        note: kept.note ?? '',
        noNextReason: kept.noNextReason ?? '',
        ...(kept.outcome ? { outcomeId: kept.outcome } : {}),
        ...(kept.nextAt ? { nextAt: kept.nextAt } : {}),
      }
    : emptyDraft

/** The device has the draft: a copy that does not arrive is made with the next pause. */
const copyToServer = async (taskId: string, { outcomeId, note, nextAt, noNextReason }: Draft): Promise<void> => {
  const isGone = isEmpty({ note, noNextReason, ...(outcomeId ? { outcomeId } : {}), ...(nextAt ? { nextAt } : {}) })
  const draft = { note, noNextReason, ...(outcomeId ? { outcome: outcomeId } : {}), ...(nextAt ? { nextAt } : {}) }
  await api.call('saveDraft', { params: { taskId }, body: { draft: isGone ? null : draft } }).catch(() => undefined)
}
