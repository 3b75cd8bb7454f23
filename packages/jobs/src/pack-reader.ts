import type { VersionEntry } from '@tend/care'
import type { Pack } from '@tend/pack'
import type { Home } from './home.ts'
import { type CheckedContent, checkContent, keepOverlay, readKept, type ShippedPack } from './overlay.ts'

/** What reading a pack takes a third of a second or more for: checking a draft's content, keeping a version, reading a kept one. */
export type PackReader = {
  readonly check: (content: readonly VersionEntry[]) => Promise<CheckedContent>
  readonly keep: (content: readonly VersionEntry[], hash: string) => Promise<void>
  readonly readKept: (hash: string) => Promise<Pack | undefined>
}

/** Reads in this thread, which does nothing else meanwhile: for a command, and for a process that does not serve yet. */
export const readHere = (home: Pick<Home, 'packs'>, shipped: ShippedPack): PackReader => ({
  check: async (content) => checkContent(home, shipped, content),
  keep: async (content, hash) => keepOverlay(home, shipped, content, hash),
  readKept: async (hash) => readKept(home, hash),
})
