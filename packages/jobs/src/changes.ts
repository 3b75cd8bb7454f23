import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { VersionEntry } from '@tend/care'
import { definitionKinds } from '@tend/pack'
import { textAt } from './definition-text.ts'
import { UserError } from './home.ts'

/** Definitions in a folder laid out like a pack (`schemes/*.yaml` and its like), or in one file of such a folder. Throws UserError. */
export const readChanges = (path: string): readonly VersionEntry[] => {
  if (!existsSync(path)) throw new UserError(`There is no file or folder ${path}.`)
  const files = statSync(path).isDirectory() ? filesIn(path) : [path]
  const entries = files.flatMap(readDefinitions)
  if (entries.length === 0)
    throw new UserError(`${path} holds no definitions: put them into folders like a pack's, e.g. schemes/value.yaml.`)
  return entries
}

const filesIn = (folder: string): string[] =>
  definitionKinds.flatMap((kind) => {
    const inner = join(folder, kind)
    if (!existsSync(inner)) return []
    return readdirSync(inner)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(inner, name))
  })

const readDefinitions = (file: string): VersionEntry[] => {
  const kind = basename(dirname(file))
  if (!definitionKinds.some((known) => known === kind))
    throw new UserError(
      `${file} lies in a folder "${kind}": its folder says what is defined, one of ${definitionKinds.join(', ')}.`,
    )
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    const id = /^["']?([a-z][a-z0-9_]*)["']?\s*:/.exec(line)?.[1]
    return id === undefined ? [] : [{ kind, id, yaml: textAt(lines, index + 1) }]
  })
}

/** A content with further entries; those with the same kind and id are replaced. */
export const withEntries = (content: readonly VersionEntry[], entries: readonly VersionEntry[]): VersionEntry[] => {
  const placeOf = ({ kind, id }: VersionEntry) => `${kind}/${id}`
  const replaced = new Set(entries.map(placeOf))
  return [...content.filter((entry) => !replaced.has(placeOf(entry))), ...entries].sort((a, b) =>
    placeOf(a) < placeOf(b) ? -1 : 1,
  )
}
