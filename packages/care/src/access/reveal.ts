import type { Store } from '@tend/store'
import type { Command, Refusal } from '../command.ts'
import { unfinished } from '../unfinished.ts'

export type RevealField = 'name' | 'phone' | 'id_number'
/** The raw value of one field, against a reason that goes to the audit. Each call is one audit row; the key is not needed. */
export const reveal = async (
  _store: Store,
  _command: Omit<Command, 'key'>,
  _input: { readonly customerId: string; readonly field: RevealField; readonly reason: string },
): Promise<{ readonly kind: 'done'; readonly value: string | null } | Refusal> => unfinished()
