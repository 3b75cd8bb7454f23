import { readFileSync } from 'node:fs'
import { type Document, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument, Scalar } from 'yaml'
import type { Issue, Label, Position } from '../definitions.ts'
import { aliasWords, syntaxHint, syntaxWords } from './yaml-words.ts'

export type Path = readonly (string | number)[]

/** A YAML file with the places of everything in it. `value` is undefined where the file cannot be read as a map. */
export type YamlFile = {
  readonly file: string
  readonly value: Readonly<Record<string, unknown>> | undefined
  readonly issues: readonly Issue[]
  /** Place of the value at a path; of the deepest part of the path that exists. */
  readonly positionOf: (path: Path) => Position
  /** Place of the key at the end of a path. */
  readonly keyPositionOf: (path: Path) => Position
  /** Place of a character of the text at a path, through quotes and block scalars. */
  readonly characterOf: (path: Path, offset: number) => Position
}

/** Reads one YAML file; everything wrong with it becomes an issue. */
export function readYamlFile(file: string): YamlFile {
  const { text, problem } = readText(file)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const issues: Issue[] = problem === undefined ? [] : [issue('unreadable', at(0), problem)]
  for (const error of independent(document.errors))
    issues.push(
      issue(
        codeOf(error.code),
        at(error.pos[0]),
        syntaxWords(error),
        syntaxHint(error.code, lineAt(text, error.pos[0])),
      ),
    )
  const value = issues.length === 0 ? toMap(document, issues, at) : undefined
  return {
    file,
    value,
    issues,
    positionOf: (path) => at(offsetOf(document, path)),
    keyPositionOf: (path) => at(keyOffsetOf(document, path)),
    characterOf: (path, offset) => at(characterOffset(document.getIn(path, true), text, offset)),
  }
}

function readText(file: string): { readonly text: string; readonly problem?: Label } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
    return { text }
  } catch (error: unknown) {
    if (error instanceof TypeError) return { text: '', problem: notUtf8 }
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const missing = { zh: '没有这个文件', en: 'there is no such file' }
    const closed = { zh: `文件无法读取（${code}）`, en: `the file cannot be read (${code})` }
    return { text: '', problem: code === 'ENOENT' ? missing : closed }
  }
}

const notUtf8: Label = {
  zh: '文件不是 UTF-8 编码，请另存为 UTF-8',
  en: 'the file is not UTF-8; save it as UTF-8',
}

function toMap(document: Document, issues: Issue[], at: (offset: number) => Position): YamlFile['value'] {
  if (document.contents === null) {
    const message = {
      zh: '文件是空的：应逐个写出定义，每个以“编号:”开头',
      en: 'the file is empty; a map from id to definition is needed',
    }
    issues.push(issue('empty-file', at(0), message))
    return undefined
  }
  if (!isMap(document.contents)) {
    const message = {
      zh: '文件里应逐个写出定义，每个以“编号:”开头',
      en: 'the file must be a map from id to definition',
    }
    issues.push(issue('wrong-type', at(0), message))
    return undefined
  }
  try {
    return document.toJS() as Record<string, unknown>
  } catch (error: unknown) {
    issues.push(issue('yaml', at(0), aliasWords(error instanceof Error ? error.message : String(error))))
    return undefined
  }
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return text.slice(start).split('\n', 1)[0] ?? ''
}

/** Where the text stops being YAML, all that follows is read askew: only the first such error says something true. */
function independent(errors: Document['errors']): Document['errors'] {
  const first = errors.find((error) => error.code !== 'DUPLICATE_KEY')
  return errors.filter((error) => error === first || error.code === 'DUPLICATE_KEY')
}

function codeOf(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'duplicate-key'
  return code === 'TAB_AS_INDENT' ? 'tab' : 'yaml'
}

function issue(code: string, at: Position, message: Label, suggestion?: Label): Issue {
  return {
    code,
    severity: 'error',
    file: at.file,
    line: at.line,
    column: at.column,
    path: '',
    message,
    ...(suggestion && { suggestion }),
  }
}

function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (hasRange(node)) return length === path.length ? node.range[0] : keyOffsetOf(document, path.slice(0, length))
  }
  return 0
}

function keyOffsetOf(document: Document, path: Path): number {
  const key = path.at(-1)
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
    if (pair !== undefined && hasRange(pair.key)) return pair.key.range[0]
  }
  if (isCollection(parent) && typeof key === 'number') {
    const item = parent.items[key]
    if (hasRange(item)) return item.range[0]
  }
  return path.length <= 1 ? 0 : keyOffsetOf(document, path.slice(0, -1))
}

function hasRange(node: unknown): node is Node & { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}

/**
 * Walks value and source side by side: characters other than white space stand in the source in the same order, whatever
 * quoting, folding and indentation stand between them.
 */
function characterOffset(node: unknown, source: string, offset: number): number {
  if (!hasRange(node)) return 0
  if (!isScalar(node) || typeof node.value !== 'string') return node.range[0] + offset
  const isBlock = node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL
  const isQuoted = node.type === Scalar.QUOTE_SINGLE || node.type === Scalar.QUOTE_DOUBLE
  let cursor = isBlock ? source.indexOf('\n', node.range[0]) + 1 : node.range[0] + (isQuoted ? 1 : 0)
  for (let index = 0; index < node.value.length; index++) {
    const character = node.value.charAt(index)
    if (!/\s/.test(character)) {
      const found = source.indexOf(character, cursor)
      if (found < 0 || found >= node.range[1]) return cursor
      cursor = found
    }
    if (index === offset) return cursor
    cursor = /\s/.test(character) ? skipSpace(source, cursor, node.value.charAt(index + 1)) : cursor + 1
  }
  return Math.min(cursor, node.range[1])
}

function skipSpace(source: string, cursor: number, next: string): number {
  if (/\s/.test(next)) return cursor + 1
  let end = cursor
  while (/\s/.test(source.charAt(end))) end++
  return end
}
