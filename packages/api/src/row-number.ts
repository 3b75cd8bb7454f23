import { ApiFailure } from './failure.ts'

/** The number of a row; text that is none names no row. */
export function rowNumber(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw new ApiFailure('not-found')
  return Number(id)
}

export const optionalRow = (id: string | undefined): number | undefined =>
  id === undefined ? undefined : rowNumber(id)
