import { relative } from 'node:path'
import type { Issue, Label, Pack, Position } from './definitions.ts'
import type { Language } from './format.ts'
import { kinds } from './load/entries.ts'

/**
 * One issue a paragraph in the reader's language: `file:line:column  error  code`, the message, the suggestion; then the counts. File names below
 * the folder `from` are shortened, so that an editor opens them by a click.
 */
export function formatIssues(
  issues: readonly Issue[],
  language: Language = 'en',
  from: string = process.cwd(),
): string {
  const words = wordsOf[language]
  const paragraphs = issues.map((issue) => {
    const short = relative(from, issue.file)
    const file = short === '' || short.startsWith('..') ? issue.file : short
    const head = `${file}:${issue.line}:${issue.column}  ${words[issue.severity]}  ${issue.code}`
    const at = issue.path === '' ? '' : `${issue.path}${words.colon}`
    const suggestion = issue.suggestion === undefined ? [] : [`    ${words.advice}${issue.suggestion[language]}`]
    return [head, `    ${at}${issue.message[language]}`, ...suggestion].join('\n')
  })
  const errors = issues.filter((issue) => issue.severity === 'error').length
  return [...paragraphs, words.counts(errors, issues.length - errors)].join('\n')
}

const wordsOf = {
  zh: {
    error: '错误',
    warning: '警告',
    colon: '：',
    advice: '建议：',
    counts: (errors: number, warnings: number) => `共 ${errors} 处错误，${warnings} 处警告`,
  },
  en: {
    error: 'error',
    warning: 'warning',
    colon: ': ',
    advice: '',
    counts: (errors: number, warnings: number) => `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`,
  },
} as const

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Every definition and level whose figures are assumed, as warnings with code `assumed`. */
export function listAssumed(pack: Pack): readonly Issue[] {
  const issues: Issue[] = []
  for (const definition of kinds.flatMap((kind) => [...pack[kind].values()])) {
    if (definition.assumed === true) issues.push(assumed(definition.id, definition.position, definition.source))
    const scheme = pack.schemes.get(definition.id)
    for (const level of scheme === definition ? scheme.levels : []) {
      if (level.assumed !== true) continue
      issues.push(assumed(`${definition.id}.${level.id}`, level.enter?.position ?? definition.position, level.source))
    }
  }
  return issues
}

function assumed(path: string, position: Position, source: string | undefined): Issue {
  const message: Label = {
    zh: `这里的数值是编制者的假设${source === undefined ? '' : `，${source} 没有给出`}`,
    en: `the figures are the makers' assumption${source === undefined ? '' : `; ${source} ${source.includes(',') ? 'leave' : 'leaves'} them open`}`,
  }
  return { code: 'assumed', severity: 'warning', ...position, path, message }
}
