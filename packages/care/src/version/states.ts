import type { Db } from '@tend/store'

/** A committed night: the one that answers for its day. */
export type CommittedState = {
  readonly as_of: string
  readonly state_folder: string
  readonly pack_hash: string
}

/** The last committed run of each day, latest day first; of days up to `until` where given, and of at most `limit` days. */
export const committedStates = (
  db: Db,
  { until = null, limit }: { readonly until?: string | null; readonly limit: number },
): Promise<CommittedState[]> =>
  db.query<CommittedState>(
    `select as_of, state_folder, pack_hash from (
       select distinct on (as_of) as_of, state_folder, pack_hash from run
       where status = 'committed' and state_folder is not null and ($1::date is null or as_of <= $1)
       order by as_of desc, finished_at desc, run_id desc
     ) as latest
     order by as_of desc limit $2`,
    [until, limit],
  )
