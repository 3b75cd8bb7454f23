import type { Sensitivity } from '@tend/pack'
import { type Role, roles, type Visibility } from './roles.ts'

/** What a role reads of a class of personal data: as it is, with stars, or null. */
export const maskValue = (role: Role, sensitivity: Sensitivity, value: string): string | null => {
  switch (visibilityOf(role, sensitivity)) {
    case 'clear':
      return value
    case 'masked':
      return starred(sensitivity, value)
    default:
      return null
  }
}

/** The row as the role may read it; `sensitivityOf` names the class of a column, undefined for what is not personal. */
export const maskRow = <Row extends Readonly<Record<string, unknown>>>(
  actor: { readonly role: Role },
  row: Row,
  sensitivityOf: (column: string) => Sensitivity | undefined,
): Row => {
  const masked: Record<string, unknown> = { ...row }
  for (const [column, value] of Object.entries(row)) {
    const sensitivity = sensitivityOf(column)
    if (sensitivity !== undefined && value !== null && value !== undefined)
      masked[column] = maskValue(actor.role, sensitivity, String(value))
  }
  return masked as Row
}

/** Columns of `Customer` and `Task` that are personal. */
export const customerSensitivity = (column: string): Sensitivity | undefined => sensitivityOfColumn[column]

const sensitivityOfColumn: Readonly<Record<string, Sensitivity>> = {
  name: 'name',
  customer_name: 'name',
  phone: 'phone',
  customer_phone: 'phone',
  id_number: 'id_number',
}

// Ways to reach a person follow the phone; what is most private follows the ID number.
const visibilityOf = (role: Role, sensitivity: Sensitivity): Visibility => {
  const rule = roles[role]
  if (rule === undefined) return 'hidden'
  switch (sensitivity) {
    case 'name':
      return rule.name
    case 'phone':
    case 'email':
    case 'address':
      return rule.phone
    default:
      return rule.idNumber
  }
}

/** 138****5678, 110***********42, 张**, z***@mail.example, 上海市浦东****. What is too short to keep both ends keeps one character at most. */
const starred = (sensitivity: Sensitivity, value: string): string => {
  const characters = [...value]
  switch (sensitivity) {
    case 'name':
      return keepEnds(characters, 1, 0)
    case 'phone':
      return keepEnds(characters, 3, 4)
    case 'id_number':
      return keepEnds(characters, 3, 2)
    case 'email':
      return maskEmail(value)
    case 'address':
      return keepEnds(characters, 6, 0)
    default:
      return '****'
  }
}

const keepEnds = (characters: readonly string[], head: number, tail: number): string => {
  const { length } = characters
  const isShort = length - head - tail < Math.min(4, head + tail)
  const [first, last] = isShort ? [length > 1 ? 1 : 0, 0] : [head, tail]
  return [...characters.slice(0, first), '*'.repeat(length - first - last), ...characters.slice(length - last)].join('')
}

const maskEmail = (value: string): string => {
  const at = value.lastIndexOf('@')
  return at < 1 ? '****' : `${[...value][0]}***${value.slice(at)}`
}
