import type { Pack } from '../definitions.ts'
import { calculationReads } from '../dependencies.ts'
import type { Entry, Report } from './report.ts'
import { columnsRead, findRoute } from './routes.ts'

/** No scheme grades by a protected attribute, neither directly nor through indicators, models and figures of all customers (G73). */
export function checkProtected(
  pack: Pick<Pack, 'indicators' | 'schemes' | 'models' | 'protectedAttributes'>,
  entries: ReadonlyMap<string, Entry>,
  report: Report,
): void {
  const barred = new Set(pack.protectedAttributes)
  const reads = new Map([...calculationReads(pack), ...measureReads(pack, barred)])
  for (const id of pack.schemes.keys()) {
    const entry = entries.get(id)
    const route = findRoute(id, reads, (name) => barred.has(name))
    if (entry === undefined || route === undefined) continue
    const steps = route.join(' → ')
    const through = route.length > 2 ? { zh: `（${steps}）`, en: ` (${steps})` } : { zh: '', en: '' }
    const message = {
      zh: `分级“${id}”用到了受保护的客户属性“${route.at(-1)}”${through.zh}`,
      en: `scheme "${id}" grades by the protected attribute "${route.at(-1)}"${through.en}`,
    }
    const suggestion = { zh: '级别只能依据业务指标（G73）', en: 'levels rest on business indicators only (G73)' }
    report.say(entry.file, [id], { code: 'protected-attribute', message, suggestion, atKey: true })
  }
}

/** A measure reads columns of facts, of which only the barred ones matter: other names mean other things in a customer's row. */
function measureReads(
  { indicators }: Pick<Pack, 'indicators'>,
  barred: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const reads = [...indicators.values()].map((indicator): [string, readonly string[]] => {
    const names = indicator.kind === 'measure' ? columnsRead(indicator) : []
    return [indicator.id, names.filter((name) => barred.has(name))]
  })
  return new Map(reads.filter(([, names]) => names.length > 0))
}
