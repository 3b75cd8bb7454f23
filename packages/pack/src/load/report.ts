import type { z } from 'zod'
import type { Issue, Label, Position } from '../definitions.ts'
import { asFraction, writtenOut } from '../expression/syntax-words.ts'
import { didYouMean, suggestFrom } from '../nearest.ts'
import { isMissing, listOf } from '../words.ts'
import { exampleOf } from './examples.ts'
import { saidBy } from './shape-parts.ts'
import type { Path, YamlFile } from './yaml-file.ts'

/** One entry of a YAML file: a definition as written, and where; `folder` is its pack's. */
export type Entry = { readonly id: string; readonly file: YamlFile; readonly raw: unknown; readonly folder: string }

export type Problem = {
  readonly code: string
  readonly message: Label
  readonly suggestion?: Label | undefined
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
      message: isMissing(String(path.at(-1))),
      atKey: true,
    })
  } else if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    const suggestion = didYouMean(String(found), values)
    report.say(file, path, { code: 'wrong-value', message: isNoneOf(found, values), suggestion })
  } else if (issue.code === 'invalid_type') {
    report.say(file, path, {
      code: 'wrong-type',
      message: isInsteadOf(issue.expected, found),
      suggestion: hintOfType(issue.expected, found, path),
    })
  } else if (issue.code === 'invalid_union') {
    const [wanted, is] = [saidBy(issue.message), describe(found)]
    const message = { zh: `${wanted.zh}，现在${is.zh}`, en: `${wanted.en}, but this is ${is.en}` }
    report.say(file, path, { code: 'wrong-type', message })
  } else {
    report.say(file, path, { code: 'wrong-value', message: saidBy(issue.message) })
  }
}

function isInsteadOf(expected: string, found: unknown): Label {
  const [wanted, is] = [nameOf(expected), describe(found)]
  return { zh: `此处应为${wanted.zh}，现在${is.zh}`, en: `expected ${wanted.en}, but this is ${is.en}` }
}

function isNoneOf(found: unknown, values: readonly string[]): Label {
  const { zh, en } = listOf(values)
  const written = JSON.stringify(found)
  return { zh: `${written.replace(/^"(.*)"$/, '“$1”')} 不在可选值之中：${zh}`, en: `${written} is not one of ${en}` }
}

function hintOfType(expected: string, found: unknown, path: Path): Label | undefined {
  const example = exampleOf(path)
  if (example !== undefined) return { zh: `应写成 ${example.zh}`, en: `write it as ${example.en}` }
  if (found === null && path.length === 1) return belongsBelow
  return (expected === 'number' || expected === 'int') && typeof found === 'string' ? figureHint(found) : undefined
}

/** An entry is empty where its lines are not indented below it. */
const belongsBelow: Label = {
  zh: '属于它的各行要缩进两个空格',
  en: 'indent the lines that belong to it by two spaces',
}

function figureHint(written: string): Label {
  if (/%/.test(written)) return asFraction
  if (/[万亿]/.test(written)) return writtenOut
  return {
    zh: '只写数字，不加单位、千分位逗号和引号：100000',
    en: 'write a figure alone, without unit, separators or quotes: 100000',
  }
}

function reportUnknownKey(key: string, known: readonly string[], file: YamlFile, path: Path, report: Report): void {
  const message = { zh: `这里没有“${key}”这一项`, en: `unknown key "${key}"` }
  const suggestion = hintOfKey(key) ?? suggestFrom(key, known)
  report.say(file, [...path, key], { code: 'unknown-key', message, suggestion, atKey: true })
}

function hintOfKey(key: string): Label | undefined {
  if (/[:：]/.test(key)) {
    return {
      zh: '项目与内容之间要用半角冒号加一个空格：zh: 客户',
      en: 'write a half-width colon and a space between key and value: zh: 客户',
    }
  }
  if (!key.includes(' ')) return undefined
  return {
    zh: '在 { } 之内，没有引号的文本遇到逗号就结束：请给文本加引号',
    en: 'a comma ends an unquoted text within { }: put the text in quotes',
  }
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Record<string | number, unknown>)[part]
  }
  return current
}

const map: Label = { zh: '若干“项目: 内容”', en: 'a map' }

const typeNames: Readonly<Record<string, Label>> = {
  string: { zh: '文本', en: 'a text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: '“true”或“false”', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: map,
  record: map,
}

function nameOf(type: string): Label {
  return typeNames[type] ?? { zh: type, en: type }
}

function describe(value: unknown): Label {
  if (value === null) return { zh: '没有内容', en: 'empty' }
  const { zh, en } = nameOf(Array.isArray(value) ? 'array' : typeof value)
  return { zh: `写的是${zh}`, en }
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
    const suggestion = raw === null ? belongsBelow : undefined
    report.say(entry.file, [entry.id], { code: 'wrong-type', message: isInsteadOf('object', raw), suggestion })
    return undefined
  }
  const found = (raw as Record<string, unknown>)[key]
  if (found === undefined) {
    const [missing, known] = [isMissing(key), listOf(names)]
    const message = { zh: `${missing.zh}：可写 ${known.zh} 之一`, en: `${missing.en}: one of ${known.en}` }
    report.say(entry.file, [entry.id], { code: 'missing-field', message, atKey: true })
    return undefined
  }
  if (typeof found === 'string' && names.includes(found)) return found as keyof Shapes
  const suggestion = didYouMean(String(found), names)
  report.say(entry.file, [entry.id, key], { code: 'wrong-value', message: isNoneOf(found, names), suggestion })
  return undefined
}
