import { ApiFailure } from './failure.ts'

/** Cursors of lists that the server itself pages: the place of the last row, as opaque text. */
export const writeCursor = (place: number | string): string => Buffer.from(JSON.stringify(place)).toString('base64url')

export function readCursor(cursor: string | undefined): number | undefined {
  const place = parse(cursor)
  if (place !== undefined && typeof place !== 'number') throw new ApiFailure('invalid-cursor')
  return place
}

export function readTextCursor(cursor: string | undefined): string | undefined {
  const place = parse(cursor)
  if (place !== undefined && typeof place !== 'string') throw new ApiFailure('invalid-cursor')
  return place
}

function parse(cursor: string | undefined): unknown {
  if (cursor === undefined) return undefined
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch (cause) {
    throw new ApiFailure('invalid-cursor', undefined, { cause })
  }
}
