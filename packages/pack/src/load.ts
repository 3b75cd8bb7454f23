import { resolve } from 'node:path'
import type { Issue, Pack } from './definitions.ts'
import { findCycles } from './dependencies.ts'
import type { NameTypes } from './expression/tree.ts'
import { hashPack } from './hash.ts'
import { compact } from './load/build.ts'
import { buildChannel, buildPolicy, buildPurpose } from './load/contact-rules.ts'
import { buildBenefit, buildBulletin, buildCase, buildModule, buildObjection, buildTraining } from './load/content.ts'
import { type Entries, type Head, type Kind, kinds, readEntries, readHeads } from './load/entries.ts'
import { buildFacts } from './load/facts.ts'
import { buildForm } from './load/forms.ts'
import { buildGuard, checkProductClasses } from './load/guards.ts'
import { checkId } from './load/ids.ts'
import { buildIndicator } from './load/indicators.ts'
import { buildMessageKind, buildTemplate, checkTemplates } from './load/messages.ts'
import { checkLearning } from './load/model-checks.ts'
import { buildModel } from './load/models.ts'
import { buildMoment } from './load/moments.ts'
import { checkContactLabels, checkOffersAreMarketing } from './load/play-checks.ts'
import { buildOutcome, buildPlay } from './load/plays.ts'
import { checkProtected } from './load/protected.ts'
import type { Known } from './load/references.ts'
import { type Entry, Report } from './load/report.ts'
import { buildScheme } from './load/schemes.ts'
import { announced, checkWideNames } from './load/wide-names.ts'
import { buildWork } from './load/work.ts'
import { checkYielding } from './load/yielding.ts'
import { suggestFrom } from './nearest.ts'
import { customerScope } from './scope.ts'
import { unitWords, unknownOf } from './words.ts'

/**
 * Reads the pack in `folder` and the packs it extends (sibling folders, else folders in `library`), checks everything and reports all mistakes
 * at once. The pack is undefined when there is an error; warnings do not withhold it. Never throws for what is on disk.
 */
export function loadPack(
  folder: string,
  library?: string,
): { readonly pack: Pack | undefined; readonly issues: readonly Issue[] } {
  const report = new Report()
  // An absolute folder, so that `tend check .` finds the sibling packs.
  const heads = readHeads(resolve(folder), library, report)
  const entries = readEntries(heads, report)
  const isWhole = !report.issues.some((issue) => issue.severity === 'error' && issue.code !== 'duplicate-id')
  const read = report.issues.length
  const head = heads.find((candidate) => candidate.folder === resolve(folder))
  const pack = head && build(head, heads, entries, report)
  const isKnown = isWhole && (pack === undefined || pack.facts.size === entries.facts.size)
  const issues = report.issues.filter((issue, index) => isKnown || index < read || !followsFromGap(issue)).sort(byPlace)
  return { pack: report.hasErrors ? undefined : pack, issues }
}

/** Where a file or a fact could not be read, what it defines seems unknown to all that names it: those are no mistakes of their own. */
function followsFromGap({ code }: Issue): boolean {
  return code === 'cel-name' || code === 'unknown-place' || code === 'unknown-reference'
}

function build(head: Head, heads: readonly Head[], entries: Entries, report: Report): Pack {
  const facts = buildFacts(entries, head.base ?? false, report)
  const attributes = facts.get('customer')?.columns.map((column) => column.id) ?? []
  checkWideNames(entries, attributes, report)
  const known = { facts, ...announced(entries) }
  const scope = customerScope(known)
  const names: Known = { ids: (kind) => [...entries[kind].keys()], schemes: known.schemes, scope, attributes }
  for (const kind of kinds) {
    if (checkedElsewhere.includes(kind)) continue
    for (const entry of entries[kind].values()) checkId(entry, [], entry.id, report)
  }
  const content = {
    ...headOf(head, heads, report, scope),
    facts,
    indicators: buildAll(entries.indicators, (entry) => buildIndicator(entry, known, scope, report)),
    schemes: buildAll(entries.schemes, (entry) => buildScheme(entry, { scope, facts, report })),
    moments: buildAll(entries.moments, (entry) => buildMoment(entry, known, report)),
    plays: buildAll(entries.plays, (entry) => buildPlay(entry, names, report)),
    outcomes: buildAll(entries.outcomes, (entry) => buildOutcome(entry, report)),
    forms: buildAll(entries.forms, (entry) => buildForm(entry, report)),
    models: buildAll(entries.models, (entry) => buildModel(entry, scope, report)),
    guards: buildAll(entries.guards, (entry) => buildGuard(entry, known.schemes, entries.schemes, report)),
    ...buildWorkingDay(entries, names, report),
    work: buildWork(heads, report),
  }
  checkContactLabels(content.plays, entries.plays, report)
  checkOffersAreMarketing(content, entries.plays, report)
  checkTemplates(content, entries.templates, report)
  checkProductClasses(content.plays, content.guards, entries.plays, report)
  checkYielding(content.moments, entries.moments, report)
  checkCycles(content, entries, report)
  checkProtected(content, entries.schemes, report)
  checkLearning(content, entries.models, report)
  return { ...content, hash: hashPack(content) }
}

