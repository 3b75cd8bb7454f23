import type { Pack } from '../definitions.ts'
import { calculationReads } from '../dependencies.ts'
import type { Entry, Report } from './report.ts'

/** No scheme grades by a protected attribute, neither directly nor through indicators (G73). */
export function checkProtected(
  pack: Pick<Pack, 'indicators' | 'schemes' | 'models' | 'protectedAttributes'>,
  entries: ReadonlyMap<string, Entry>,
  report: Report,
): void {
  const reads = calculationReads(pack)
  for (const id of pack.schemes.keys()) {
    const entry = entries.get(id)
    const route = findRoute(id, reads, new Set(pack.protectedAttributes), new Set())
    if (entry === undefined || route === undefined) continue
    const through = route.length > 2 ? ` (${route.join(' → ')})` : ''
    const message = `scheme "${id}" grades by the protected attribute "${route.at(-1)}"${through}`
    const suggestion = 'levels rest on business indicators only (G73)'
    report.say(entry.file, [id], { code: 'protected-attribute', message, suggestion, atKey: true })
  }
}

function findRoute(
  id: string,
  reads: ReadonlyMap<string, readonly string[]>,
  barred: ReadonlySet<string>,
  visited: Set<string>,
): readonly string[] | undefined {
  if (barred.has(id)) return [id]
  if (visited.has(id)) return undefined
  visited.add(id)
  for (const needed of reads.get(id) ?? []) {
    const route = findRoute(needed, reads, barred, visited)
    if (route !== undefined) return [id, ...route]
  }
  return undefined
}
