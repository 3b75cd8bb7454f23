import { QueryRefused } from './state.ts'

/** A place in a sorted list: the sort column's value as text (null where unknown) and the customer who stands there. */
export type Place = { readonly value: string | null; readonly customerId: string }

type Order = { readonly by: string; readonly direction: 'asc' | 'desc' }

export function encodeCursor({ by, direction }: Order, { value, customerId }: Place): string {
  return Buffer.from(JSON.stringify([by, direction, value, customerId])).toString('base64url')
}

/** Throws `QueryRefused` for a cursor that is spoilt or belongs to another order. */
export function decodeCursor({ by, direction }: Order, cursor: string): Place {
  const parts = parse(cursor)
  if (Array.isArray(parts) && parts.length === 4 && parts[0] === by && parts[1] === direction) {
    const [, , value, customerId] = parts as readonly unknown[]
    if ((value === null || typeof value === 'string') && typeof customerId === 'string') return { value, customerId }
  }
  throw new QueryRefused('bad_cursor', 'this page belongs to another list; begin with the first one')
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
