import type { z } from 'zod'
import type { Issue, Position } from '../definitions.ts'
import { findNearest, suggestFrom } from '../nearest.ts'
import { exampleOf } from './examples.ts'
import type { Path, YamlFile } from './yaml-file.ts'

/** One entry of a YAML file: a definition as written, and where; `folder` is its pack's. */
export type Entry = { readonly id: string; readonly file: YamlFile; readonly raw: unknown; readonly folder: string }

export type Problem = {
  readonly code: string
  readonly message: string
  readonly suggestion?: string | undefined
  readonly severity?: Issue['severity']
  /** Points at the key instead of the value. */
  readonly atKey?: boolean
}

/** Collects the mistakes of a whole pack. */
export class Report {
  readonly issues: Issue[] = []

  say(file: YamlFile, path: Path, problem: Problem): void {
    this.add(problem.atKey ? file.keyPositionOf(path) : file.positionOf(path), path, problem)
  }

  add(at: Position, path: Path, { code, message, suggestion, severity = 'error' }: Problem): void {
    const place = { file: at.file, line: at.line, column: at.column, path: formatPath(path) }
    this.issues.push({ code, severity, ...place, message, ...(suggestion === undefined ? {} : { suggestion }) })
  }

  get hasErrors(): boolean {
    return this.issues.some((issue) => issue.severity === 'error')
  }
}

/**
 * Checks a value against a shape; every mismatch is reported at its place in the file. Where unknown keys are the only mistake the rest is
 * handed on, so that mistakes further in are found in the same pass.
 */
export function checkShape<Output>(
  shape: z.ZodType<Output>,
  value: unknown,
  file: YamlFile,
  base: Path,
  report: Report,
): Output | undefined {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const { issues } = result.error
  for (const issue of issues) reportShapeIssue(issue, value, file, base, report)
  return issues.every((issue) => issue.code === 'unrecognized_keys')
    ? shape.safeParse(withoutKeys(value, issues)).data
    : undefined
}

function withoutKeys(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = structuredClone(value)
  for (const issue of issues) {
    const holder = valueAt(copy, plainPath(issue.path))
    if (issue.code !== 'unrecognized_keys' || typeof holder !== 'object' || holder === null) continue
    for (const key of issue.keys) delete (holder as Record<string, unknown>)[key]
  }
  return copy
}

function plainPath(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === 'symbol' ? String(part) : part))
}

function reportShapeIssue(issue: z.core.$ZodIssue, value: unknown, file: YamlFile, base: Path, report: Report): void {
  const inner = plainPath(issue.path)
  const path = [...base, ...inner]
  const found = valueAt(value, inner)
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) reportUnknownKey(key, issue.message.split('\n'), file, path, report)
  } else if (found === undefined) {
    report.say(file, path.slice(0, -1), {
      code: 'missing-field',
      message: `"${String(path.at(-1))}" is missing`,
      atKey: true,
    })
  } else if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    const message = `${JSON.stringify(found)} is not one of ${values.join(', ')}`
    report.say(file, path, { code: 'wrong-value', message, suggestion: didYouMean(String(found), values) })
  } else if (issue.code === 'invalid_type') {
    report.say(file, path, {
      code: 'wrong-type',
      message: `expected ${nameOf(issue.expected)}, but this is ${describe(found)}`,
      suggestion: hintOfType(issue.expected, found, path),
    })
  } else if (issue.code === 'invalid_union') {
    report.say(file, path, { code: 'wrong-type', message: `${issue.message}, but this is ${describe(found)}` })
  } else {
    report.say(file, path, { code: 'wrong-value', message: issue.message })
  }
}

function hintOfType(expected: string, found: unknown, path: Path): string | undefined {
  const example = exampleOf(path)
  if (example !== undefined) return `write it as ${example}`
  if (found === null && path.length === 1) return belongsBelow
  return (expected === 'number' || expected === 'int') && typeof found === 'string' ? figureHint(found) : undefined
}

/** An entry is empty where its lines are not indented below it. */
const belongsBelow = 'indent the lines that belong to it by two spaces'

function figureHint(written: string): string {
  if (/%/.test(written)) return 'write per cent as a fraction: 10% is 0.1'
  if (/[万亿]/.test(written)) return 'write the figure out: 10万 is 100000, 1亿 is 100000000'
  return 'write a figure alone, without unit, separators or quotes: 100000'
}

function reportUnknownKey(key: string, known: readonly string[], file: YamlFile, path: Path, report: Report): void {
  const isSentence = key.includes(' ')
  const suggestion = isSentence
    ? 'a comma ends an unquoted text within { }: put the text in quotes'
    : suggestFrom(key, known)
  report.say(file, [...path, key], { code: 'unknown-key', message: `unknown key "${key}"`, suggestion, atKey: true })
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Record<string | number, unknown>)[part]
  }
  return current
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

function nameOf(type: string): string {
  return typeNames[type] ?? type
}

function describe(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return nameOf(typeof value)
}

/** `value_tier.levels[2].enter` */
export function formatPath(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('')
}

/** The variant that an entry names under `key`; reported when it names none of `shapes`. */
export function checkVariant<Shapes extends object>(
  entry: Entry,
  key: string,
  shapes: Shapes,
  report: Report,
): keyof Shapes | undefined {
  const names = Object.keys(shapes)
  const raw = entry.raw
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const message = `expected a map, but this is ${describe(raw)}`
    const suggestion = raw === null ? belongsBelow : undefined
    report.say(entry.file, [entry.id], { code: 'wrong-type', message, suggestion })
    return undefined
  }
  const found = (raw as Record<string, unknown>)[key]
  if (found === undefined) {
    const message = `"${key}" is missing: one of ${names.join(', ')}`
    report.say(entry.file, [entry.id], { code: 'missing-field', message, atKey: true })
    return undefined
  }
  if (typeof found === 'string' && names.includes(found)) return found as keyof Shapes
  const message = `${JSON.stringify(found)} is not one of ${names.join(', ')}`
  report.say(entry.file, [entry.id, key], {
    code: 'wrong-value',
    message,
    suggestion: didYouMean(String(found), names),
  })
  return undefined
}

/** For messages that name all that is known themselves. */
function didYouMean(name: string, known: readonly string[]): string | undefined {
  const near = findNearest(name, known)
  return near && `did you mean "${near}"?`
}
