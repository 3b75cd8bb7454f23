import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import type { LeftOut } from '../play/work.ts'

const columns = ['run_id', 'play', 'customer_id', 'unit_id', 'moment_id', 'code', 'detail', 'until'] as const

/** Writes down whom a night left out, in the transaction of its work. */
export const insertRunLeftOut = async (tx: Db, runId: string, leftOut: readonly LeftOut[]): Promise<void> => {
  await tx.copyIn('run_left_out', columns, rowsOf(runId, leftOut))
}

const chunkRows = 1000

async function* rowsOf(runId: string, leftOut: readonly LeftOut[]): AsyncGenerator<string> {
  for (let from = 0; from < leftOut.length; from += chunkRows)
    yield leftOut
      .slice(from, from + chunkRows)
      .map(({ play, customerId, unitId, momentId, code, detail, until }) =>
        [runId, play, customerId, unitId, momentId, code, detail, until].map(csvCell).join(','),
      )
      .map((line) => `${line}\n`)
      .join('')
}

// An empty cell that is not quoted is null.
const csvCell = (value: string | null): string => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)

export type RunLeftOut = {
  readonly play: string
  readonly customer_id: string
  readonly unit_id: string
  readonly moment_id: string
  readonly code: string
  readonly detail: string | null
  readonly until: string | null
}

export type RunLeftOutQuery = PageRequest & {
  readonly runId: string
  readonly play?: string | undefined
  readonly code?: string | undefined
}

/** Whom a night left out, of customers within the scope, by play and reason. Who is delivered no more is where the night found them. */
export const listRunLeftOut = async (db: Db, scope: Scope, query: RunLeftOutQuery): Promise<Page<RunLeftOut>> => {
  const scoped = {
    customer: 'left_out.customer_id',
    unit: 'coalesce(customer.unit_id, left_out.unit_id)',
    owner: 'customer.owner_id',
  }
  const { sql, params } = scopePredicate(scope, scoped, 9)
  const after = decodeCursor(query.cursor, ['string', 'string', 'string', 'string']) ?? [null, null, null, null]
  const limit = limitOf(query)
  const rows = await db.query<RunLeftOut>(
    `select play, left_out.customer_id, left_out.unit_id, moment_id, code, detail, until
     from run_left_out as left_out left join customer on customer.customer_id = left_out.customer_id
     where run_id = $1 and ($2::text is null or play = $2) and ($3::text is null or code = $3)
     and ($4::text is null or (play, code, left_out.customer_id, moment_id || coalesce(detail, '')) > ($4, $5, $6, $7)) and ${sql}
     order by play, code, left_out.customer_id, moment_id || coalesce(detail, '')
     limit $8`,
    [query.runId, query.play ?? null, query.code ?? null, ...after, limit + 1, ...params],
  )
  return pageOf(rows, limit, (last) => [
    last.play,
    last.code,
    last.customer_id,
    `${last.moment_id}${last.detail ?? ''}`,
  ])
}

/** Removes what nights that began before an instant left out; answers how many rows went. */
export const forgetRunLeftOut = (db: Db, before: Date): Promise<number> =>
  db.execute('delete from run_left_out where run_id in (select run_id from run where started_at < $1)', [before])
