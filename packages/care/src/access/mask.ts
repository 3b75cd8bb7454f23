import type { Sensitivity } from '@tend/pack'
import { unfinished } from '../unfinished.ts'
import type { Role } from './roles.ts'

/** What a role reads of a class of personal data: as it is, with stars, or nothing. */
export const maskValue = (_role: Role, _sensitivity: Sensitivity, _value: string): string | null => unfinished()

/** The row as the role may read it; `sensitivityOf` names the class of a column, undefined for what is not personal. */
export const maskRow = <Row extends Record<string, unknown>>(
  _actor: { readonly role: Role },
  _row: Row,
  _sensitivityOf: (column: string) => Sensitivity | undefined,
): Row => unfinished()
