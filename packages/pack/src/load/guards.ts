import type { Guard, Label, Level, Play } from '../definitions.ts'
import { suggestFrom } from '../nearest.ts'
import { type Noun, unknownOf } from '../words.ts'
import { checkReference, definedBy, positionOf, readShape } from './build.ts'
import type { Entry, Report } from './report.ts'
import { guardShape } from './shapes.ts'

type Schemes = ReadonlyMap<string, { readonly levels: readonly Level[] }>

/** Reads what may be offered at which level; levels and product classes that nobody knows would silently allow everything. */
export function buildGuard(
  entry: Entry,
  schemes: Schemes,
  written: ReadonlyMap<string, Entry>,
  report: Report,
): Guard | undefined {
  const raw = readShape(guardShape, entry, report)
  if (raw === undefined) return undefined
  checkReference(raw.scheme, schemes.keys(), { entry, path: ['scheme'], noun: 'scheme' }, report)
  const levels = schemes.get(raw.scheme)?.levels.map((level) => level.id)
  const elsewhere = standsElsewhere(entry, written.get(raw.scheme))
  for (const [level, verdicts] of Object.entries(raw.rules)) {
    if (levels !== undefined)
      checkKey(level, levels, { entry, path: ['rules', level], noun: 'level' }, report, elsewhere)
    for (const productClass of Object.keys(verdicts)) {
      const path = ['rules', level, productClass]
      checkKey(productClass, Object.keys(raw.classes), { entry, path, noun: 'product class' }, report)
    }
  }
  const classes = Object.entries(raw.classes).map(([id, label]) => ({ id, label }))
  return { ...definedBy(entry, raw), scheme: raw.scheme, classes, rules: raw.rules }
}

/** A guard of an extended pack does not fit a scheme that was defined anew with other levels: the mistake lies there. */
function standsElsewhere(guard: Entry, scheme: Entry | undefined): Label | undefined {
  if (scheme === undefined || scheme.folder === guard.folder) return undefined
  const { file, line } = positionOf(scheme)
  return {
    zh: `“${scheme.id}”在 ${file}:${line}：给那个分级换一个编号，或保留这些级别，或把“${guard.id}”也重新定义`,
    en: `"${scheme.id}" stands in ${file}:${line}: give that scheme an id of its own, keep these levels, or define "${guard.id}" anew as well`,
  }
}

function checkKey(
  name: string,
  known: readonly string[],
  place: { readonly entry: Entry; readonly path: readonly string[]; readonly noun: Noun },
  report: Report,
  elsewhere?: Label,
): void {
  if (known.includes(name)) return
  const message = unknownOf(place.noun, name)
  report.say(place.entry.file, [place.entry.id, ...place.path], {
    code: 'unknown-reference',
    message,
    suggestion: elsewhere ?? suggestFrom(name, known),
    atKey: true,
  })
}

/** What a play offers is judged by guards: a class that none of them names could never be refused. */
export function checkProductClasses(
  plays: ReadonlyMap<string, Play>,
  guards: ReadonlyMap<string, Guard>,
  entries: ReadonlyMap<string, Entry>,
  report: Report,
): void {
  const known = [...new Set([...guards.values()].flatMap((guard) => guard.classes.map(({ id }) => id)))]
  for (const { id, productClass } of plays.values()) {
    const entry = entries.get(id)
    if (productClass === undefined || entry === undefined || known.includes(productClass)) continue
    const message = {
      zh: `没有任何推荐限制列出产品类别“${productClass}”`,
      en: `no guard names the product class "${productClass}"`,
    }
    const suggestion = suggestFrom(productClass, known) ?? {
      zh: '在 guards/ 的一个推荐限制的“classes”中写上它',
      en: 'name it among the "classes" of a guard in guards/',
    }
    report.say(entry.file, [id, 'productClass'], { code: 'unknown-reference', message, suggestion })
  }
}
