import type { Db, Store } from '@tend/store'
import type { Command, Refusal } from '../command.ts'
import { unfinished } from '../unfinished.ts'

export type OwnershipChange = {
  readonly customer_id: string
  readonly from_owner: string | null
  readonly to_owner: string | null
  readonly reason: string
  readonly changed_by: string
  readonly changed_at: string
}
export type Helper = { readonly staff_id: string; readonly name: string; readonly since: string }
export type HelperInput = { readonly customerId: string; readonly staffId: string; readonly reason: string }

/** Gives customers another owner (G64, S170): supervisors only, within their scope, with a reason. Open tasks of the old owner go along. */
export const handOver = async (
  _store: Store,
  _command: Command,
  _input: { readonly customerIds: readonly string[]; readonly toStaffId: string; readonly reason: string },
): Promise<{ readonly kind: 'done'; readonly changed: number } | Refusal> => unfinished()
export const addHelper = async (
  _store: Store,
  _command: Command,
  _input: HelperInput,
): Promise<{ readonly kind: 'done' } | Refusal> => unfinished()
export const removeHelper = async (
  _store: Store,
  _command: Command,
  _input: HelperInput,
): Promise<{ readonly kind: 'done' } | Refusal> => unfinished()
export const listHelpers = async (_db: Db, _customerId: string): Promise<Helper[]> => unfinished()
export const listOwnership = async (_db: Db, _customerId: string): Promise<OwnershipChange[]> => unfinished()
