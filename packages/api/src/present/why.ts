import type { AxisPlace, ManualWord, NextLevel, StateRow, WhyLevel } from '@tend/analysis'
import { type Actor, maskRow } from '@tend/care'
import type { CellValue, CustomerClass, ExplainedValue, Label, Why } from '@tend/contract'
import type { Expression, Pack, Scheme, Term, Unit } from '@tend/pack'
import type { Directory } from '../directory.ts'
import { isAmong } from './among.ts'
import { sensitivityIn } from './sensitivity.ts'
import { describeName, presentDecision } from './sentence.ts'

type Gap = NonNullable<CustomerClass['gap']>

type Presenter = { readonly pack: Pack; readonly directory: Directory; readonly actor: Actor }

export function presentWhy({ pack, directory, actor }: Presenter, scheme: Scheme, why: WhyLevel, asOf: string): Why {
  const level = scheme.levels.find(({ id }) => id === why.level)
  const values = why.manual === undefined ? decidingValues(pack, actor, why) : []
  return {
    scheme: scheme.id,
    variant: scheme.variant,
    level: why.level,
    before: why.before,
    since: why.since,
    until: why.until,
    asOf,
    sentence: presentDecision(pack, scheme.id, why.level, values),
    values,
    rule: why.rule,
    terms: presentTerms(pack, actor, why.terms),
    cut: level?.cut ?? null,
    next: why.next === undefined ? null : presentNext(pack, actor, scheme, why.next),
    margin: why.margin === null ? null : distance(pack, level?.margin, why.margin),
    manual: why.manual === undefined ? null : presentWord(directory, why.manual),
    axes: why.axes.map((place) => presentAxis(pack, actor, place)),
    tags: why.tags.map((tag) => ({ ...tag, terms: presentTerms(pack, actor, tag.terms) })),
    source: level?.source ?? scheme.source ?? null,
    assumed: level?.assumed ?? scheme.assumed ?? false,
    packHash: pack.hash,
  }
}

type Standing = { readonly row: StateRow; readonly asOf: string; readonly why: WhyLevel }

export function presentClass(pack: Pack, scheme: Scheme, { row, asOf, why }: Standing): CustomerClass {
  return {
    scheme: scheme.id,
    isFor: isAmong(pack, scheme, row, asOf),
    level: why.level,
    before: why.before,
    since: why.since,
    until: why.until,
    nextLevel: why.next?.level ?? null,
    gap: why.next === undefined ? null : gapOf(pack, scheme, why.next),
  }
}

function presentNext(pack: Pack, actor: Actor, scheme: Scheme, next: NextLevel): NonNullable<Why['next']> {
  return {
    level: next.level,
    rule: next.rule,
    terms: presentTerms(pack, actor, next.terms),
    gap: gapOf(pack, scheme, next),
  }
}

/** Gap and margin are reckoned in the unit of what their formulas read; money there is in major units and crosses in minor ones. */
function gapOf(pack: Pack, scheme: Scheme, next: NextLevel): Gap | null {
  if (next.gap === null) return null
  return distance(pack, scheme.levels.find(({ id }) => id === next.level)?.gap, next.gap)
}

function distance(pack: Pack, formula: Expression | undefined, value: number): Gap {
  const units = (formula?.names ?? []).map((name) => describeName(pack, name).unit)
  const unit: Unit = units.find((each) => each === 'money') ?? units[0] ?? 'number'
  return unit === 'money' ? { unit, value: Math.round(value * 10 ** pack.currency.decimals) } : { unit, value }
}

function presentWord({ staffName }: Directory, word: ManualWord): NonNullable<Why['manual']> {
  return { ...word, decidedBy: word.decidedBy === null ? null : staffName(word.decidedBy) }
}

function presentAxis(pack: Pack, actor: Actor, place: AxisPlace): Why['axes'][number] {
  const { axis, label, metric, unit, cut, side } = place
  const [read] = explainedValues(pack, actor, { [metric]: place.value })
  return { axis, label, unit, value: read?.value ?? null, cut, side }
}

function presentTerms(pack: Pack, actor: Actor, terms: readonly Term[]): Why['terms'] {
  return terms.map(({ text, isTrue, values }) => ({
    text,
    isTrue,
    values: explainedValues(pack, actor, Object.fromEntries(values.map(({ name, value }) => [name, value]))),
  }))
}

/** What a reason holds beside columns of the wide row. */
const written: Readonly<Record<string, { readonly label: Label; readonly unit: Unit }>> = {
  position: { label: { zh: '名次', en: 'Position' }, unit: 'number' },
  of: { label: { zh: '参与排名的客户', en: 'Customers ranked' }, unit: 'count' },
  reason: { label: { zh: '名单所列原因', en: 'Reason given with the list' }, unit: 'text' },
}

/** The values that decided; those of a table stand by its axes with their cuts. */
function decidingValues(pack: Pack, actor: Actor, { reason, axes }: WhyLevel): ExplainedValue[] {
  const onAxes = new Set(axes.flatMap(({ axis, metric }) => [`${axis}_cut`, metric]))
  const others = Object.entries(reason).filter(([name]) => !onAxes.has(name))
  return explainedValues(pack, actor, Object.fromEntries(others)).map((value) => ({ ...value, ...written[value.id] }))
}

/** Values that a rule read, masked like the row that they come from. */
function explainedValues(pack: Pack, actor: Actor, raw: Readonly<Record<string, unknown>>): ExplainedValue[] {
  const values = maskRow(actor, raw as StateRow, sensitivityIn(pack))
  return Object.entries(values).map(([name, value]) => ({
    id: name,
    ...describeName(pack, name),
    value: value as CellValue,
  }))
}
