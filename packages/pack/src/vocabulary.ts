import type { Pack } from './definitions.ts'
import type { Vocabulary } from './format.ts'

/** The vocabulary of the wide row, and of a moment's own names (`days_left`, `level`, the fact's columns) where `momentId` is given. */
export function vocabularyOf(pack: Pack, momentId?: string): Vocabulary {
  throw new Error(`unfinished ${pack.id} ${momentId}`)
}
