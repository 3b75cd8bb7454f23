import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatIssues, type Issue, listAssumed, loadPack, type Pack } from '../src/index.ts'
import { expectBoth } from './both-languages.ts'
import { mistakes } from './mistakes.ts'
import { type Files, shop, withPacks } from './pack-folder.ts'

const load = (files: Files, folder = 'shop') => withPacks(files, (root) => ({ root, ...loadPack(join(root, folder)) }))

function packOf(files: Files, folder = 'shop'): Pack {
  const { pack, issues } = load(files, folder)
  if (pack === undefined) throw new Error(formatIssues(issues))
  return pack
}

test('a correct pack loads without a word', () => {
  const { pack, issues } = load(shop)
  expect(issues).toEqual([])
  expect(pack?.indicators.has('spent')).toBe(true)
})

test('a pack in a folder of its own extends those of a library; one beside it comes first', () => {
  const tea = 'id: tea\nversion: "1"\nlabel: { zh: 茶, en: Tea }\nextends: [shop]\n'
  const away = Object.fromEntries(Object.entries(shop).map(([path, content]) => [`library/${path}`, content]))
  withPacks({ ...away, 'mine/tea/pack.yaml': tea }, (root) => {
    const { pack, issues } = loadPack(join(root, 'mine/tea'), join(root, 'library'))
    expect(issues).toEqual([])
    expect(pack?.schemes.has('card')).toBe(true)
    expect(loadPack(join(root, 'mine/tea')).issues.map((issue) => issue.code)).toContain('unknown-reference')
  })
  withPacks({ ...away, ...shop, 'tea/pack.yaml': tea }, (root) => {
    const { pack } = loadPack(join(root, 'tea'), join(root, 'library'))
    expect(pack?.folders).toContain(join(root, 'shop'))
  })
})

describe('a mistake is reported at its line and column', () => {
  test.each(mistakes)('$title: $code', (mistake) => {
    const { file, yaml, code, message, suggestion, zh, zhSuggestion, severity = 'error' } = mistake
    const marker = yaml.indexOf('»')
    const before = yaml.slice(0, marker).split('\n')
    const { pack, issues } = load({ ...shop, [`shop/${file}`]: yaml.replace('»', '') })
    const found = issues.find((issue) => issue.code === code && issue.message.en.includes(message))
    expect(found, formatIssues(issues)).toBeDefined()
    expect({ line: found?.line, column: found?.column, severity: found?.severity }).toEqual({
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      severity,
    })
    expect(found?.file.endsWith(file)).toBe(true)
    if (suggestion !== undefined) expect(found?.suggestion?.en).toBe(suggestion)
    expect(pack === undefined).toBe(severity === 'error')
    if (zh !== undefined) expect(found?.message.zh).toBe(zh)
    if (zhSuggestion !== undefined) expect(found?.suggestion?.zh).toBe(zhSuggestion)
    for (const issue of issues) expectBoth(issue)
  })
})

test('all mistakes of a pack are reported at once, in the order of files and lines', () => {
  const { issues } = load({
    ...shop,
    'shop/indicators/a.yaml': 'a: { label: { zh: 名, en: Name }, unit: money, formula: spnt + x1, charts: true }\n',
    'shop/schemes/s.yaml': 's: { label: { zh: 名 }, variant: rank, metric: spent, levels: [] }\n',
  })
  expect(issues.map((issue) => [issue.code, issue.path])).toEqual([
    ['cel-name', 'a.formula'],
    ['cel-name', 'a.formula'],
    ['unknown-key', 'a.charts'],
    ['missing-field', 's.label'],
    ['wrong-value', 's.levels'],
  ])
})

test('what a broken file or fact would have defined is not reported missing wherever it is named', () => {
  const broken = load({
    ...shop,
    'shop/indicators/base.yaml': 'spent\n  label: { zh: 消费, en: Spent }\n  unit: money\n',
  })
  expect(broken.issues.map((issue) => issue.code)).toEqual(['yaml'])
  const facts = String(shop['shop/facts/shop.yaml'])
  const column = load({ ...shop, 'shop/facts/shop.yaml': facts.replaceAll('type: money', 'type: cash') })
  expect(column.issues.map((issue) => issue.path)).toEqual(['sale.columns.amount.type'])
})

