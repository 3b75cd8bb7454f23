/** Collects the bound values of a statement that is put together in parts: `p.add(5)` answers `$1`, then `$2`. */
export type Parameters = { readonly values: unknown[]; add(value: unknown): string }

export const collectParameters = (): Parameters => {
  const values: unknown[] = []
  return { values, add: (value) => `$${values.push(value)}` }
}
