/** Which packs extend which, near or far. Folders stand for packs. */
export type Lineage = { readonly extends: (folder: string, base: string) => boolean }

/** Bases come before what extends them. */
export function createLineage(
  heads: readonly { readonly folder: string; readonly bases: readonly string[] }[],
): Lineage {
  const ancestors = new Map<string, ReadonlySet<string>>()
  for (const { folder, bases } of heads)
    ancestors.set(folder, new Set(bases.flatMap((base) => [base, ...(ancestors.get(base) ?? [])])))
  return { extends: (folder, base) => ancestors.get(folder)?.has(base) ?? false }
}
