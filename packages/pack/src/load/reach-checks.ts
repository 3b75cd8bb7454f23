import type { Label, Level, Scheme } from '../definitions.ts'
import { holesBetween, type Interval, implies, type Route, rangesOfOneName, routesOf } from './conditions.ts'
import type { Entry, Report } from './report.ts'

type Judged = {
  readonly level: Level
  readonly index: number
  readonly text: string
  readonly routes: readonly Route[]
}

/** Levels that nobody can reach, and customers that no level takes, as far as simple conditions show it. True where nothing was found. */
export function checkReach(
  scheme: Pick<Scheme, 'variant' | 'levels'> & { readonly demote?: string },
  entry: Entry,
  report: Report,
): boolean {
  const before = report.issues.length
  const judged = scheme.levels.flatMap((level, index): Judged[] => {
    const routes = level.enter && routesOf(level.enter)
    return routes === undefined ? [] : [{ level, index, text: level.enter?.text.trim() ?? '', routes }]
  })
  for (const { level, index, routes } of judged) {
    if (routes.length > 0) continue
    const message = {
      zh: `没有人能进入“${level.id}”：它的条件自相矛盾`,
      en: `nobody can reach "${level.id}": its condition contradicts itself`,
    }
    report.say(entry.file, [entry.id, 'levels', index, 'enter'], { code: 'unreachable-level', message })
  }
  const possible = judged.filter(({ routes }) => routes.length > 0)
  if (scheme.variant === 'ladder') checkClimb(possible, scheme.demote === 'one_step', entry, report)
  if (scheme.variant === 'stage' || scheme.variant === 'matrix') checkOrder(possible, entry, report)
  if (scheme.variant === 'stage') checkStageHoles(scheme.levels, possible, entry, report)
  if (scheme.variant === 'rules') checkTagSeams(scheme.levels, possible, entry, report)
  return report.issues.length === before
}

/** The highest level whose condition holds is the customer's: one above that asks no more takes everybody from below. */
function checkClimb(judged: readonly Judged[], isSteppedDown: boolean, entry: Entry, report: Report): void {
  for (const lower of judged) {
    const upper = judged.find(({ index, routes }) => index > lower.index && implies(lower.routes, routes))
    // Who falls may still come to rest there.
    if (upper === undefined || isSteppedDown || lower.level.keep !== undefined) continue
    const message = {
      zh: `没有人会停在“${lower.level.id}”（${lower.text}）：符合它的客户也都符合更高的“${upper.level.id}”（${upper.text}）`,
      en: `nobody stays in "${lower.level.id}" (${lower.text}): whoever meets it also meets "${upper.level.id}" (${upper.text}) above it`,
    }
    const suggestion = {
      zh: '级别从低到高排列，每一级的要求都要高于前一级',
      en: 'list the levels from low to high, each asking more than the one before',
    }
    const at = [entry.id, 'levels', upper.index, 'enter']
    report.say(entry.file, at, { code: 'unreachable-level', message, suggestion })
  }
}

/** The first condition that holds decides: a later one that asks no less is never looked at. */
function checkOrder(judged: readonly Judged[], entry: Entry, report: Report): void {
  for (const later of judged) {
    const earlier = judged.find(({ index, routes }) => index < later.index && implies(later.routes, routes))
    if (earlier === undefined) continue
    const message = {
      zh: `没有人会进入“${later.level.id}”（${later.text}）：符合它的客户已先符合“${earlier.level.id}”（${earlier.text}）`,
      en: `nobody reaches "${later.level.id}" (${later.text}): whoever meets it has already met "${earlier.level.id}" (${earlier.text})`,
    }
    const suggestion = {
      zh: `把“${later.level.id}”排到“${earlier.level.id}”之前，或收紧“${earlier.level.id}”的条件`,
      en: `list "${later.level.id}" before "${earlier.level.id}", or narrow "${earlier.level.id}"`,
    }
    const at = [entry.id, 'levels', later.index, 'enter']
    report.say(entry.file, at, { code: 'unreachable-level', message, suggestion })
  }
}

function checkStageHoles(levels: readonly Level[], judged: readonly Judged[], entry: Entry, report: Report): void {
  const found = judged.length === levels.length ? rangesOfOneName(judged.map(({ routes }) => routes)) : undefined
  if (found === undefined) return
  for (const hole of holesBetween(found.ranges)) {
    const place = wordsOf(hole)
    const message = {
      zh: `${found.name} ${place.zh}不属于任何阶段`,
      en: `${found.name} ${place.en} belongs to no stage`,
    }
    const suggestion = {
      zh: '让各阶段首尾相接，或最后一个阶段不写“enter”',
      en: 'let the stages meet, or leave "enter" out of the last one',
    }
    report.say(entry.file, [entry.id, 'levels'], {
      code: 'level-hole',
      severity: 'warning',
      message,
      suggestion,
      atKey: true,
    })
  }
}

/** Tags may leave customers out and may hold together; two that meet in one figure were meant to part there. */
function checkTagSeams(levels: readonly Level[], judged: readonly Judged[], entry: Entry, report: Report): void {
  const found = judged.length === levels.length ? rangesOfOneName(judged.map(({ routes }) => routes)) : undefined
  if (found === undefined) return
  for (const { low, high } of holesBetween(found.ranges)) {
    if (low !== high) continue
    const message = {
      zh: `${found.name} 恰为 ${low} 时，两边的标签都没有`,
      en: `${found.name} at exactly ${low} has none of the tags that end or begin there`,
    }
    report.say(entry.file, [entry.id, 'levels'], { code: 'level-hole', severity: 'warning', message, atKey: true })
  }
  for (const below of found.ranges) {
    const isShared = found.ranges.some(
      ({ low, hasLow }) => low === below.high && hasLow && below.hasHigh && below.low < low,
    )
    if (!isShared) continue
    const message = {
      zh: `${found.name} 恰为 ${below.high} 时，两边的标签都有`,
      en: `${found.name} at exactly ${below.high} has two tags that part there`,
    }
    report.say(entry.file, [entry.id, 'levels'], { code: 'level-overlap', severity: 'warning', message, atKey: true })
  }
}

function wordsOf({ low, high }: Interval): Label {
  return low === high
    ? { zh: `恰为 ${low} 时`, en: `at exactly ${low}` }
    : { zh: `从 ${low} 到 ${high} 之间`, en: `from ${low} to ${high}` }
}
