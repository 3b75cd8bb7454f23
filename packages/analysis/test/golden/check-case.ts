import { formatSentence, judgeOffer, type Pack, type Unit, vocabularyOf } from '@tend/pack'
import { expect } from 'vitest'
import type { Outcome } from './run-case.ts'
import type { ExpectedLevel, ExpectedMoment, ExpectedOffer, GoldenCase } from './shape.ts'

type Row = Readonly<Record<string, unknown>>

/** Compares what a case expects, and nothing else, with what the night made of its facts. */
export function checkCase(pack: Pack, { customers, moments }: Outcome, expected: GoldenCase['expect']): void {
  const byId = new Map(customers.map((row) => [row.customer_id, row]))
  const customer = (id: string): Row => {
    const row = byId.get(id)
    if (!row) throw new Error(`there is no customer ${id}`)
    return row
  }
  if (expected.customers !== undefined) expect(customers.length, 'customers').toBe(expected.customers)
  for (const [scheme, levels] of Object.entries(expected.levels ?? {})) {
    for (const [id, level] of Object.entries(levels)) checkLevel(pack, scheme, id, customer(id), level)
  }
  for (const [scheme, counts] of Object.entries(expected.counts ?? {})) {
    const found = Object.keys(counts).map((level) => [level, customers.filter((row) => has(row[scheme], level)).length])
    expect(Object.fromEntries(found), scheme).toEqual(counts)
  }
  for (const [id, indicators] of Object.entries(expected.indicators ?? {})) {
    for (const [name, value] of Object.entries(indicators)) {
      const indicator = pack.indicators.get(name)
      if (!indicator) throw new Error(`pack ${pack.id} has no indicator ${name}`)
      compare(readable(customer(id)[name], indicator.unit, pack), value, `${name} of ${id}`)
    }
  }
  for (const [id, occurrences] of Object.entries(expected.moments ?? {})) {
    customer(id)
    for (const [moment, occurrence] of Object.entries(occurrences)) {
      const open = moments.filter((row) => row.customer_id === id && row.moment === moment)
      checkMoment(pack, moment, id, open, occurrence)
    }
  }
  for (const offer of expected.offers ?? []) checkOffer(pack, offer)
}

function checkOffer(pack: Pack, { levels, class: productClass, requested, verdict }: ExpectedOffer): void {
  const classes = [...pack.guards.values()].flatMap((guard) => guard.classes.map(({ id }) => id))
  if (!classes.includes(productClass)) throw new Error(`no guard of pack ${pack.id} knows the class ${productClass}`)
  const about = `${productClass} ${requested ? 'on request' : 'unasked'} at ${JSON.stringify(levels)}`
  expect(judgeOffer(pack, levels, productClass, requested).verdict, about).toBe(verdict)
}

/** Whether a level, or one of the tags of a rules scheme, is this one. */
function has(level: unknown, id: string): boolean {
  return typeof level === 'string' && level.split(',').includes(id)
}

/** Tags are written as a list and stored as text. */
function stored(expected: string | null | readonly string[]): string | null {
  return typeof expected === 'string' || expected === null ? expected : expected.join(',')
}

function checkLevel(pack: Pack, scheme: string, id: string, row: Row, expected: ExpectedLevel): void {
  if (!pack.schemes.has(scheme)) throw new Error(`pack ${pack.id} has no scheme ${scheme}`)
  const about = `${scheme} of ${id}`
  if (expected === null || typeof expected === 'string' || Array.isArray(expected)) {
    expect(row[scheme], about).toBe(stored(expected))
    return
  }
  const { level, before, reason, ...days } = expected
  expect(row[scheme], about).toBe(stored(level))
  if (before !== undefined) expect(row[`${scheme}_before`], `before of ${about}`).toBe(stored(before))
  for (const [part, value] of Object.entries(days)) {
    if (!(`${scheme}_${part}` in row)) throw new Error(`there is no ${scheme}_${part}: no window names the ladder`)
    expect(row[`${scheme}_${part}`], `${part} of ${about}`).toBe(value)
  }
  if (reason) checkReason(pack, undefined, row[`${scheme}_reason`], reason, about, cutUnits(pack, scheme))
}

/** The cuts of a matrix are written in the unit of their metrics. */
function cutUnits(pack: Pack, id: string): ReadonlyMap<string, Unit> {
  const scheme = pack.schemes.get(id)
  if (scheme?.variant !== 'matrix') return new Map()
  const { unitOf } = vocabularyOf(pack)
  return new Map([
    ['x_cut', unitOf(scheme.x.metric) ?? 'number'],
    ['y_cut', unitOf(scheme.y.metric) ?? 'number'],
  ])
}

function checkMoment(pack: Pack, moment: string, id: string, open: readonly Row[], expected: ExpectedMoment): void {
  if (!pack.moments.has(moment)) throw new Error(`pack ${pack.id} has no moment ${moment}`)
  const about = `${moment} of ${id}`
  if (expected === 'none') {
    expect(open, `${about} must not be open`).toEqual([])
    return
  }
  expect(open.length, `${about} must be open`).toBeGreaterThan(0)
  if (expected === 'open') return
  const all = Array.isArray(expected) ? expected : [expected]
  expect(open.length, `open occurrences of ${about}`).toBe(all.length)
  for (const [index, occurrence] of all.entries()) {
    const row = occurrence.key === undefined ? open[index] : open.find(({ key }) => key === occurrence.key)
    if (!row) throw new Error(`${about} has no occurrence ${occurrence.key}`)
    const { reason, sentence, value, urgency, ...rest } = occurrence
    for (const [part, wanted] of Object.entries(rest)) expect(row[part], `${part} of ${about}`).toBe(wanted)
    if (value !== undefined) compare(readable(row.value, 'money', pack), value, `value of ${about}`)
    if (urgency !== undefined) compare(row.urgency, urgency, `urgency of ${about}`)
    if (reason) checkReason(pack, moment, row.reason, reason, about)
    for (const language of ['zh', 'en'] as const) {
      const wanted = sentence?.[language]
      if (wanted !== undefined) expect(sentenceOf(pack, moment, row, language), `sentence of ${about}`).toBe(wanted)
    }
  }
}

function sentenceOf(pack: Pack, momentId: string, row: Row, language: 'zh' | 'en'): string {
  const moment = pack.moments.get(momentId)
  if (!moment) throw new Error(`pack ${pack.id} has no moment ${momentId}`)
  return formatSentence(moment.reason, JSON.parse(String(row.reason)), language, vocabularyOf(pack, momentId))
}

function checkReason(
  pack: Pack,
  moment: string | undefined,
  json: unknown,
  expected: Row,
  about: string,
  units: ReadonlyMap<string, Unit> = new Map(),
): void {
  const reason = JSON.parse(String(json)) as Row
  const { unitOf } = vocabularyOf(pack, moment)
  for (const [name, value] of Object.entries(expected)) {
    compare(
      readable(reason[name], units.get(name) ?? unitOf(name) ?? 'number', pack),
      value,
      `${name} in the reason of ${about}`,
    )
  }
}

/** Money in major units, as people write it. */
function readable(value: unknown, unit: Unit, pack: Pack): unknown {
  return unit === 'money' && value !== null && value !== undefined
    ? Number(value) / 10 ** pack.currency.decimals
    : value
}

function compare(actual: unknown, expected: unknown, about: string): void {
  if (typeof actual === 'number' && typeof expected === 'number') expect(actual, about).toBeCloseTo(expected, 6)
  else expect(actual, about).toBe(expected)
}
