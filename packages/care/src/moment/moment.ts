import type { Db } from '@tend/store'

/** An occurrence as the state holds it; `value` in minor units. */
export type MomentRow = {
  readonly moment_id: string
  readonly customer_id: string
  readonly unit_id: string
  readonly owner_id: string | null
  readonly moment: string
  readonly key: string
  readonly fired_on: string
  readonly due_on: string | null
  readonly expires_on: string
  readonly value: number
  readonly urgency: number
  readonly priority: number
  readonly reason: Readonly<Record<string, unknown>>
}
export type Moment = MomentRow & { readonly run_id: string; readonly is_open: boolean }

/** Columns of the CSV (no header) that `publishMoments` takes, in this order; `reason` is JSON text. */
export const momentColumns = [
  'moment_id',
  'customer_id',
  'unit_id',
  'owner_id',
  'moment',
  'key',
  'fired_on',
  'due_on',
  'expires_on',
  'value',
  'urgency',
  'priority',
  'reason',
] as const

/**
 * Takes all open occurrences of a state: adds new ones by their id, refreshes known ones that changed, and closes those that the state does not
 * hold any more or that have expired by `asOf`. Those that an event made after `asOf` stay: the night of their day will know them.
 */
export const publishMoments = async (
  tx: Db,
  input: { readonly csv: AsyncIterable<string | Buffer>; readonly asOf: string; readonly runId: string },
): Promise<{ readonly rows: number; readonly added: number; readonly closed: number }> => {
  const columns = momentColumns.join(', ')
  await tx.execute('create temp table moment_staging (like moment including defaults) on commit drop')
  await tx.execute('alter table moment_staging alter run_id drop not null, alter key drop not null')
  const rows = await tx.copyIn('moment_staging', momentColumns, input.csv)
  await tx.execute("update moment_staging set key = '' where key is null")
  await tx.execute('analyze moment_staging')
  const added = await tx.execute(
    `insert into moment (${columns}, run_id)
     select ${columns}, $1 from moment_staging
     where not exists (select from moment where moment.moment_id = moment_staging.moment_id)
     on conflict (moment_id) do nothing`,
    [input.runId],
  )
  await tx.execute(refresh)
  const closed = await tx.execute(
    `update moment set is_open = false
     where is_open and fired_on <= $1
     and (expires_on < $1 or not exists (select from moment_staging where moment_staging.moment_id = moment.moment_id))`,
    [input.asOf],
  )
  await tx.execute('drop table moment_staging')
  return { rows, added, closed }
}

const refresh = `
  update moment set
    unit_id = new.unit_id, owner_id = new.owner_id, due_on = new.due_on, expires_on = new.expires_on,
    value = new.value, urgency = new.urgency, priority = new.priority, reason = new.reason, is_open = true
  from moment_staging as new
  where moment.moment_id = new.moment_id
  and (moment.unit_id, moment.owner_id, moment.due_on, moment.expires_on, moment.value, moment.urgency, moment.priority, moment.reason, moment.is_open)
    is distinct from (new.unit_id, new.owner_id, new.due_on, new.expires_on, new.value, new.urgency, new.priority, new.reason, true)`

/** Of one customer, open ones first, then the latest. */
export const listMoments = (db: Db, customerId: string, limit = 50): Promise<Moment[]> =>
  db.query<Moment>(
    `select ${momentColumns.join(', ')}, run_id, is_open from moment
     where customer_id = $1
     order by is_open desc, fired_on desc, moment_id
     limit $2`,
    [customerId, limit],
  )
