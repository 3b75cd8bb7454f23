import type { NextLevel, StateRow, WhyLevel } from '@tend/analysis'
import { type Actor, maskRow } from '@tend/care'
import type { CellValue, CustomerClass, ExplainedValue, Why } from '@tend/contract'
import type { Pack, Scheme, Term, Unit } from '@tend/pack'

import { sensitivityIn } from './sensitivity.ts'
import { describeName, presentDecision } from './sentence.ts'

type Gap = NonNullable<CustomerClass['gap']>

export function presentWhy(pack: Pack, actor: Actor, scheme: Scheme, why: WhyLevel, asOf: string): Why {
  const level = scheme.levels.find(({ id }) => id === why.level)
  const values = explainedValues(pack, actor, why.reason)
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
    source: level?.source ?? scheme.source ?? null,
    assumed: level?.assumed ?? scheme.assumed ?? false,
    packHash: pack.hash,
  }
}

export function presentClass(pack: Pack, scheme: Scheme, why: WhyLevel): CustomerClass {
  return {
    scheme: scheme.id,
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

/** The gap is reckoned in the unit of what its formula reads; money there is in major units and crosses in minor ones. */
function gapOf(pack: Pack, scheme: Scheme, next: NextLevel): Gap | null {
  if (next.gap === null) return null
  const names = scheme.levels.find(({ id }) => id === next.level)?.gap?.names ?? []
  const units = names.map((name) => describeName(pack, name).unit)
  const unit: Unit = units.find((each) => each === 'money') ?? units[0] ?? 'number'
  return unit === 'money'
    ? { unit, value: Math.round(next.gap * 10 ** pack.currency.decimals) }
    : { unit, value: next.gap }
}

function presentTerms(pack: Pack, actor: Actor, terms: readonly Term[]): Why['terms'] {
  return terms.map(({ text, isTrue, values }) => ({
    text,
    isTrue,
    values: explainedValues(pack, actor, Object.fromEntries(values.map(({ name, value }) => [name, value]))),
  }))
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
