import type { Fact } from '@tend/pack'
import type { Batch, Catalog } from './catalog.ts'

/** The folder `<home>/lake`. */
export type Lake = { readonly root: string }

/** Business dates, both inclusive, `YYYY-MM-DD`. */
export type DateRange = { readonly from?: string; readonly to?: string }

/** Names the lake; the folder is made by the first ingest, an absent one reads as empty. */
export const openLake = (root: string): Lake => ({ root })

export const readCatalog = async (_lake: Lake): Promise<Catalog> => {
  throw new Error('unfinished')
}

/** All batches, oldest first. */
export const listBatches = async (_lake: Lake): Promise<readonly Batch[]> => {
  throw new Error('unfinished')
}

/** A hash that changes when the current files of any fact change, and only then. */
export const lakeVersion = (_catalog: Catalog): string => {
  throw new Error('unfinished')
}

/** Absolute paths of the fact's current Parquet files, narrowed to the months that overlap the dates; sorted by period. */
export const factFiles = (_lake: Lake, _catalog: Catalog, _fact: string, _range?: DateRange): readonly string[] => {
  throw new Error('unfinished')
}

/** Columns of the fact as they lie in the lake with their SQL types, in the definition's order. */
export const factColumns = (_fact: Fact): readonly { readonly name: string; readonly type: string }[] => {
  throw new Error('unfinished')
}

/**
 * SQL of a parenthesised relation with exactly the fact's columns and types, to be written after FROM: the current files, or an empty
 * relation where the fact has none. `range` narrows the files to months, not the rows to dates: the caller still compares dates.
 */
export const factRelation = (_lake: Lake, _catalog: Catalog, _fact: Fact, _range?: DateRange): string => {
  throw new Error('unfinished')
}
