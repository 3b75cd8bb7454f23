import type { Benefit, Bulletin, CaseKind, Module, Objection, Training } from '../definitions.ts'
import { checkReference, definedBy, readShape } from './build.ts'
import { benefitShape, bulletinShape, caseShape, moduleShape, objectionShape, trainingShape } from './contact-shapes.ts'
import type { Known } from './references.ts'
import type { Entry, Report } from './report.ts'

export function buildModule(entry: Entry, report: Report): Module | undefined {
  const raw = readShape(moduleShape, entry, report)
  return raw && definedBy(entry, raw)
}

export function buildBulletin(entry: Entry, report: Report): Bulletin | undefined {
  const raw = readShape(bulletinShape, entry, report)
  return raw && definedBy(entry, raw)
}

export function buildBenefit(entry: Entry, report: Report): Benefit | undefined {
  const raw = readShape(benefitShape, entry, report)
  if (raw === undefined) return undefined
  const { valueAdd, cost, validityDays, perYear, needsApproval = false } = raw
  return { ...definedBy(entry, raw), valueAdd, cost, validityDays, perYear, needsApproval }
}

export function buildCase(entry: Entry, report: Report): CaseKind | undefined {
  const raw = readShape(caseShape, entry, report)
  if (raw === undefined) return undefined
  const { dueWorkingDays, route, needsAnswer } = raw
  return { ...definedBy(entry, raw), dueWorkingDays, route, needsAnswer }
}

/** Without plays the answers go with every contact. */
export function buildObjection(entry: Entry, known: Known, report: Report): Objection | undefined {
  const raw = readShape(objectionShape, entry, report)
  if (raw === undefined) return undefined
  const { answers, plays = [] } = raw
  for (const [index, play] of plays.entries())
    checkReference(play, known.ids('plays'), { entry, path: ['plays', index], noun: 'play' }, report)
  return { ...definedBy(entry, raw), answers, plays }
}

export function buildTraining(entry: Entry, report: Report): Training | undefined {
  const raw = readShape(trainingShape, entry, report)
  if (raw === undefined) return undefined
  const { topic, roles, body, validMonths } = raw
  return { ...definedBy(entry, raw), topic, roles, body, validMonths }
}
