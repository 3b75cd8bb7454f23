import type { Fact, Moment, Pack } from './definitions.ts'
import type { NameTypes } from './expression/tree.ts'

/** Names of a fact's columns. Integer columns read as counts. */
export function factScope(fact: Fact): NameTypes {
  throw new Error(`unfinished ${fact.id}`)
}

/** Names of the wide row: the customer fact's columns, `unit_id`, `owner_id`, indicators, `<scheme>` and `<scheme>_before`. */
export function customerScope(pack: Pack): NameTypes {
  throw new Error(`unfinished ${pack.id}`)
}

/** Names that a moment's `value`, `urgency` and `reason` may read. */
export function momentScope(pack: Pack, moment: Moment): NameTypes {
  throw new Error(`unfinished ${pack.id} ${moment.id}`)
}
