import type { Db } from '@tend/store'
import { type Actor, can } from '../access/roles.ts'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'

/** `submitted` waits for another person; `approved` has been handed to the outbox; `rejected` may be written anew; `withdrawn` is over. */
export type BulletinState = 'submitted' | 'approved' | 'rejected' | 'withdrawn'

export type Bulletin = {
  readonly bulletin_id: number
  readonly category: string
  readonly state: BulletinState
  readonly zh_title: string
  readonly zh_body: string
  readonly en_title: string | null
  readonly en_body: string | null
  readonly written_by: string
  readonly written_by_name: string
  readonly written_staff_id: string | null
  readonly written_at: string
  readonly decided_by_name: string | null
  readonly decided_at: string | null
  readonly reason: string | null
  /** Of an approved one, those at that time. */
  readonly subscribers: number
  readonly queued: number
  readonly left_out: number
}

export type BulletinQuery = PageRequest & { readonly state?: BulletinState; readonly category?: string }

const select = `
  select bulletin_id, category, state, zh_title, zh_body, en_title, en_body, written_by, coalesce(writing.name, writer.name, written_by) as written_by_name,
    written_staff_id, written_at, coalesce(deciding.name, decider.name, decided_by) as decided_by_name, decided_at, bulletin.reason, subscribers, queued, left_out
  from bulletin
  left join app_user as writer on writer.id = written_by
  left join staff as writing on writing.staff_id = writer.staff_id
  left join app_user as decider on decider.id = decided_by
  left join staff as deciding on deciding.staff_id = decider.staff_id`

/** Latest first. Who neither writes nor approves sees what went out. */
export const listBulletins = async (db: Db, actor: Actor, query: BulletinQuery): Promise<Page<Bulletin>> => {
  const p = collectParameters()
  const conditions = [seesAll(actor) ? 'true' : "state = 'approved'"]
  const [before] = decodeCursor(query.cursor, ['number']) ?? []
  if (before !== undefined) conditions.push(`bulletin_id < ${p.add(before)}`)
  if (query.state !== undefined) conditions.push(`state = ${p.add(query.state)}`)
  if (query.category !== undefined) conditions.push(`category = ${p.add(query.category)}`)
  const limit = limitOf(query)
  const rows = await db.query<Bulletin>(
    `${select} where ${conditions.join(' and ')} order by bulletin_id desc limit ${p.add(limit + 1)}`,
    p.values,
  )
  return pageOf(rows, limit, (last) => [last.bulletin_id])
}

/** Undefined where there is none, or where the person may not see it. */
export const findBulletin = async (db: Db, actor: Actor, bulletinId: number): Promise<Bulletin | undefined> => {
  const [found] = await db.query<Bulletin>(`${select} where bulletin_id = $1`, [bulletinId])
  return found !== undefined && (seesAll(actor) || found.state === 'approved') ? found : undefined
}

const seesAll = (actor: Actor): boolean => can(actor, 'content.edit') || can(actor, 'content.approve')

export type BulletinAction = 'rewrite' | 'approve' | 'reject' | 'withdraw'

/** What the person may do with it: the writer writes anew and withdraws, another person with the right decides. */
export const bulletinActions = (actor: Actor, bulletin: Bulletin): BulletinAction[] => {
  const isMine = isWriter(actor, bulletin)
  const isOpen = bulletin.state === 'submitted'
  const mayDecide = isOpen && !isMine && can(actor, 'content.approve')
  return [
    ...(can(actor, 'content.edit') && isMine && (isOpen || bulletin.state === 'rejected')
      ? (['rewrite'] as const)
      : []),
    ...(mayDecide ? (['approve', 'reject'] as const) : []),
    ...(isOpen && isMine ? (['withdraw'] as const) : []),
  ]
}

/** By sign-in and by staff id: a person with two sign-ins is one person. */
export const isWriter = (actor: Actor, { written_by, written_staff_id }: Bulletin): boolean =>
  written_by === actor.userId || (written_staff_id !== null && written_staff_id === actor.staffId)
