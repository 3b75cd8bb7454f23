import type { Label, Window } from '../definitions.ts'
import { didYouMeanAny } from '../nearest.ts'
import type { NamedThings } from '../scope.ts'
import { variantWords } from '../words.ts'
import { checkReference, compact } from './build.ts'
import { windowShapes } from './indicator-shapes.ts'
import { checkShape, type Entry, type Report } from './report.ts'

const kinds = ['days', 'months', 'calendar', 'sinceLevel', 'sinceDemotion', 'lifetime'] as const

/** Reads a window; without one a measure looks at the whole history. */
export function readWindow(
  raw: Readonly<Record<string, unknown>> | undefined,
  schemes: NamedThings['schemes'],
  entry: Entry,
  report: Report,
): Window | undefined {
  if (raw === undefined) return { lifetime: true }
  const kind = kinds.find((key) => key in raw)
  const at = [entry.id, 'window']
  if (kind === undefined) {
    const suggestion = didYouMeanAny(Object.keys(raw), kinds)
    report.say(entry.file, at, { code: 'window', message: allWindows, suggestion, atKey: true })
    return undefined
  }
  switch (kind) {
    case 'days': {
      const window = checkShape(windowShapes.days, raw, entry.file, at, report)
      return window && { days: window.days, offset: window.offset ?? 0 }
    }
    case 'months': {
      const window = checkShape(windowShapes.months, raw, entry.file, at, report)
      return window && { months: window.months, offset: window.offset ?? 0 }
    }
    case 'calendar': {
      const window = checkShape(windowShapes.calendar, raw, entry.file, at, report)
      return window && { calendar: window.calendar, offset: window.offset ?? 0, ...compact({ count: window.count }) }
    }
    case 'sinceLevel': {
      const window = checkShape(windowShapes.sinceLevel, raw, entry.file, at, report)
      return window && isLadder(window.sinceLevel, kind, schemes, entry, report) ? window : undefined
    }
    case 'sinceDemotion': {
      const window = checkShape(windowShapes.sinceDemotion, raw, entry.file, at, report)
      return window && isLadder(window.sinceDemotion, kind, schemes, entry, report) ? window : undefined
    }
    case 'lifetime':
      return checkShape(windowShapes.lifetime, raw, entry.file, at, report)
  }
}

const allWindows: Label = {
  zh: '时间范围可写 { days: n }、{ months: n }、{ calendar: month | quarter | year }、{ sinceLevel: ladder }、{ sinceDemotion: ladder } 或 { lifetime: true }',
  en: 'a window is { days: n }, { months: n }, { calendar: month | quarter | year }, { sinceLevel: ladder }, { sinceDemotion: ladder } or { lifetime: true }',
}

/** Only a ladder has periods of a customer's own. */
function isLadder(
  name: string,
  key: 'sinceLevel' | 'sinceDemotion',
  schemes: NamedThings['schemes'],
  entry: Entry,
  report: Report,
): boolean {
  const ladders = [...schemes].filter(([, { variant }]) => variant === 'ladder').map(([id]) => id)
  const scheme = schemes.get(name)
  if (scheme === undefined)
    return checkReference(name, ladders, { entry, path: ['window', key], noun: 'ladder' }, report)
  if (scheme.variant === 'ladder') return true
  const message = {
    zh: `时间范围要从阶梯分级的级别算起，而“${name}”是${variantWords[scheme.variant]}`,
    en: `a window begins with a level of a ladder, but "${name}" is a ${scheme.variant} scheme`,
  }
  report.say(entry.file, [entry.id, 'window', key], { code: 'window', message })
  return false
}
