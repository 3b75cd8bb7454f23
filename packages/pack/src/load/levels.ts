import type { Level } from '../definitions.ts'
import type { NameTypes, ValueType } from '../expression/tree.ts'
import { listOf } from '../words.ts'
import { compact, readOptional, type Written } from './build.ts'
import type { Entry, Report } from './report.ts'

export type WrittenLevel = {
  readonly id: string
  readonly label: Level['label']
  readonly source?: string | undefined
  readonly assumed?: boolean | undefined
  readonly enter?: Written | undefined
  readonly keep?: Written | undefined
  readonly gap?: Written | undefined
  readonly margin?: Written | undefined
  readonly immediate?: boolean | undefined
  readonly cut?: number | undefined
  readonly zero?: boolean | undefined
  readonly cell?: NonNullable<Level['cell']> | undefined
  readonly share?: number | undefined
  readonly figures?: Readonly<Record<string, number>> | undefined
  readonly yearlyCost?: number | undefined
}

/** Reads the levels of any variant in the order in which they are written, which gives their ranks. */
export function buildLevels(
  written: readonly WrittenLevel[],
  entry: Entry,
  scope: NameTypes,
  report: Report,
): readonly Level[] {
  const seen = new Set<string>()
  const levels = written.map((raw, index) => {
    checkLevelId(raw.id, seen, entry, index, report)
    const read = (key: 'enter' | 'keep' | 'gap' | 'margin', type: ValueType) =>
      readOptional(raw[key], { entry, path: ['levels', index, key] }, scope, type, report)
    const { source, assumed, immediate, cut, zero, cell, share, figures, yearlyCost } = raw
    const conditions = { enter: read('enter', 'flag'), keep: read('keep', 'flag') }
    const distances = { gap: read('gap', 'number'), margin: read('margin', 'number') }
    const figuresOf = { source, assumed, immediate, cut, zero, cell, share, figures, yearlyCost }
    return { id: raw.id, label: raw.label, rank: index, ...compact({ ...conditions, ...distances, ...figuresOf }) }
  })
  return levels
}

function checkLevelId(id: string, seen: Set<string>, entry: Entry, index: number, report: Report): void {
  const at = [entry.id, 'levels', index, 'id']
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(id)) {
    report.say(entry.file, at, {
      code: 'invalid-id',
      message: {
        zh: `“${id}”不能作编号：只能用英文字母、数字和下划线`,
        en: `"${id}" cannot be an id: letters, digits and underscores`,
      },
    })
  }
  if (seen.has(id)) {
    const message = { zh: `级别“${id}”在这个分级中出现两次`, en: `level "${id}" stands twice in this scheme` }
    report.say(entry.file, at, { code: 'duplicate-id', message })
  }
  seen.add(id)
}

/** Published shares are rounded figures: together they may miss 100 by 0.2 (G14). */
export function checkShares(levels: readonly Level[], entry: Entry, report: Report): void {
  const shares = levels.flatMap(({ share }) => (share === undefined ? [] : [share]))
  const total = Number(shares.reduce((sum, share) => sum + share, 0).toFixed(6))
  if (shares.length === 0 || Math.abs(total - 100) <= 0.2 + 1e-9) return
  const message = {
    zh: `公布的占比合计为 ${total} %，应合计为 100 %（可差 0.2）：${shares.join(' + ')}`,
    en: `the published shares total ${total} %, but must total 100 % (0.2 either way): ${shares.join(' + ')}`,
  }
  const missing = levels.filter(({ share }) => share === undefined).map(({ id }) => id)
  const { zh, en } = listOf(missing)
  const suggestion =
    missing.length > 0
      ? { zh: `没有写占比的级别：${zh}`, en: `without a share: ${en}` }
      : { zh: '有一个数值写错或漏写了（G14）', en: 'one of the figures is mistyped or left out (G14)' }
  report.say(entry.file, [entry.id, 'levels'], { code: 'shares-total', message, suggestion, atKey: true })
}
