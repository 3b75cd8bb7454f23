import type { Db } from '@tend/store'
import { unfinished } from '../unfinished.ts'

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

/** Columns of the CSV that `publishMoments` takes, in this order; `reason` is JSON text. */
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

/** Adds occurrences by their id, refreshes known ones, closes those that have expired by `asOf`. */
export const publishMoments = async (
  _tx: Db,
  _input: { readonly csv: AsyncIterable<string | Buffer>; readonly asOf: string; readonly runId: string },
): Promise<{ readonly rows: number; readonly added: number; readonly closed: number }> => unfinished()
/** Of one customer, open ones first, then the latest. */
export const listMoments = async (_db: Db, _customerId: string, _limit?: number): Promise<Moment[]> => unfinished()
