import type { Expression, Label, Level } from '../definitions.ts'
import type { Node } from '../expression/tree.ts'
import type { Entry, Report } from './report.ts'
import type { Path } from './yaml-file.ts'

/** Cumulative cuts ascend and the last takes everybody (S169, G18); a level of those with zero stands below them (S166). */
export function checkCuts(levels: readonly Level[], entry: Entry, report: Report): void {
  const ranked = levels.filter((level) => level.zero !== true)
  let before = 0
  for (const [index, { id, cut, zero }] of levels.entries()) {
    const at = [entry.id, 'levels', index]
    const suggestion = (cut ?? 0) > 1 ? asFractions : undefined
    const say = (path: Path, message: Label) => report.say(entry.file, path, { code: 'rank-cuts', message, suggestion })
    if (zero === true) {
      if (cut !== undefined)
        say([...at, 'cut'], {
          zh: `“${id}”收的是数值为零的客户，不写 cut`,
          en: `"${id}" takes those with zero, so it has no cut`,
        })
      if (index < levels.length - 1)
        say([...at, 'zero'], { zh: '数值为零的级别要放在最后', en: 'the level of those with zero stands last' })
    } else if (cut === undefined) {
      const message = {
        zh: `级别“${id}”要写“cut”：从最高级到本级的客户累计占比，如 0.2`,
        en: `level "${id}" needs "cut": the share of customers down to and including it, as 0.2`,
      }
      report.say(entry.file, at, { code: 'missing-field', message })
    } else {
      if (cut <= before)
        say([...at, 'cut'], {
          zh: `cut 是累计占比，应逐级增大：${before} 之后却是 ${cut}`,
          en: `cuts are cumulative shares and must ascend: ${cut} follows ${before}`,
        })
      if (id === ranked.at(-1)?.id && cut !== 1)
        say([...at, 'cut'], {
          zh: `最后一级的 cut 应为 1，现在是 ${cut}：排在它之后的客户没有级别`,
          en: `the last cut must be 1, but it is ${cut}: customers below it would have no level`,
        })
      before = cut
    }
  }
}

const asFractions: Label = {
  zh: '占比写成小数，并包含上面各级：5 % 应写成 0.05，全部客户是 1',
  en: 'write shares as fractions, each with those above it: 5 % is 0.05, everybody is 1',
}

type Bound = { readonly name: string; readonly value: number; readonly isInclusive: boolean }

/** Compares the simple numeric thresholds of neighbouring levels; what is more than thresholds is left to the author. */
export function checkThresholds(levels: readonly Level[], entry: Entry, report: Report): void {
  for (let index = 1; index < levels.length; index++) {
    const lower = levels[index - 1]
    const upper = levels[index]
    if (lower?.enter === undefined || upper?.enter === undefined) continue
    const warn = (code: string, message: Label) =>
      report.say(entry.file, [entry.id, 'levels', index, 'enter'], { code, severity: 'warning', message })
    checkAscent(lower, upper, warn)
    checkSeam(lower, upper, warn)
  }
}

type Warn = (code: string, message: Label) => void

function checkAscent(lower: Level, upper: Level, warn: Warn): void {
  for (const { name, value } of boundsOf(lower.enter, '>')) {
    const next = boundsOf(upper.enter, '>').find((bound) => bound.name === name)
    if (next === undefined || next.value > value) continue
    const [zh, en] = next.value === value ? ['与它相同', 'the same threshold as'] : ['比它低', 'a lower threshold than']
    warn('ladder-order', {
      zh: `“${upper.id}”（${name} ${next.value}）在“${lower.id}”（${value}）之上，门槛却${zh}；级别应从低到高排列`,
      en: `"${upper.id}" (${name} ${next.value}) has ${en} "${lower.id}" (${value}); levels are listed from low to high`,
    })
  }
}

/** A level may name its upper end; the next one must begin where it ends. */
function checkSeam(lower: Level, upper: Level, warn: Warn): void {
  for (const end of boundsOf(lower.enter, '<')) {
    const start = boundsOf(upper.enter, '>').find((bound) => bound.name === end.name)
    if (start === undefined) continue
    if (start.value > end.value) {
      warn('ladder-hole', {
        zh: `${end.name} 从 ${end.value} 到 ${start.value} 之间，既不属于“${lower.id}”，也不属于“${upper.id}”`,
        en: `${end.name} from ${end.value} to ${start.value} belongs to neither "${lower.id}" nor "${upper.id}"`,
      })
    } else if (start.value < end.value) {
      warn('ladder-overlap', {
        zh: `${end.name} 从 ${start.value} 到 ${end.value} 之间，同时属于“${lower.id}”和“${upper.id}”`,
        en: `${end.name} from ${start.value} to ${end.value} belongs to both "${lower.id}" and "${upper.id}"`,
      })
    } else if (start.isInclusive === end.isInclusive) {
      const [zh, en] = end.isInclusive ? ['同时属于', 'both'] : ['都不属于', 'neither']
      warn(end.isInclusive ? 'ladder-overlap' : 'ladder-hole', {
        zh: `${end.name} 恰为 ${end.value} 时，${zh}“${lower.id}”和“${upper.id}”`,
        en: `${end.name} at exactly ${end.value} belongs to ${en} of "${lower.id}" and "${upper.id}"`,
      })
    }
  }
}

/** The comparisons `name > number` (or `<`) in a condition, through && and ||. */
function boundsOf(expression: Expression | undefined, direction: '>' | '<'): readonly Bound[] {
  return expression === undefined ? [] : collectBounds(expression.tree, direction)
}

function collectBounds(node: Node, direction: '>' | '<'): readonly Bound[] {
  if (node.kind === 'logic') return [...collectBounds(node.left, direction), ...collectBounds(node.right, direction)]
  if (node.kind !== 'compare' || node.left.kind !== 'name' || node.right.kind !== 'literal') return []
  if (typeof node.right.value !== 'number' || !node.op.startsWith(direction)) return []
  return [{ name: node.left.name, value: node.right.value, isInclusive: node.op.endsWith('=') }]
}
