import type { Node } from '../expression/tree.ts'

/** Every text that a person reads. */
export type Label = { readonly zh: string; readonly en: string }

/** Where a definition stands in its YAML file; lines and columns count from 1. */
export type Position = { readonly file: string; readonly line: number; readonly column: number }

/** What every definition tells of itself. */
export type Defined = {
  readonly id: string
  readonly label: Label
  readonly description?: Label
  /** Spec items that the definition comes from, e.g. `S169` or `G08`. */
  readonly source?: string
  /** True where the figures are the makers' assumption and not the spec's. */
  readonly assumed?: boolean
  readonly position: Position
}

/** A parsed, type-checked CEL expression. `tree` is the checked tree; `names` the free names it reads, sorted, without `as_of`. */
export type Expression = {
  readonly text: string
  readonly type: 'number' | 'text' | 'flag' | 'date'
  readonly names: readonly string[]
  readonly tree: Node
  readonly position: Position
}