test.each([
  ["kind = 'web'", 'write =='],
  ['spent > 1 and spent < 9', '&&'],
  ['card == ‘gold’', 'straight quotes'],
  ['spent >= 5 ，1', 'half-width'],
  ['spent => 5', 'write >= or <='],
  ['spent >= 10万', '10万 is 100000'],
  ['spent >= 10 元', 'write the number alone'],
  ['spent >= 10%', '10% is 0.1'],
])('the slip in %s is answered with what to write', (formula, hint) => {
  const { issues } = load({
    ...shop,
    'shop/indicators/a.yaml': `a: { label: { zh: 名, en: Name }, unit: flag, formula: "${formula}" }\n`,
  })
  expect(issues.map((issue) => issue.suggestion?.en ?? '').join()).toContain(hint)
  for (const issue of issues) expectBoth(issue)
})

test('a definition with a mistake does not make its readers fail as well', () => {
  const { issues } = load({
    ...shop,
    'shop/indicators/a.yaml': `a: { label: { zh: 名, en: Name }, unit: flag, formula: spnt > 1 }
b: { label: { zh: 名, en: Name }, unit: flag, formula: "!a" }
`,
  })
  expect(issues.map((issue) => issue.path)).toEqual(['a.formula'])
})

test('a protected attribute is found behind indicators', () => {
  const { issues } = load({
    ...shop,
    'shop/indicators/a.yaml': `a: { label: { zh: 名, en: Name }, unit: flag, formula: "gender == 'f'" }
b: { label: { zh: 名, en: Name }, unit: money, formula: "a ? spent : 0" }
`,
    'shop/schemes/s.yaml':
      's: { label: { zh: 名, en: N }, variant: rank, metric: b, levels: [{ id: x, label: { zh: 名, en: N }, cut: 1 }] }\n',
  })
  expect(issues.map((issue) => issue.message.en)).toEqual([
    'scheme "s" grades by the protected attribute "gender" (s → b → a → gender)',
  ])
})

test('assumed figures are listed and refuse nothing, those of guards and models included', () => {
  const guard = 'g: { label: { zh: 名, en: N }, assumed: true, source: S122, scheme: card, classes: {}, rules: {} }\n'
  const model = String(shop['shop/models/base.yaml']).replace('kind:', 'assumed: true\n  kind:')
  const pack = packOf({ ...shop, 'shop/guards/g.yaml': guard, 'shop/models/base.yaml': model })
  expect(listAssumed(pack).map(({ path, message }) => [path, message.en])).toEqual([
    ['g', "the figures are the makers' assumption; S122 leaves them open"],
    ['score', "the figures are the makers' assumption"],
  ])
})

test('a folder without a pack, and no folder at all, are answered with an issue', () => {
  const codes = (issues: readonly Issue[]) => issues.map((issue) => issue.code)
  expect(codes(load(shop, 'shop/facts').issues)).toContain('no-pack-file')
  expect(codes(load(shop, 'nowhere').issues)).toEqual(['no-folder'])
})

test('a file that is not UTF-8 is answered with an issue', () => {
  const { issues } = load({ ...shop, 'shop/indicators/a.yaml': Uint8Array.from([0x61, 0x3a, 0x20, 0xc4, 0xe3]) })
  expect(issues.map((issue) => issue.message.en)).toEqual(['the file is not UTF-8; save it as UTF-8'])
})

test('a folder that is no part of a pack is named', () => {
  const { pack, issues } = load({ ...shop, 'shop/indicator/a.yaml': 'a: 1\n' })
  expect(issues.map((issue) => [issue.severity, issue.suggestion?.en])).toEqual([
    ['warning', 'did you mean "indicators"?'],
  ])
  expect(pack).toBeDefined()
})

describe('a pack that extends another', () => {
  const big: Files = {
    ...shop,
    'big/pack.yaml':
      'id: big\nversion: "2"\nlabel: { zh: 大, en: Big }\nextends: [shop]\ncurrency: { code: JPY, decimals: 0 }\n',
  }

  test('sees its definitions and may replace one', () => {
    const file = shop['shop/indicators/base.yaml']
    const pack = packOf({ ...big, 'big/indicators/own.yaml': String(file).replace('months: 12', 'months: 3') }, 'big')
    expect(pack.indicators.get('spent')).toMatchObject({ window: { months: 3, offset: 0 } })
    expect(pack.schemes.has('card')).toBe(true)
    expect([pack.currency.code, pack.protectedAttributes]).toEqual(['JPY', ['gender']])
  })

  test('in a circle is refused', () => {
    const { issues } = load({ ...big, 'shop/pack.yaml': `${shop['shop/pack.yaml']}extends: [big]\n` }, 'big')
    expect(issues.map((issue) => issue.message.en)).toEqual(['packs extend each other: big → shop → big'])
  })
})

