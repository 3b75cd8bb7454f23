import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { VersionEntry } from '@tend/care'
import { type Issue, type Label, loadPack, type Pack } from '@tend/pack'
import { type DefinitionText, definitionTexts } from './definition-text.ts'
import type { Home } from './home.ts'
import { personalReads } from './personal.ts'

/** A pack as a version would make it, with the text of every definition. The pack is undefined while there are mistakes. */
export type CheckedContent = {
  readonly pack: Pack | undefined
  readonly issues: readonly Issue[]
  readonly texts: readonly DefinitionText[]
}

type Packs = Pick<Home, 'packs'>

/** What a version needs to know of the pack that it is laid over. */
export type ShippedPack = Pick<Pack, 'id' | 'version' | 'label' | 'folders'>

/** The folder of a version's own definitions, beside copies of the packs that it changes. */
const changes = 'changes'

/**
 * Checks definitions laid over a shipped pack, as every pack is checked. Files of issues read `schemes/value_tier.yaml` where they are the version's own.
 * Each text must be a map of its one id.
 */
export const checkContent = (home: Packs, shipped: ShippedPack, content: readonly VersionEntry[]): CheckedContent => {
  mkdirSync(home.packs, { recursive: true })
  const folder = mkdtempSync(join(home.packs, draftsOf(threadId)))
  try {
    const own = writeOverlay(folder, shipped, content)
    const { pack, issues } = loadPack(own, folder)
    const found = [
      ...issues.map((issue) => withoutFolders(issue, own, folder)),
      ...strays(content),
      ...(pack === undefined ? [] : personalReads(pack, content)),
    ]
    const isFine = pack !== undefined && !found.some(({ severity }) => severity === 'error')
    return { pack: isFine ? pack : undefined, issues: found, texts: pack ? definitionTexts(pack) : [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** How the folders of drafts begin that a thread of this process works in. */
const draftsOf = (thread: number): string => `draft-${process.pid}-${thread}-`

/** Removes what a thread that was stopped in the midst of a draft has left. */
export const removeDraftsOf = (home: Packs, thread: number): void => {
  // Where no draft could be begun, there is no folder of them either.
  for (const name of existsSync(home.packs) ? readdirSync(home.packs) : [])
    if (name.startsWith(draftsOf(thread))) rmSync(join(home.packs, name), { recursive: true, force: true })
}

/** Nobody knows the folder in which a draft is checked: what a message says of another file begins at its pack. */
const withoutFolders = (issue: Issue, own: string, folder: string): Issue => {
  const shorten = ({ zh, en }: Label): Label => ({ zh: shortened(zh), en: shortened(en) })
  const shortened = (text: string): string => text.replaceAll(`${own}/`, '').replaceAll(`${folder}/`, '')
  return {
    ...issue,
    file: issue.file.replace(`${own}/`, ''),
    message: shorten(issue.message),
    ...(issue.suggestion && { suggestion: shorten(issue.suggestion) }),
  }
}

/** Puts the pack of a version, whole, where server, night and command line read it: `<home>/packs/<hash>`, complete or not at all. */
export const keepOverlay = (
  home: Packs,
  shipped: ShippedPack,
  content: readonly VersionEntry[],
  hash: string,
): void => {
  const kept = join(home.packs, hash)
  if (existsSync(kept)) return
  mkdirSync(home.packs, { recursive: true })
  const folder = mkdtempSync(join(home.packs, draftsOf(threadId)))
  try {
    writeOverlay(folder, shipped, content)
    renameSync(folder, kept)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    // Another process kept the same content first.
    if (!existsSync(kept)) throw error
  }
}

/** The pack kept under a hash; undefined where there is none that still reads so. */
export const readKept = (home: Packs, hash: string): Pack | undefined => {
  const folder = join(home.packs, hash)
  if (!existsSync(join(folder, changes))) return undefined
  const { pack } = loadPack(join(folder, changes), folder)
  return pack?.hash === hash ? pack : undefined
}

/** The shipped packs are copied beside the changes, so that what was approved stays what it was when Tend is upgraded. */
const writeOverlay = (folder: string, shipped: ShippedPack, content: readonly VersionEntry[]): string => {
  for (const base of shipped.folders) {
    cpSync(base, join(folder, basename(base)), {
      recursive: true,
      filter: (path) => basename(path) !== 'golden' && !basename(path).startsWith('.'),
    })
  }
  const own = join(folder, changes)
  mkdirSync(own)
  const head = {
    id: shipped.id,
    version: shipped.version,
    label: shipped.label,
    extends: [basename(shipped.folders.at(-1) ?? shipped.id)],
  }
  // JSON is YAML.
  writeFileSync(join(own, 'pack.yaml'), JSON.stringify(head))
  for (const { kind, id, yaml } of content) {
    mkdirSync(join(own, kind), { recursive: true })
    writeFileSync(join(own, kind, `${id}.yaml`), yaml.endsWith('\n') ? yaml : `${yaml}\n`)
  }
  return own
}

/** Keys at the left edge are ids; YAML also knows keys written as `? id`, which no definition needs. */
const idsIn = (yaml: string): string[] =>
  yaml
    .split('\n')
    .flatMap((line) => /^\?.*/.exec(line)?.[0] ?? /^["']?([^\s#"':{}[\]][^:"']*)["']?\s*:(\s|$)/.exec(line)?.[1] ?? [])

const strays = (content: readonly VersionEntry[]): Issue[] =>
  content.flatMap(({ kind, id, yaml }) => {
    const others = idsIn(yaml).filter((other) => other !== id)
    const isThere = idsIn(yaml).includes(id)
    if (others.length === 0 && isThere) return []
    const message = isThere
      ? {
          zh: `这里只能定义“${id}”，但文本还定义了${others.map((other) => `“${other}”`).join('、')}`,
          en: `only "${id}" belongs here, but the text also defines ${others.map((other) => `"${other}"`).join(', ')}`,
        }
      : {
          zh: `文本要从第一列以“${id}:”开头`,
          en: `the text must begin with "${id}:" in the first column`,
        }
    return [
      {
        code: 'other-definition',
        severity: 'error' as const,
        file: `${kind}/${id}.yaml`,
        line: 1,
        column: 1,
        path: id,
        message,
      },
    ]
  })
