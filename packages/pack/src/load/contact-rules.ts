import type { Channel, Policy, Purpose } from '../definitions.ts'
import { checkReference, compact, definedBy, readShape } from './build.ts'
import { channelShape, policyShape, purposeShape } from './contact-shapes.ts'
import { checkLevels, type Known } from './references.ts'
import type { Entry, Report } from './report.ts'

/** A consent without the words that were agreed to would prove nothing (X02). */
export function buildPurpose(entry: Entry, report: Report): Purpose | undefined {
  const raw = readShape(purposeShape, entry, report)
  if (raw === undefined) return undefined
  const { basis, afterLeaving = false, consentText, consentVersion } = raw
  for (const [key, value] of Object.entries({ consentText, consentVersion })) {
    if (basis !== 'consent' || value !== undefined) continue
    const message = {
      zh: `需要客户同意的目的要写出“${key}”：征得同意所用的文字及其版本`,
      en: `a purpose that needs consent has "${key}": the words that customers agree to, and their version`,
    }
    report.say(entry.file, [entry.id], { code: 'missing-field', message, atKey: true })
  }
  return { ...definedBy(entry, raw), basis, afterLeaving, ...compact({ consentText, consentVersion }) }
}

export function buildChannel(entry: Entry, known: Known, report: Report): Channel | undefined {
  const raw = readShape(channelShape, entry, report)
  if (raw === undefined) return undefined
  const { by, address, needsTrust = false, isQuiet = false, isInPerson = false, isInternal } = raw
  if (address !== undefined)
    checkReference(address, known.attributes, { entry, path: ['address'], noun: 'attribute' }, report)
  return { ...definedBy(entry, raw), by, needsTrust, isQuiet, isInPerson, ...compact({ address, isInternal }) }
}

export function buildPolicy(entry: Entry, known: Known, report: Report): Policy | undefined {
  const raw = readShape(policyShape, entry, report)
  if (raw === undefined) return undefined
  const { caps = [], minimums = [], quietHours, quietOnHolidays = false, coolOffDays = 0 } = raw
  for (const [index, cap] of caps.entries()) {
    checkLimit(entry, ['caps', index], cap, known, report)
    for (const [at, purpose] of (cap.purposes ?? []).entries()) {
      const path = ['caps', index, 'purposes', at]
      checkReference(purpose, known.ids('purposes'), { entry, path, noun: 'purpose' }, report)
    }
  }
  for (const [index, minimum] of minimums.entries()) checkLimit(entry, ['minimums', index], minimum, known, report)
  return {
    ...definedBy(entry, raw),
    ...compact({ quietHours }),
    quietOnHolidays,
    coolOffDays,
    caps: caps.map((cap) => limitOf(cap, { max: cap.max, per: cap.per, ...compact({ purposes: cap.purposes }) })),
    minimums: minimums.map((minimum) => limitOf(minimum, { min: minimum.min, per: minimum.per })),
  }
}

type WrittenLimit = {
  readonly for?: Readonly<Record<string, readonly string[]>> | undefined
  readonly channels?: readonly string[] | undefined
}

function limitOf<Rest extends object>({ for: levels = {}, channels }: WrittenLimit, rest: Rest) {
  return { for: levels, ...compact({ channels }), ...rest }
}

function checkLimit(
  entry: Entry,
  path: readonly (string | number)[],
  limit: WrittenLimit,
  known: Known,
  report: Report,
) {
  checkLevels(limit.for ?? {}, { entry, path: [...path, 'for'] }, known, report)
  for (const [at, channel] of (limit.channels ?? []).entries()) {
    const place = { entry, path: [...path, 'channels', at], noun: 'channel' } as const
    checkReference(channel, known.ids('channels'), place, report)
  }
}
