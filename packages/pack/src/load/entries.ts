import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { z } from 'zod'
import { suggestFrom } from '../nearest.ts'
import { createLineage, type Lineage } from './lineage.ts'
import { checkShape, type Entry, type Report } from './report.ts'
import { packShape } from './shapes.ts'
import { readYamlFile, type YamlFile } from './yaml-file.ts'

export const kinds = [
  'facts',
  'indicators',
  'schemes',
  'moments',
  'plays',
  'outcomes',
  'forms',
  'guards',
  'models',
  'purposes',
  'channels',
  'policies',
  'messages',
  'templates',
  'modules',
  'benefits',
  'cases',
  'objections',
  'trainings',
  'bulletins',
] as const
export type Kind = (typeof kinds)[number]

export type Head = z.infer<typeof packShape> & {
  readonly folder: string
  readonly file: YamlFile
  /** Folders of the packs that it extends. */
  readonly bases: readonly string[]
}
export type Entries = Readonly<Record<Kind, ReadonlyMap<string, Entry>>> & {
  /** What packs add to facts of packs that they extend, by fact, outermost base first. */
  readonly additions: ReadonlyMap<string, readonly Entry[]>
  readonly lineage: Lineage
}

/**
 * The heads of the pack and of all it extends, outermost base first. A base is a folder beside the pack that extends it, else one in
 * `library`.
 */
export function readHeads(folder: string, library: string | undefined, report: Report): readonly Head[] {
  const heads = new Map<string, Head | undefined>()
  const visit = (current: string, open: readonly string[]): void => {
    if (heads.has(current)) return
    const head = readHead(current, report)
    const bases: string[] = []
    for (const [index, base] of (head?.extends ?? []).entries()) {
      const places = [dirname(current), ...(library === undefined ? [] : [library])]
      const at = places.find((place) => existsSync(join(place, base, 'pack.yaml')))
      if (head === undefined) continue
      if (at === undefined) reportUnknownBase(head, base, index, places, report)
      else if (checkCircle(head, join(at, base), index, [...open, current], report)) {
        visit(join(at, base), [...open, current])
        bases.push(join(at, base))
      }
    }
    heads.set(current, head && { ...head, bases })
  }
  visit(folder, [])
  return [...heads.values()].filter((head) => head !== undefined)
}

function readHead(folder: string, report: Report): Omit<Head, 'bases'> | undefined {
  const path = join(folder, 'pack.yaml')
  const place = { file: path, line: 1, column: 1 }
  if (!isFolder(folder)) {
    const message = { zh: '没有这个文件夹', en: 'there is no such folder' }
    report.add({ ...place, file: folder }, [], { code: 'no-folder', message })
    return undefined
  }
  if (!existsSync(path)) {
    const message = {
      zh: '方案的文件夹里要有 pack.yaml，写明 id、version 和 label',
      en: 'a pack needs a file pack.yaml with id, version and label',
    }
    report.add(place, [], { code: 'no-pack-file', message })
    return undefined
  }
  const file = readYamlFile(path)
  report.issues.push(...file.issues)
  if (file.value === undefined) return undefined
  const head = checkShape(packShape, file.value, file, [], report)
  return head && { ...head, folder, file }
}

function checkCircle(
  head: Pick<Head, 'file'>,
  folder: string,
  index: number,
  open: readonly string[],
  report: Report,
): boolean {
  if (!open.includes(folder)) return true
  const circle = [...open.slice(open.indexOf(folder)), folder].map((path) => basename(path)).join(' → ')
  const message = { zh: `方案互相继承，形成循环：${circle}`, en: `packs extend each other: ${circle}` }
  report.say(head.file, ['extends', index], { code: 'cycle', message })
  return false
}

function reportUnknownBase(
  head: Pick<Head, 'file'>,
  base: string,
  index: number,
  places: readonly string[],
  report: Report,
): void {
  const known = places
    .filter(isFolder)
    .flatMap((place) => readdirSync(place).filter((name) => existsSync(join(place, name, 'pack.yaml'))))
  report.say(head.file, ['extends', index], {
    code: 'unknown-reference',
    message: {
      zh: `旁边的文件夹${places.length > 1 ? '和 Tend 随附的方案' : ''}中都没有方案“${base}”`,
      en: `there is no pack "${base}" beside this one${places.length > 1 ? ' or among those that ship with Tend' : ''}`,
    },
    suggestion: suggestFrom(base, [...new Set(known)]),
  })
}

