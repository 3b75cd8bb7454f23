import type { Label } from '@tend/contract'

/** What a definition is called; one that the pack no longer has is called by its id. */
export const labelOf = (definitions: ReadonlyMap<string, { readonly label: Label }>, id: string): Label =>
  definitions.get(id)?.label ?? { zh: id, en: id }
