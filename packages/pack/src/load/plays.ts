import type { Outcome, Play } from '../definitions.ts'
import type { NameTypes } from '../expression/tree.ts'
import { checkReference, compact, definedBy, readOptional, readShape } from './build.ts'
import type { Entry, Report } from './report.ts'
import { outcomeShape, playShape } from './shapes.ts'

export function buildOutcome(entry: Entry, report: Report): Outcome | undefined {
  const raw = readShape(outcomeShape, entry, report)
  return raw && { ...definedBy(entry, raw), result: raw.result }
}

export function buildPlay(
  entry: Entry,
  known: { readonly moments: readonly string[]; readonly outcomes: readonly string[]; readonly scope: NameTypes },
  report: Report,
): Play | undefined {
  const raw = readShape(playShape, entry, report)
  if (raw === undefined) return undefined
  for (const [index, id] of raw.on.entries())
    checkReference(id, known.moments, { entry, path: ['on', index], noun: 'moment' }, report)
  for (const [index, id] of raw.outcomes.entries()) {
    checkReference(id, known.outcomes, { entry, path: ['outcomes', index], noun: 'outcome' }, report)
  }
  const match = readOptional(raw.match, { entry, path: ['match'] }, known.scope, 'flag', report)
  const { on, contactLabel, channel, assign, dueDays, maxAttempts, retryWorkingDays, script, checklist = [] } = raw
  const rules = { contactLabel, channel, assign, dueDays, maxAttempts, retryWorkingDays, script, checklist }
  return {
    ...definedBy(entry, raw),
    on,
    ...rules,
    outcomes: raw.outcomes,
    ...compact({ match, productClass: raw.productClass }),
  }
}

/** Every kind of contact has a label of its own (S161). */
export function checkContactLabels(
  plays: ReadonlyMap<string, Play>,
  entries: ReadonlyMap<string, Entry>,
  report: Report,
): void {
  const owners = new Map<string, string>()
  for (const play of plays.values()) {
    const owner = owners.get(play.contactLabel)
    const entry = entries.get(play.id)
    if (owner !== undefined && entry !== undefined) {
      const message = {
        zh: `回访标签“${play.contactLabel}”已属于动作“${owner}”；每种联系各有自己的标签（S161）`,
        en: `contact label "${play.contactLabel}" already belongs to play "${owner}"; every kind of contact has its own (S161)`,
      }
      report.say(entry.file, [play.id, 'contactLabel'], { code: 'duplicate-label', message })
    }
    owners.set(play.contactLabel, owner ?? play.id)
  }
}
