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

  const flush = (typed: VisitChange): Promise<void> => {
    if (Object.keys(typed).length === 0) return inFlight.current
    setSaving('saving')
    setChanges((now) => withoutSame(now, typed))
    inFlight.current = inFlight.current.then(async () => {
      try {
        const saved = await save.mutateAsync({ ...typed, revision: revision.current })
        revision.current = saved.revision
        setVisit(saved)
        setSaving('saved')
      } catch (error) {
        if (codeOf(error) === 'content-differs') {
          setSaving('conflict')
          await client.invalidateQueries({ queryKey: ['customers', opened.customerId, 'visits'] })
        } else {
          setChanges((now) => ({ ...typed, ...now }))
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
  const pending = useRef(changes)
  useEffect(() => {
    latest.current = flush
    pending.current = changes
  })
  useEffect(() => {
    if (Object.keys(changes).length === 0) return
    const timer = setTimeout(() => void latest.current(changes).catch(() => undefined), settledAfter)
    return () => clearTimeout(timer)
  }, [changes])
  // Who leaves the page, or puts the phone away, does not wait for the pause.
  useSaveOnLeaving(() => latest.current(pending.current))
  const isPending = Object.keys(changes).length > 0

  return {
    visit: { ...visit, ...changes } as Visit,
    missing: visit.missing,
    saving: isPending && saving === 'saved' ? ('saving' as const) : saving,
    change: (part: VisitChange): void => setChanges((before) => ({ ...before, ...part })),
    /** Resolves when nothing that was typed is unsaved. */
    settle: () => flush(changes),
  }
}

const useSaveOnLeaving = (save: () => Promise<void>): void => {
  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })
  useEffect(() => {
    const leave = (): void => {
      if (document.visibilityState === 'hidden') void latest.current().catch(() => undefined)
    }
    document.addEventListener('visibilitychange', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      void latest.current().catch(() => undefined)
    }
  }, [])
}

const withoutSame = (now: VisitChange, sent: VisitChange): VisitChange =>
  Object.fromEntries(
    Object.entries(now).filter(([field, value]) => (sent as Record<string, unknown>)[field] !== value),
  ) as VisitChange
