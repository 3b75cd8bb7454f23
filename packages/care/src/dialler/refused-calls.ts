import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'

/** A call that could not be used; what the row said, without notes. */
export type RefusedCall = {
  readonly call_id: string
  readonly vendor_lead_code: string
  readonly status: string
  readonly agent: string
  readonly call_date: string
  readonly reason: string
  readonly detail: string | null
  readonly imported_at: string
}

/** Refused calls that the person delivered, latest first. */
export const listRefusedCalls = async (db: Db, actor: Actor, query: PageRequest): Promise<Page<RefusedCall>> => {
  const [at, id] = decodeCursor(query.cursor, ['string', 'string']) ?? []
  const limit = limitOf(query)
  const rows = await db.query<RefusedCall>(
    `select call_id, row ->> 'vendor_lead_code' as vendor_lead_code, row ->> 'status' as status, row ->> 'user' as agent,
       row ->> 'call_date' as call_date, reason, detail, imported_at
     from dialler_result
     where state = 'refused' and imported_by = $1 and ($2::timestamptz is null or (imported_at, call_id) < ($2::timestamptz, $3))
     order by imported_at desc, call_id desc limit $4`,
    [actor.userId, at ?? null, id ?? null, limit + 1],
  )
  return pageOf(rows, limit, (last) => [last.imported_at, last.call_id])
}
