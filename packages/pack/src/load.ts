import type { Issue, Pack } from './definitions.ts'

/**
 * Reads the pack in `folder` and the packs it extends (sibling folders), checks everything and reports all mistakes at once. The pack is
 * undefined when there is an error; warnings do not withhold it. Never throws for what is on disk.
 */
export function loadPack(folder: string): { readonly pack: Pack | undefined; readonly issues: readonly Issue[] } {
  throw new Error(`unfinished ${folder}`)
}
