import type { Module, Pack } from '@tend/pack'

/** The views that some play of the pack fills (S161), in the pack's order: an empty view is no view. */
export const filledModules = (pack: Pack): Module[] => {
  const filled = new Set([...pack.plays.values()].map(({ module }) => module))
  return [...pack.modules.values()].filter(({ id }) => filled.has(id))
}