describe('the content hash', () => {
  const hash = (files: Files) => packOf(files).hash

  test('does not depend on files, layout, comments and the order of keys', () => {
    const { 'shop/indicators/base.yaml': _, ...rest } = shop
    const moved =
      'spent: { window: { months: 12 }, measure: sum(amount), fact: sale, unit: money, label: { en: Spent, zh: 消费 } } # year\n'
    expect(hash({ ...rest, 'shop/indicators/other.yaml': moved })).toBe(hash(shop))
  })

  test.each([
    ['guards/g.yaml', 'extra: blocked', 'extra: on_request'],
    ['models/base.yaml', 'bins: 5', 'bins: 6'],
  ])('changes with %s', (file, from, to) => {
    const guard =
      'g: { label: { zh: 名, en: N }, scheme: card, classes: { extra: { zh: 增, en: Extra } }, rules: { gold: { extra: blocked } } }\n'
    const files: Files = { 'shop/guards/g.yaml': guard, ...shop }
    const changed = String(files[`shop/${file}`]).replace(from, to)
    expect(changed).not.toBe(files[`shop/${file}`])
    expect(hash({ ...files, [`shop/${file}`]: changed })).not.toBe(hash(files))
  })

  test('changes with a threshold', () => {
    const scheme = String(shop['shop/schemes/base.yaml']).replace('1000', '1001')
    expect(hash({ ...shop, 'shop/schemes/base.yaml': scheme })).not.toBe(hash(shop))
  })
})

describe('a play of the working day', () => {
  const moment =
    'm: { label: { zh: 刻, en: M }, kind: threshold, when: spent > 1, value: 1, urgency: 0.5, priority: 1, ttlDays: 1, dedupeDays: 1, reason: { zh: 因, en: why } }\n'
  const rest =
    'label: { zh: 名, en: Name }\n  contactLabel: p\n  channel: phone\n  assign: leader\n  dueDays: 1\n  maxAttempts: 1\n  retryWorkingDays: 1\n  script: { zh: 话, en: words }\n  outcomes: [done]\n'
  const playOf = (fields: string) =>
    packOf({ ...shop, 'shop/moments/m.yaml': moment, 'shop/plays/p.yaml': `p:\n  ${rest}${fields}` }).plays.get('p')

  test('has a task for the whole base, out of care, ten minutes long, where it says nothing else', () => {
    expect(playOf('  on: [m]\n')).toMatchObject({
      for: {},
      purpose: 'relationship',
      actions: [{ kind: 'task' }],
      module: 'whole_base',
      effortMinutes: 10,
      chance: { text: '0.5' },
      method: 'communication',
      rhythm: 'irregular',
    })
  })

  test('needs no moment where themes start it, but then reaches the customer', () => {
    expect(playOf('')?.on).toEqual([])
    const gift = {
      'shop/benefits/b.yaml':
        'b: { label: { zh: 礼, en: Gift }, valueAdd: benefit, cost: 10, validityDays: 30, perYear: 1 }\n',
    }
    const play = `p:\n  ${rest}  actions: [{ benefit: b }]\n`
    const { issues } = load({ ...shop, ...gift, 'shop/plays/p.yaml': play })
    expect(issues.map(({ code, path }) => [code, path])).toEqual([['wrong-value', 'p.actions']])
  })

  test('that offers something never rests on the contract, nor writes in its name', () => {
    const files = {
      ...shop,
      'shop/guards/g.yaml':
        'g: { label: { zh: 限, en: G }, scheme: card, classes: { loan: { zh: 贷, en: Loan } }, rules: {} }\n',
      'shop/templates/t.yaml':
        't: { label: { zh: 信, en: T }, kind: notice, channel: sms, body: { zh: 通知, en: Note } }\n',
    }
    const offer = '  productClass: loan\n  purpose: service\n  actions: [task, { message: t }]\n'
    const { issues } = load({ ...files, 'shop/plays/p.yaml': `p:\n  ${rest}${offer}` })
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['contract-marketing', 'p.purpose'],
      ['contract-marketing', 'p.actions[1].message'],
    ])
  })
})

test('how work is measured is inherited key by key', () => {
  const head = (id: string, more: string) => `id: ${id}\nversion: "1"\nlabel: { zh: 店, en: Shop }\n${more}`
  const base = { ...shop, 'shop/pack.yaml': head('shop', 'work: { minutesPerDay: 300, overdueDays: [2, 4, 6] }\n') }
  const { work } = packOf(
    {
      ...base,
      'tea/pack.yaml': head('tea', 'extends: [shop]\nwork: { minutesPerDay: 200, priority: value * chance }\n'),
    },
    'tea',
  )
  expect(work).toMatchObject({ minutesPerDay: 200, overdueDays: [2, 4, 6], priority: { text: 'value * chance' } })
})