/** Ids of these become columns: `buildFacts` and `checkWideNames` check them with what else would be called alike. */
const checkedElsewhere: readonly Kind[] = ['facts', 'indicators', 'schemes']

/** What decides whether, how and in which words a customer is contacted, and what follows. */
function buildWorkingDay(entries: Entries, names: Known, report: Report) {
  return {
    purposes: buildAll(entries.purposes, (entry) => buildPurpose(entry, report)),
    channels: buildAll(entries.channels, (entry) => buildChannel(entry, names, report)),
    policies: buildAll(entries.policies, (entry) => buildPolicy(entry, names, report)),
    messages: buildAll(entries.messages, (entry) => buildMessageKind(entry, names, report)),
    templates: buildAll(entries.templates, (entry) => buildTemplate(entry, names, report)),
    modules: buildAll(entries.modules, (entry) => buildModule(entry, report)),
    benefits: buildAll(entries.benefits, (entry) => buildBenefit(entry, report)),
    cases: buildAll(entries.cases, (entry) => buildCase(entry, report)),
    objections: buildAll(entries.objections, (entry) => buildObjection(entry, names, report)),
    trainings: buildAll(entries.trainings, (entry) => buildTraining(entry, report)),
    bulletins: buildAll(entries.bulletins, (entry) => buildBulletin(entry, report)),
  }
}

/** What stands in `pack.yaml`, some of it inherited from the nearest pack that says it. */
function headOf(head: Head, heads: readonly Head[], report: Report, scope: NameTypes) {
  const departure = nearest(heads, (each) => each.departure)
  if (departure !== undefined) checkDeparture(departure, heads, scope, report)
  return {
    id: head.id,
    label: head.label,
    version: head.version,
    folders: heads.map((each) => each.folder),
    timeZone: nearest(heads, (each) => each.timeZone) ?? 'Asia/Shanghai',
    currency: nearest(heads, (each) => each.currency) ?? { code: 'CNY', decimals: 2 },
    protectedAttributes: [...new Set(heads.flatMap((each) => each.protectedAttributes ?? []))].sort(),
    ...compact({
      departure,
      institution: nearest(heads, (each) => each.institution),
      tasksPerDay: nearest(heads, (each) => each.tasksPerDay),
    }),
  }
}

function checkDeparture(name: string, heads: readonly Head[], scope: NameTypes, report: Report): void {
  const file = heads.findLast((each) => each.departure === name)?.file
  if (file === undefined || scope.get(name)?.unit === 'date') return
  const unit = scope.get(name)?.unit
  const message =
    unit === undefined
      ? unknownOf('attribute or indicator', name)
      : {
          zh: `客户离开的日期（departure）应为日期，而“${name}”是${unitWords[unit]}`,
          en: `a departure is a date, but "${name}" is ${unit}`,
        }
  const dates = [...scope].filter(([, type]) => type.unit === 'date').map(([date]) => date)
  report.say(file, ['departure'], {
    code: unit === undefined ? 'unknown-reference' : 'unit-mismatch',
    message,
    suggestion: suggestFrom(name, dates),
  })
}

/** Definitions by id in the order of the ids, so that the order of files never matters. */
function buildAll<Definition>(
  entries: ReadonlyMap<string, Entry>,
  buildOne: (entry: Entry) => Definition | undefined,
): ReadonlyMap<string, Definition> {
  const built = new Map<string, Definition>()
  for (const entry of [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const definition = buildOne(entry)
    if (definition !== undefined) built.set(entry.id, definition)
  }
  return built
}

function checkCycles(pack: Pick<Pack, 'indicators' | 'schemes' | 'models'>, entries: Entries, report: Report): void {
  for (const cycle of findCycles(pack)) {
    const id = cycle[0] ?? ''
    const entry = entries.indicators.get(id) ?? entries.schemes.get(id)
    if (entry === undefined) continue
    const steps = cycle.join(' → ')
    const message = { zh: `“${id}”的计算绕回了自己：${steps}`, en: `"${id}" waits for itself: ${steps}` }
    const suggestion = {
      zh: '从公式或条件中去掉其中一个；上一次运行的级别可用 <scheme>_before',
      en: 'take one of these names out of the formula or condition that reads it; <scheme>_before is the level of the last run',
    }
    report.say(entry.file, [id], { code: 'cycle', message, suggestion, atKey: true })
  }
}

/** The value of the pack itself, else of the nearest pack that it extends. */
function nearest<Value>(heads: readonly Head[], read: (head: Head) => Value | undefined): Value | undefined {
  return heads.map(read).findLast((value) => value !== undefined)
}

function byPlace(a: Issue, b: Issue): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
