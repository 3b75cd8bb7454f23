import type { Page, PageRequest } from './command.ts'

const limitDefault = 50
const limitMax = 500

export const limitOf = ({ limit = limitDefault }: PageRequest): number =>
  Math.min(Math.max(1, Math.floor(limit)), limitMax)

/** The values of the last row of a page, in the order of the sort, as opaque text. */
export const encodeCursor = (values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** Undefined where there is none or where it is not one of ours: the list begins at its start. */
export const decodeCursor = (
  cursor: string | undefined,
  kinds: readonly ('number' | 'string')[],
): readonly (string | number)[] | undefined => {
  if (cursor === undefined) return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const isOurs =
      Array.isArray(values) &&
      values.length === kinds.length &&
      kinds.every((kind, index) => typeof values[index] === kind)
    return isOurs ? (values as (string | number)[]) : undefined
  } catch {
    return undefined
  }
}

/** Makes a page of `limit + 1` rows: the surplus one only tells that there is more. */
export const pageOf = <Item>(
  rows: readonly Item[],
  limit: number,
  cursorOf: (last: Item) => readonly unknown[],
): Page<Item> => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: encodeCursor(cursorOf(last)) } : { items }
}
