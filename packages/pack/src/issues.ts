import { relative } from 'node:path'
import type { Issue, Pack, Position } from './definitions.ts'

/**
 * One issue a paragraph: `file:line:column  error  code`, the message, the suggestion; then the counts. File names below the folder `from`
 * are shortened, so that an editor opens them by a click.
 */
export function formatIssues(issues: readonly Issue[], from: string = process.cwd()): string {
  const paragraphs = issues.map((issue) => {
    const short = relative(from, issue.file)
    const file = short === '' || short.startsWith('..') ? issue.file : short
    const head = `${file}:${issue.line}:${issue.column}  ${issue.severity}  ${issue.code}`
    const at = issue.path === '' ? '' : `${issue.path}: `
    const suggestion = issue.suggestion === undefined ? [] : [`    ${issue.suggestion}`]
    return [head, `    ${at}${issue.message}`, ...suggestion].join('\n')
  })
  const errors = issues.filter((issue) => issue.severity === 'error').length
  const counts = `${plural(errors, 'error')}, ${plural(issues.length - errors, 'warning')}`
  return [...paragraphs, counts].join('\n')
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Every definition and level whose figures are assumed, as warnings with code `assumed`. */
export function listAssumed(pack: Pack): readonly Issue[] {
  const issues: Issue[] = []
  const kinds = [
    pack.facts,
    pack.indicators,
    pack.schemes,
    pack.moments,
    pack.plays,
    pack.outcomes,
    pack.forms,
    pack.guards,
    pack.models,
  ]
  for (const definition of kinds.flatMap((kind) => [...kind.values()])) {
    if (definition.assumed === true) issues.push(assumed(definition.id, definition.position, definition.source))
    if (!('levels' in definition)) continue
    for (const level of definition.levels) {
      if (level.assumed !== true) continue
      issues.push(assumed(`${definition.id}.${level.id}`, level.enter?.position ?? definition.position, level.source))
    }
  }
  return issues
}

function assumed(path: string, position: Position, source: string | undefined): Issue {
  const origin = source === undefined ? '' : `; ${source} ${source.includes(',') ? 'leave' : 'leaves'} them open`
  const message = `the figures are the makers' assumption${origin}`
  return { code: 'assumed', severity: 'warning', ...position, path, message }
}
