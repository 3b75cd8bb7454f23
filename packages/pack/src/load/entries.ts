import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { z } from 'zod'
import { suggestFrom } from '../nearest.ts'
import { checkShape, type Entry, type Report } from './report.ts'
import { packShape } from './shapes.ts'
import { readYamlFile, type YamlFile } from './yaml-file.ts'

export const kinds = ['facts', 'indicators', 'schemes', 'moments', 'plays', 'outcomes', 'forms'] as const
export type Kind = (typeof kinds)[number]

export type Head = z.infer<typeof packShape> & { readonly folder: string; readonly file: YamlFile }
export type Entries = Readonly<Record<Kind, ReadonlyMap<string, Entry>>>

/**
 * The heads of the pack and of all it extends, outermost base first. A base is a folder beside the pack that extends it, else one in
 * `library`.
 */
export function readHeads(folder: string, library: string | undefined, report: Report): readonly Head[] {
  const heads = new Map<string, Head | undefined>()
  const visit = (current: string, open: readonly string[]): void => {
    if (heads.has(current)) return
    const head = readHead(current, report)
    for (const [index, base] of (head?.extends ?? []).entries()) {
      const places = [dirname(current), ...(library === undefined ? [] : [library])]
      const at = places.find((place) => existsSync(join(place, base, 'pack.yaml')))
      if (head === undefined) continue
      if (at === undefined) reportUnknownBase(head, base, index, places, report)
      else if (checkCircle(head, join(at, base), index, [...open, current], report))
        visit(join(at, base), [...open, current])
    }
    heads.set(current, head)
  }
  visit(folder, [])
  return [...heads.values()].filter((head) => head !== undefined)
}

function readHead(folder: string, report: Report): Head | undefined {
  const path = join(folder, 'pack.yaml')
  const place = { file: path, line: 1, column: 1 }
  if (!isFolder(folder)) {
    report.add({ ...place, file: folder }, [], { code: 'no-folder', message: 'there is no such folder' })
    return undefined
  }
  if (!existsSync(path)) {
    report.add(place, [], { code: 'no-pack-file', message: 'a pack needs a file pack.yaml with id, version and label' })
    return undefined
  }
  const file = readYamlFile(path)
  report.issues.push(...file.issues)
  if (file.value === undefined) return undefined
  const head = checkShape(packShape, file.value, file, [], report)
  return head && { ...head, folder, file }
}

function checkCircle(head: Head, folder: string, index: number, open: readonly string[], report: Report): boolean {
  if (!open.includes(folder)) return true
  const circle = [...open.slice(open.indexOf(folder)), folder].map((path) => basename(path)).join(' → ')
  report.say(head.file, ['extends', index], { code: 'cycle', message: `packs extend each other: ${circle}` })
  return false
}

function reportUnknownBase(head: Head, base: string, index: number, places: readonly string[], report: Report): void {
  const known = places
    .filter(isFolder)
    .flatMap((place) => readdirSync(place).filter((name) => existsSync(join(place, name, 'pack.yaml'))))
  report.say(head.file, ['extends', index], {
    code: 'unknown-reference',
    message: `there is no pack "${base}" beside this one${places.length > 1 ? ' or among those that ship with Tend' : ''}`,
    suggestion: suggestFrom(base, [...new Set(known)]),
  })
}

/** All definitions by kind; a pack's own replace those of the packs it extends. */
export function readEntries(heads: readonly Head[], report: Report): Entries {
  const merged = Object.fromEntries(kinds.map((kind) => [kind, new Map<string, Entry>()])) as Record<
    Kind,
    Map<string, Entry>
  >
  for (const { folder } of heads) {
    warnOfStrangeFolders(folder, report)
    for (const kind of kinds) {
      for (const [id, entry] of readKind(join(folder, kind), report)) merged[kind].set(id, entry)
    }
  }
  return merged
}

function readKind(folder: string, report: Report): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  if (!isFolder(folder)) return entries
  for (const name of readdirSync(folder).sort()) {
    if (!/\.ya?ml$/.test(name)) continue
    const file = readYamlFile(join(folder, name))
    report.issues.push(...file.issues)
    for (const [id, raw] of Object.entries(file.value ?? {})) {
      const earlier = entries.get(id)
      if (earlier === undefined) entries.set(id, { id, file, raw })
      else reportTwice(id, file, earlier, report)
    }
  }
  return entries
}

function reportTwice(id: string, file: YamlFile, earlier: Entry, report: Report): void {
  const { file: where, line } = earlier.file.keyPositionOf([id])
  report.say(file, [id], {
    code: 'duplicate-id',
    message: `"${id}" is already defined in ${where}:${line}`,
    atKey: true,
  })
}

/** A misspelt folder would silently be left out. */
function warnOfStrangeFolders(folder: string, report: Report): void {
  const known = [...kinds, 'golden']
  for (const name of readdirSync(folder).sort()) {
    if (!isFolder(join(folder, name)) || name.startsWith('.') || known.includes(name)) continue
    const at = { file: join(folder, name), line: 1, column: 1 }
    const message = `the folder "${name}" is no part of a pack and is not read`
    report.add(at, [], { code: 'unknown-folder', severity: 'warning', message, suggestion: suggestFrom(name, known) })
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}
