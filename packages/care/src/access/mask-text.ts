import { maskValue } from './mask.ts'
import type { Role } from './roles.ts'

/** What the customer of a note is called and reached by. */
export type Named = { readonly name: string | null; readonly phone: string | null; readonly id_number: string | null }

// A number long enough to reach or to identify somebody; a mobile number also in its usual groups.
const longNumber = /1\d{2}[ -]\d{4}[ -]\d{4}|\d{7,}[Xx]?/g
const idLengthMin = 15

/**
 * Free text (a note, a reason) as the role may read it: the customer's own name, and numbers that may be somebody's, read as they do in their
 * own columns. Other people's names cannot be told from words and stay.
 */
export const maskText = (role: Role, text: string, named: Named): string => {
  const own = [
    { value: named.name, sensitivity: 'name' },
    { value: named.id_number, sensitivity: 'id_number' },
    { value: named.phone, sensitivity: 'phone' },
  ] as const
  const withoutOwn = own.reduce(
    (left, { value, sensitivity }) =>
      value === null || value === ''
        ? left
        : left.replaceAll(value, () => maskValue(role, sensitivity, value) ?? '****'),
    text,
  )
  return withoutOwn.replace(
    longNumber,
    (number) => maskValue(role, number.length >= idLengthMin ? 'id_number' : 'phone', number) ?? '****',
  )
}
