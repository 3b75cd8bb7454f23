import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  childrenOf,
  dependencyOrder,
  formatIssues,
  formatSentence,
  type Indicator,
  listAssumed,
  loadPack,
  type Moment,
  measureSms,
  type Node,
  type Pack,
  type Play,
  type Scheme,
  vocabularyOf,
} from '../src/index.ts'

const folder = join(import.meta.dirname, '../../../packs')
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

function load(name: string): Pack {
  const { pack, issues } = loadPack(join(folder, name))
  if (pack === undefined) throw new Error(formatIssues(issues, 'en', folder))
  return pack
}

test('the packs are there', () => {
  expect(names).toEqual(expect.arrayContaining(['bank-retail', 'common', 'fashion-retail', 'telecom']))
})

describe.each(names)('%s', (name) => {
  test('loads without mistakes and warnings', () => {
    expect(formatIssues(loadPack(join(folder, name)).issues, 'en', folder)).toBe('0 errors, 0 warnings')
  })

  test('answers every moment with a play', () => {
    const pack = load(name)
    const answered = new Set([...pack.plays.values()].flatMap((play) => play.on))
    expect([...pack.moments.keys()].filter((id) => !answered.has(id))).toEqual([])
  })

  test('allows at most three attempts, the next not before the next working day (G26)', () => {
    const plays = [...load(name).plays.values()]
    const hasty = plays.filter((play) => play.maxAttempts > 3 || play.retryWorkingDays < 1)
    expect(hasty.map((play) => play.id)).toEqual([])
  })

  test('names the source of every figure', () => {
    const pack = load(name)
    const figures = [
      ...pack.indicators.values(),
      ...pack.schemes.values(),
      ...pack.moments.values(),
      ...pack.plays.values(),
    ]
    const silent = figures.filter((each) => each.source === undefined && each.assumed !== true && hasFigure(each))
    expect(silent.map((each) => each.id)).toEqual([])
  })

  test('offers nothing without consent', () => {
    const pack = load(name)
    const offers = [...pack.plays.values()].filter((play) => play.productClass !== undefined)
    expect(offers.filter(({ purpose }) => pack.purposes.get(purpose)?.basis !== 'consent').map(({ id }) => id)).toEqual(
      [],
    )
  })

  test('lets every customer say that they want no more', () => {
    const silent = [...load(name).plays.values()].filter(({ outcomes }) => !outcomes.includes('do_not_contact'))
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  test('writes short messages of three segments at most, in both languages', () => {
    const texts = [...load(name).templates.values()].filter(({ channel }) => channel === 'sms')
    const long = texts.filter(({ body }) => [body.zh, body.en].some((text) => measureSms(text).segments > 3))
    expect(long.map(({ id }) => id)).toEqual([])
  })

  test('expects something of every level of a scheme by which it asks for contacts (G40)', () => {
    const { policies, schemes } = load(name)
    const asked = [...policies.values()].flatMap(({ minimums }) => minimums.flatMap((each) => Object.entries(each.for)))
    for (const scheme of new Set(asked.map(([id]) => id))) {
      const levels = asked.flatMap(([id, named]) => (id === scheme ? named : []))
      expect(levels.sort()).toEqual(
        schemes
          .get(scheme)
          ?.levels.map(({ id }) => id)
          .sort(),
      )
    }
  })

  test('has a sentence for every moment in both languages', () => {
    const pack = load(name)
    for (const moment of pack.moments.values()) {
      const vocabulary = vocabularyOf(pack, moment.id)
      for (const language of ['zh', 'en'] as const) {
        expect(formatSentence(moment.reason, {}, language, vocabulary)).not.toMatch(/[{}]/)
      }
    }
  })
})

/** Schemes, moments and plays always; of indicators a window, and numbers above one in a formula or condition; 100 makes per cent. */
function hasFigure(definition: Indicator | Scheme | Moment | Play): boolean {
  if (!('unit' in definition)) return true
  if (definition.kind === 'measure' && !('lifetime' in definition.window)) return true
  if (definition.kind !== 'measure' && definition.kind !== 'derived') return false
  const expressions = definition.kind === 'derived' ? [definition.expression] : [definition.argument, definition.where]
  const numbers = expressions.flatMap((each) => (each === undefined ? [] : numbersIn(each.tree)))
  return numbers.some((value) => Math.abs(value) > 1 && value !== 100)
}

function numbersIn(node: Node): readonly number[] {
  const own = node.kind === 'literal' && typeof node.value === 'number' ? [node.value] : []
  return [...own, ...childrenOf(node).flatMap(numbersIn)]
}

test('the bank calculates what a column reads before the column', () => {
  const pack = load('bank-retail')
  const order = dependencyOrder(pack)
  const before = (first: string, second: string) => expect(order.indexOf(first)).toBeLessThan(order.indexOf(second))
  before('asset_tier', 'next_tier')
  before('next_tier', 'next_tier_at')
  before('is_lost', 'churn_by_assets')
  before('risk_index', 'churn_risk')
  expect(order).not.toContain('quarter_avg_assets')
})

test("the bank's assumed figures can be listed with their places", () => {
  const assumed = listAssumed(load('bank-retail'))
  const stage = assumed.find((issue) => issue.path === 'lifecycle.decline')
  expect(stage).toMatchObject({ code: 'assumed', severity: 'warning' })
  const line = readFileSync(stage?.file ?? '', 'utf8').split('\n')[(stage?.line ?? 0) - 1]
  expect(line?.slice((stage?.column ?? 0) - 1)).toMatch(/^assets_change <= -0\.3/)
})

test.each(['bank-retail', 'telecom'])(
  '%s cares in all seven ways (S159), adds value in three (S127) and binds in three (S137)',
  (name) => {
    const plays = [...load(name).plays.values()]
    expect(new Set(plays.map(({ method }) => method)).size).toBe(7)
    expect(new Set(plays.flatMap(({ valueAdd }) => valueAdd ?? []))).toEqual(new Set(['benefit', 'service', 'image']))
    expect(new Set(plays.flatMap(({ bond }) => bond ?? []))).toEqual(new Set(['material', 'emotional', 'social']))
    expect(new Set(plays.map(({ rhythm }) => rhythm)).size).toBe(2)
  },
)

test('the carrier writes at the first bill, the renewal and three days before a suspension (G60, G68)', () => {
  const { plays, moments, templates } = load('telecom')
  const writes = (moment: string) =>
    [...plays.values()]
      .filter(({ on }) => on.includes(moment))
      .flatMap(({ actions }) => actions.flatMap((action) => (action.kind === 'message' ? [action.template] : [])))
  expect(writes('first_bill')).toEqual(['first_bill_notice'])
  expect(writes('agreement_ending')).toEqual(['renewal_notice'])
  expect(writes('suspension_ahead')).toEqual(['suspension_notice'])
  expect(moments.get('suspension_ahead')).toMatchObject({ kind: 'expiry', withinDays: 3 })
  expect(plays.get('first_bill_call')?.dueDays).toBe(5)
  expect(['first_bill_notice', 'renewal_notice', 'suspension_notice'].map((id) => templates.get(id)?.kind)).toEqual([
    'service',
    'service',
    'service',
  ])
})

test('a small customer without prospects is neither visited nor dropped (S178, G19)', () => {
  const { policies } = load('key-accounts')
  const caps = [...policies.values()].flatMap((policy) => policy.caps)
  const minimums = [...policies.values()].flatMap((policy) => policy.minimums)
  const isFor = (levels: Readonly<Record<string, readonly string[]>>) =>
    levels['management_class']?.includes('small_keep')
  expect(caps.find((cap) => isFor(cap.for) && cap.channels?.includes('visit'))?.max).toBe(0)
  expect(minimums.filter((each) => isFor(each.for))).toMatchObject([{ per: 'year', min: 1 }])
})
