import type { Db } from '@tend/store'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'
import { timelineSources } from './timeline-sources.ts'

export const timelineKinds = [
  'contact',
  'visit',
  'message',
  'task',
  'moment',
  'case',
  'benefit',
  'level',
  'consent',
  'ownership',
] as const
export type TimelineKind = (typeof timelineKinds)[number]

/**
 * One thing that happened with a customer. `title` is the id of what it was: a contact's outcome, a task's play, a moment, a message's template, a case's
 * kind, a benefit, a level's scheme, a consent's state, a visit's goal reached; of ownership the new owner's name. `actor` is a person's name where known.
 */
export type TimelineEntry = {
  readonly kind: TimelineKind
  readonly id: string
  readonly at: string
  readonly title: string | null
  readonly actor: string | null
  readonly detail: Record<string, unknown>
}

/** A change of level that a night judged; the state knows it, the operational store does not. */
export type LevelChange = {
  readonly scheme: string
  readonly level: string | null
  readonly before: string | null
  /** ISO day on which the level was reached. */
  readonly since: string
}

export type TimelineQuery = PageRequest & {
  /** Only these; everything where absent. */
  readonly kinds?: readonly TimelineKind[]
  /** Only what went over one of these: contacts, visits, messages, tasks, consents of the channel. */
  readonly channels?: readonly string[]
  readonly levels?: readonly LevelChange[]
}

/** Everything that happened with one customer on all channels, inbound and outbound, newest first (S135); the caller has checked the scope. */
export const listTimeline = async (db: Db, customerId: string, query: TimelineQuery): Promise<Page<TimelineEntry>> => {
  const kinds = query.kinds ?? timelineKinds
  if (kinds.length === 0) return { items: [] }
  const parameters = collectParameters()
  const customer = parameters.add(customerId)
  const levels = kinds.includes('level') ? parameters.add(JSON.stringify(query.levels ?? [])) : ''
  const sources = kinds.map((kind) => timelineSources[kind]({ customer, levels }))
  const conditions = ['true']
  if (query.channels !== undefined)
    conditions.push(`detail ->> 'channel' = any(${parameters.add(query.channels)}::text[])`)
  const after = decodeCursor(query.cursor, ['string', 'string', 'string'])
  if (after) {
    const [at, kind, id] = after.map((value) => parameters.add(value))
    conditions.push(`(at, kind, id) < (${at}::timestamptz, ${kind}, ${id})`)
  }
  const limit = limitOf(query)
  const rows = await db.query<TimelineEntry>(
    `select kind, id, at, title, actor, detail from (${sources.join(' union all ')}) as entry (kind, id, at, title, actor, detail) where ${conditions.join(' and ')}
     order by at desc, kind desc, id desc limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.at, last.kind, last.id])
}
