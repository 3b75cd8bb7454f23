import { useQueryClient } from '@tanstack/react-query'
import type { RouteInput, Visit } from '@tend/contract'
import { useEffect, useRef, useState } from 'react'
import { codeOf } from '../../api/failure.ts'
import { useSaveVisit } from './care.queries.ts'

export type VisitChange = Omit<RouteInput<'saveVisit'>['body'], 'revision'>

export type Saving = 'saved' | 'saving' | 'unsaved' | 'conflict'

/** Milliseconds without a change after which the record is saved. */
const settledAfter = 800

/**
 * A record that saves itself when the typing rests. What is typed while a save is under way goes with the next one; who builds on an older
 * revision is told and overwrites nothing.
 */
export const useVisit = (opened: Visit) => {
  const client = useQueryClient()
  const save = useSaveVisit(opened.customerId, opened.visitId)
  const [visit, setVisit] = useState(opened)
  const [changes, setChanges] = useState<VisitChange>({})
  const [saving, setSaving] = useState<Saving>('saved')
  const inFlight = useRef<Promise<void>>(Promise.resolve())
  const revision = useRef(opened.revision)

  const flush = (pending: VisitChange): Promise<void> => {
    if (Object.keys(pending).length === 0) return inFlight.current
    setSaving('saving')
    setChanges((now) => withoutSame(now, pending))
    inFlight.current = inFlight.current.then(async () => {
      try {
        const saved = await save.mutateAsync({ ...pending, revision: revision.current })
        revision.current = saved.revision
        setVisit(saved)
        setSaving('saved')
      } catch (error) {
        if (codeOf(error) === 'content-differs') {
          setSaving('conflict')
          await client.invalidateQueries({ queryKey: ['customers', opened.customerId, 'visits'] })
        } else {
          setChanges((now) => ({ ...pending, ...now }))
          setSaving('unsaved')
        }
        throw error
      }
    })
    const done = inFlight.current
    inFlight.current = done.catch(() => undefined)
    return done
  }

  const latest = useRef(flush)
  useEffect(() => {
    latest.current = flush
  })
  useEffect(() => {
    if (Object.keys(changes).length === 0) return
    const timer = setTimeout(() => void latest.current(changes).catch(() => undefined), settledAfter)
    return () => clearTimeout(timer)
  }, [changes])

  return {
    visit: { ...visit, ...changes } as Visit,
    missing: visit.missing,
    saving,
    change: (part: VisitChange): void => setChanges((before) => ({ ...before, ...part })),
    /** Resolves when nothing that was typed is unsaved. */
    settle: () => flush(changes),
  }
}

const withoutSame = (now: VisitChange, sent: VisitChange): VisitChange =>
  Object.fromEntries(
    Object.entries(now).filter(([field, value]) => (sent as Record<string, unknown>)[field] !== value),
  ) as VisitChange