/** All definitions by kind; a pack's own replace those of the packs it extends. */
export function readEntries(heads: readonly Head[], report: Report): Entries {
  const lineage = createLineage(heads)
  const standing = Object.fromEntries(kinds.map((kind) => [kind, new Map<string, Entry[]>()])) as unknown as Record<
    Kind,
    Map<string, Entry[]>
  >
  const additions = new Map<string, Entry[]>()
  for (const { folder } of heads) {
    warnOfStrangeFolders(folder, report)
    for (const kind of kinds) {
      for (const [id, entry] of readKind(folder, kind, report)) {
        const isAddition = kind === 'facts' && addsColumns(entry)
        const earlier = (isAddition ? additions : standing[kind]).get(id) ?? []
        if (isAddition) additions.set(id, [...earlier, entry])
        else standing[kind].set(id, [...earlier.filter((other) => !lineage.extends(folder, other.folder)), entry])
      }
    }
  }
  const merged = kinds.map((kind) => [kind, onlyOnes(standing[kind], report)] as const)
  return { ...(Object.fromEntries(merged) as Record<Kind, ReadonlyMap<string, Entry>>), additions, lineage }
}

function addsColumns({ raw }: Entry): boolean {
  return typeof raw === 'object' && raw !== null && 'adds' in raw
}

/** Of an id that several packs define none of which extends the others, nobody can say what it means. */
function onlyOnes(standing: ReadonlyMap<string, readonly Entry[]>, report: Report): ReadonlyMap<string, Entry> {
  const ones = new Map<string, Entry>()
  for (const [id, [first, ...others]] of standing) {
    if (first !== undefined) ones.set(id, first)
    for (const other of others) if (first !== undefined) reportTwice(id, other.file, first, report)
  }
  return ones
}

function readKind(pack: string, kind: Kind, report: Report): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  const folder = join(pack, kind)
  if (!isFolder(folder)) return entries
  for (const name of readdirSync(folder).sort()) {
    if (!/\.ya?ml$/.test(name)) continue
    const file = readYamlFile(join(folder, name))
    report.issues.push(...file.issues)
    for (const [id, raw] of Object.entries(file.value ?? {})) {
      const earlier = entries.get(id)
      if (earlier === undefined) entries.set(id, { id, file, raw, folder: pack })
      else reportTwice(id, file, earlier, report)
    }
  }
  return entries
}

function reportTwice(id: string, file: YamlFile, earlier: Entry, report: Report): void {
  const { file: where, line } = earlier.file.keyPositionOf([id])
  const isSamePack = dirname(dirname(where)) === dirname(dirname(file.file))
  report.say(file, [id], {
    code: 'duplicate-id',
    message: {
      zh: `“${id}”已在 ${where}:${line} 定义${isSamePack ? '' : '，而两个方案互不继承'}`,
      en: `"${id}" is already defined in ${where}:${line}${isSamePack ? '' : ', and neither pack extends the other'}`,
    },
    suggestion: isSamePack ? undefined : settleTwice,
    atKey: true,
  })
}

const settleTwice = {
  zh: '其中一处换一个编号，或在同时继承两者的方案中定义',
  en: 'give one of them another id, or define it in the pack that extends both',
}

/** A misspelt folder would silently be left out. */
function warnOfStrangeFolders(folder: string, report: Report): void {
  const known = [...kinds, 'golden']
  for (const name of readdirSync(folder).sort()) {
    if (!isFolder(join(folder, name)) || name.startsWith('.') || known.includes(name)) continue
    const at = { file: join(folder, name), line: 1, column: 1 }
    const message = {
      zh: `文件夹“${name}”不属于方案，不会读取`,
      en: `the folder "${name}" is no part of a pack and is not read`,
    }
    report.add(at, [], { code: 'unknown-folder', severity: 'warning', message, suggestion: suggestFrom(name, known) })
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}
