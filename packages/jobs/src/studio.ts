import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type ModelArtifact, readStateFile } from '@tend/analysis'
import { currentPublication, currentRun, findVersion, publishedHashes, type VersionEntry } from '@tend/care'
import type { Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import { type DefinitionText, definitionTexts } from './definition-text.ts'
import { type Home, UserError } from './home.ts'
import type { CheckedContent } from './overlay.ts'
import { type PackReader, readHere } from './pack-reader.ts'
import { readAside } from './read-aside.ts'
import { readNamedModels, withSegmentNames } from './segment-names.ts'

/** What everybody works with: version 0 is the pack as shipped. */
export type InForce = {
  readonly pack: Pack
  readonly version: number
  readonly since: string | null
  readonly content: readonly VersionEntry[]
}

/** The pack behind night, server and command line, which publishing and rolling back exchange under a running server. */
export type Studio = {
  /** As Tend or the bank ships it, read when the process began. */
  readonly shipped: Pack
  readonly inForce: () => InForce
  readonly pack: () => Pack
  /** The same for showing, or another pack such as a draft's: learned segments under the names that people gave them. */
  readonly shown: (pack?: Pack) => Pack
  /** Takes up what has been put in force, learned and named since; true where it is another pack. */
  readonly refresh: () => Promise<boolean>
  readonly check: PackReader['check']
  /** Makes sure that the version can be read before it is put in force. */
  readonly keep: PackReader['keep']
  readonly texts: (pack: Pack) => readonly DefinitionText[]
  /** The pack of an earlier night; undefined where it is neither shipped, in force, nor kept. */
  readonly packOf: PackReader['readKept']
  /** Number of the version with this hash; null where it is none of ours. */
  readonly versionOf: (hash: string) => Promise<number | null>
}

/** Drafts whose check is remembered: a page asks for the same one several times. */
const checkedMax = 16

export type StudioOrder = {
  readonly home: Home
  readonly shipped: Pack
  readonly store: Store
  /** Once it is open packs are read in a thread of their own: for a process that serves people, and must not stand still for half a second. */
  readonly isServing?: boolean
}

/** Opens the pack in force: the version published last, else the shipped pack. Throws UserError where a version can no longer be read. */
export const openStudio = async (of: StudioOrder): Promise<Studio> => {
  const { home, shipped, store } = of
  sweepDrafts(home)
  const { id, version, label, folders } = shipped
  const here = readHere(home, shipped)
  let current = await readInForce(of, here)
  const reader = of.isServing
    ? readAside({ home: { packs: home.packs }, shipped: { id, version, label, folders } })
    : here
  let known = await currentPublication(store, shipped.id)
  const packs = new Map<string, Promise<Pack | undefined>>()
  const texts = new WeakMap<Pack, readonly DefinitionText[]>()
  const checked = new Map<string, Promise<CheckedContent>>()
  let shown = await readShown({ home, store }, current.pack)
  return {
    shipped,
    inForce: () => current,
    pack: () => current.pack,
    shown: (pack) => (pack === undefined || pack === shown.of ? shown.pack : withSegmentNames(pack, shown.models)),
    refresh: async () => {
      const latest = await currentPublication(store, shipped.id)
      const isAnother = latest?.publication_id !== known?.publication_id
      if (isAnother) {
        current = await readInForce(of, reader)
        known = latest
      }
      shown = await readShown({ home, store }, current.pack, shown)
      return isAnother
    },
    check: (content) => {
      const key = JSON.stringify(content)
      const found = checked.get(key) ?? reader.check(content)
      // The latest stand last; what nobody asked for longest goes, and so does what could not be checked.
      checked.delete(key)
      checked.set(key, found)
      const [oldest] = checked.keys()
      if (checked.size > checkedMax && oldest !== undefined) checked.delete(oldest)
      found.catch(() => checked.delete(key))
      return found
    },
    keep: (content, hash) => reader.keep(content, hash),
    texts: (pack) => {
      const found = texts.get(pack) ?? definitionTexts(pack)
      texts.set(pack, found)
      return found
    },
    packOf: async (hash) => {
      if (hash === current.pack.hash) return current.pack
      if (hash === shipped.hash) return shipped
      const reading = packs.get(hash) ?? reader.readKept(hash)
      packs.set(hash, reading)
      const found = await reading.catch((error: Error) => {
        packs.delete(hash)
        throw error
      })
      // One that is not kept may be before long.
      if (found === undefined) packs.delete(hash)
      return found
    },
    versionOf: async (hash) => {
      const published = await publishedHashes(store, shipped.id)
      if (published.has(hash)) return published.get(hash) ?? 0
      return hash === shipped.hash ? 0 : null
    },
  }
}

type Models = ReadonlyMap<string, ModelArtifact>
type Shown = { readonly of: Pack; readonly models: Models; readonly names: string; readonly pack: Pack }

/** The pack for showing; the one before where neither pack nor names have changed, since much is kept by it. */
const readShown = async ({ home, store }: Place, pack: Pack, before?: Shown): Promise<Shown> => {
  // A model that cannot be read is told by those who need it; nothing else waits for it to be mended.
  const learned = await readNamedModels({ models: home.models, store }, () => {})
  const scored = await modelsOfState({ home, store })
  const models = new Map([...learned].filter(([id, { hash }]) => scored[id] === hash))
  const names = JSON.stringify(
    [...models].map(([id, model]) => [
      id,
      model.kind === 'segments' && model.segments.map((each) => [each.id, each.name]),
    ]),
  )
  if (before?.of === pack && before.names === names) return before
  return { of: pack, models, names, pack: withSegmentNames(pack, models) }
}

type Place = { readonly home: Home; readonly store: Store }

/** The hashes of the models that scored what people see: until the night after a training a segment's number is that of the training before. */
const modelsOfState = async ({ home, store }: Place): Promise<Readonly<Record<string, string>>> => {
  const run = await currentRun(store)
  if (!run?.state_folder) return {}
  const state = await readStateFile(join(home.states, run.state_folder)).catch(() => undefined)
  return state?.models ?? {}
}

const readInForce = async ({ home, shipped, store }: StudioOrder, reader: PackReader): Promise<InForce> => {
  const publication = await currentPublication(store, shipped.id)
  const { version = null, hash = shipped.hash, at = null } = publication ?? {}
  if (version === null) return { pack: shipped, version: 0, since: at, content: [] }
  const content = (await findVersion(store, shipped.id, version))?.content ?? []
  const pack = (await reader.readKept(hash)) ?? (await rebuild(reader, content, hash))
  if (pack === undefined) {
    throw new UserError(
      `Version ${version} of the pack ${shipped.id} is in force, but its files are missing from ${home.packs} and the shipped pack has changed since. Restore that folder from a backup, or bring back the pack it was made over.`,
    )
  }
  return { pack, version, since: at, content }
}

/** A home without the folder (another machine, the same database) writes it again, where that gives the very content that was approved. */
const rebuild = async (
  reader: PackReader,
  content: readonly VersionEntry[],
  hash: string,
): Promise<Pack | undefined> => {
  if ((await reader.check(content)).pack?.hash !== hash) return undefined
  await reader.keep(content, hash)
  return reader.readKept(hash)
}

const draftHoursMax = 1

/** Folders of checks that were killed; a younger one may be under way in another process. */
const sweepDrafts = (home: Home): void => {
  if (!existsSync(home.packs)) return
  for (const name of readdirSync(home.packs).filter((each) => each.startsWith('draft-'))) {
    const folder = join(home.packs, name)
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > draftHoursMax * 3_600_000) rmSync(folder, { recursive: true, force: true })
  }
}
