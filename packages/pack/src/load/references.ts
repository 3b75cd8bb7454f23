import type { Level, Scheme } from '../definitions.ts'
import type { NameTypes } from '../expression/tree.ts'
import { suggestFrom } from '../nearest.ts'
import { unknownOf } from '../words.ts'
import { checkReference } from './build.ts'
import type { Entry, Report } from './report.ts'
import type { Path } from './yaml-file.ts'

/** What the definitions of the working day may name. */
export type Known = {
  readonly ids: (
    kind:
      | 'moments'
      | 'outcomes'
      | 'purposes'
      | 'channels'
      | 'messages'
      | 'templates'
      | 'modules'
      | 'benefits'
      | 'cases'
      | 'plays',
  ) => readonly string[]
  readonly schemes: ReadonlyMap<string, { readonly levels: readonly Level[]; readonly variant: Scheme['variant'] }>
  readonly scope: NameTypes
  /** Attributes of the customer: what may hold an address or name a company. */
  readonly attributes: readonly string[]
}

/** Whom something is for: schemes and levels that exist, or it would be for nobody. */
export function checkLevels(
  levels: Readonly<Record<string, readonly string[]>>,
  at: { readonly entry: Entry; readonly path: Path },
  known: Known,
  report: Report,
): void {
  for (const [scheme, wanted] of Object.entries(levels)) {
    const path = [...at.path, scheme]
    const ids = known.schemes.get(scheme)?.levels.map((level) => level.id)
    if (ids === undefined) {
      const problem = { message: unknownOf('scheme', scheme), suggestion: suggestFrom(scheme, known.schemes.keys()) }
      report.say(at.entry.file, [at.entry.id, ...path], { code: 'unknown-reference', ...problem, atKey: true })
      continue
    }
    for (const [index, level] of wanted.entries())
      checkReference(level, ids, { entry: at.entry, path: [...path, index], noun: 'level' }, report)
  }
}
