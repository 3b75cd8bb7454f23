import type { Moment } from '../definitions.ts'
import { checkReference } from './build.ts'
import type { Entry, Report } from './report.ts'

/** A moment stands back before ones that exist, and never, by way of others, before itself (S155). */
export function checkYielding(
  moments: ReadonlyMap<string, Moment>,
  entries: ReadonlyMap<string, Entry>,
  report: Report,
): void {
  for (const { id, yieldsTo } of moments.values()) {
    const entry = entries.get(id)
    if (entry === undefined) continue
    for (const [index, other] of yieldsTo.entries()) {
      const place = { entry, path: ['yieldsTo', index], noun: 'moment' } as const
      checkReference(other, [...entries.keys()], place, report)
      const way = other === id ? [id] : findWay(other, id, moments, new Set())
      if (way === undefined) continue
      const steps = [id, ...way].join(' → ')
      const message = {
        zh: `“${id}”让位的次序绕回了自己：${steps}`,
        en: `"${id}" stands back before itself: ${steps}`,
      }
      report.say(entry.file, [id, 'yieldsTo', index], { code: 'cycle', message })
    }
  }
}

/** The moments from one to another along `yieldsTo`, both included. */
function findWay(
  from: string,
  to: string,
  moments: ReadonlyMap<string, Moment>,
  visited: Set<string>,
): readonly string[] | undefined {
  if (from === to) return [to]
  if (visited.has(from)) return undefined
  visited.add(from)
  for (const next of moments.get(from)?.yieldsTo ?? []) {
    const way = findWay(next, to, moments, visited)
    if (way !== undefined) return [from, ...way]
  }
  return undefined
}
