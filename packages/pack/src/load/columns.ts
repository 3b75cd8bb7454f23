import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Column } from '../definitions.ts'
import { suggestFrom } from '../nearest.ts'
import { listOf } from '../words.ts'
import { compact, readShape } from './build.ts'
import type { Entries } from './entries.ts'
import type { Entry, Report } from './report.ts'
import { additionShape, type columnShape } from './shapes.ts'

export type WrittenColumn = z.infer<typeof columnShape>
/** A column as written, and the entry that holds it: the fact's own or one that adds to it. */
export type PlacedColumn = { readonly raw: WrittenColumn; readonly entry: Entry }

export function buildColumn(id: string, raw: WrittenColumn): Column {
  const { label, type, values, derive: _, required, headers, ...rest } = raw
  const isLabelled = values !== undefined && !Array.isArray(values)
  return {
    id,
    label,
    type,
    required: required ?? false,
    ...compact({
      ...rest,
      values: isLabelled ? Object.keys(values) : values,
      valueLabels: isLabelled ? values : undefined,
    }),
    headers: headers ?? [],
  }
}

/**
 * The columns of a fact with all that packs add to it. A pack replaces columns of packs that it extends; where two packs that know nothing of
 * each other add the same column, it must be the same, but for the headers of files, which add up.
 */
export function mergeColumns(
  fact: Entry,
  own: Readonly<Record<string, WrittenColumn>>,
  { additions, lineage }: Pick<Entries, 'additions' | 'lineage'>,
  report: Report,
): ReadonlyMap<string, PlacedColumn> {
  const standing = new Map<string, readonly PlacedColumn[]>(
    Object.entries(own).map(([id, raw]) => [id, [{ raw, entry: fact }]]),
  )
  for (const entry of additions.get(fact.id) ?? []) {
    // A pack that writes the whole fact anew leaves out what its bases had added.
    if (lineage.extends(fact.folder, entry.folder)) continue
    if (!lineage.extends(entry.folder, fact.folder)) {
      reportStrangeFact(entry, fact, report)
      continue
    }
    for (const [id, raw] of Object.entries(readShape(additionShape, entry, report)?.columns ?? {})) {
      const others = (standing.get(id) ?? []).filter((other) => !lineage.extends(entry.folder, other.entry.folder))
      standing.set(id, [...others, { raw, entry }])
    }
  }
  return new Map([...standing].flatMap(([id, columns]) => join(id, columns, report)))
}

function reportStrangeFact(entry: Entry, fact: Entry, report: Report): void {
  const message = {
    zh: `“${entry.id}”定义在 ${fact.file.file}，而本方案没有继承那个方案`,
    en: `"${entry.id}" is of ${fact.file.file}, whose pack this one does not extend`,
  }
  const suggestion = {
    zh: '在 pack.yaml 的“extends”中写上那个方案',
    en: 'name that pack under "extends" in pack.yaml',
  }
  report.say(entry.file, [entry.id], { code: 'unknown-reference', message, suggestion, atKey: true })
}

function join(id: string, [first, ...others]: readonly PlacedColumn[], report: Report): [string, PlacedColumn][] {
  if (first === undefined) return []
  const headers = new Set(first.raw.headers)
  for (const { raw, entry } of others) {
    for (const header of raw.headers ?? []) headers.add(header)
    const different = differences(first.raw, raw)
    if (different.length === 0) continue
    const { file, line } = first.entry.file.keyPositionOf([first.entry.id, 'columns', id])
    const { zh, en } = listOf(different)
    const message = {
      zh: `列“${id}”在 ${file}:${line} 也增加过，但 ${zh} 不同`,
      en: `the column "${id}" is also added in ${file}:${line}, but with another ${en}`,
    }
    const suggestion = {
      zh: '两处写成一样，或其中一处换一个编号，或在同时继承两者的方案中定义',
      en: 'write it alike in both, give one another id, or define it in the pack that extends both',
    }
    report.say(entry.file, [entry.id, 'columns', id], { code: 'column-conflict', message, suggestion, atKey: true })
  }
  const joined = headers.size === 0 ? first.raw : { ...first.raw, headers: [...headers] }
  return [[id, { ...first, raw: joined }]]
}

function differences(a: WrittenColumn, b: WrittenColumn): readonly string[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof WrittenColumn)[]
  return keys.filter((key) => key !== 'headers' && !isDeepStrictEqual(a[key], b[key]))
}

/** An addition to a fact that no pack defines. */
export function checkAdditions({ facts, additions }: Pick<Entries, 'facts' | 'additions'>, report: Report): void {
  for (const [id, entries] of additions) {
    if (facts.has(id)) continue
    for (const entry of entries) {
      const message = {
        zh: `“${id}”要增加列，但所继承的方案都没有定义这项数据`,
        en: `"${id}" adds to a fact that no extended pack defines`,
      }
      const suggestion = suggestFrom(id, facts.keys())
      report.say(entry.file, [id], { code: 'unknown-reference', message, suggestion, atKey: true })
    }
  }
}
