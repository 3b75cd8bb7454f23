import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ASTNode, parse } from '@marcbachmann/cel-js'
import { expect, test } from 'vitest'
import { parseDocument, visit } from 'yaml'
import { type ConditionField, celField, isGroup, type Rule, type RuleGroup } from './condition.ts'
import { readCondition } from './read-condition.ts'
import { writeCondition } from './write-condition.ts'

const field = (id: string, unit: ConditionField['unit'], values: readonly string[] = []): ConditionField => ({
  id,
  label: { zh: id, en: id },
  unit,
  values: values.map((value) => ({ id: value, label: { zh: value, en: value } })),
})

const fields = [
  field('assets', 'money'),
  field('prior_assets', 'money'),
  field('change', 'ratio'),
  field('is_closed', 'flag'),
  field('tier', 'text', ['basic', 'gold']),
  field('city', 'text'),
  field('opened_on', 'date'),
]

/** What a condition asks, without where it stands in the text and how its brackets fall. */
const meaningOf = (node: ASTNode): unknown => {
  const said = (part: unknown): unknown =>
    Array.isArray(part)
      ? part.map(said)
      : typeof part === 'object' && part !== null
        ? meaningOf(part as ASTNode)
        : typeof part === 'bigint'
          ? Number(part)
          : part
  const membersOf = (part: ASTNode): readonly unknown[] =>
    part.op === node.op && Array.isArray(part.args) ? (part.args as ASTNode[]).flatMap(membersOf) : [meaningOf(part)]
  return node.op === '&&' || node.op === '||'
    ? { op: node.op, of: membersOf(node) }
    : { op: node.op, of: said(node.args) }
}

const written = (text: string, known: readonly ConditionField[] = fields): string | undefined => {
  const group = readCondition(text, known)
  return group && writeCondition(group, known)
}

test.each([
  ['assets >= 200000'],
  ['assets >= 50000 && !is_closed'],
  ["tier == 'gold' || tier in ['basic', 'gold']"],
  ["!(tier in ['basic'])"],
  ['change <= -0.3 || (change < -0.1 && assets > 0)'],
  ['assets > prior_assets'],
  ["opened_on >= date('2026-01-31')"],
  ["city.contains('上海') && !known(opened_on)"],
  ["city == 'it\\'s'"],
  ['!(is_closed && assets > 1)'],
  ["!(tier == 'gold') && assets > 1"],
  ['assets >= 0.2 * (assets + prior_assets) && !is_closed'],
  ['(assets - prior_assets) / prior_assets > 0.1 && is_closed'],
  ['!(opened_on <= as_of) && is_closed'],
  ['is_closed && (change < 0 ? assets > 1 : assets > 2)'],
])('%s is written as it was read', (text) => {
  expect(written(text)).toBe(text)
})

const linesOf = (group: RuleGroup): readonly Rule[] =>
  group.rules.flatMap((rule) => (isGroup(rule) ? linesOf(rule) : [rule]))

test.each([
  ['days_since(opened_on) >= 90', 'a function'],
  [
    '!(opened_on <= as_of)',
    'the opposite of a comparison: it holds where the date is unknown, which the reversed one does not',
  ],
  ['is_closed == false', 'not known to be open is not the same as known to be open'],
  ["tier == 'platinum'", 'a value that the scheme does not have'],
  ['unheard_of > 3', 'a name that nobody defines'],
  ["city in ['a', 'b']", 'a list of free text'],
])('%s stays text (%s)', (text) => {
  expect(readCondition(text, fields)?.rules).toEqual([{ field: celField, operator: 'holds', value: text }])
})

test('a line that cannot be shown stays text beside lines that can', () => {
  const lines = linesOf(readCondition('days_since(opened_on) <= 7 && assets >= 500 && !is_closed', fields) as RuleGroup)
  expect(lines.map((line) => line.field)).toEqual([celField, 'assets', 'is_closed'])
})

test('what is no CEL cannot be shown at all', () => {
  expect(readCondition('assets >=', fields)).toBeUndefined()
  expect(readCondition('assets = 3', fields)).toBeUndefined()
})

test('lines that are not filled in yet are left out, and an empty group is no condition', () => {
  const group: RuleGroup = {
    combinator: 'or',
    rules: [
      { field: 'assets', operator: '>=', value: '' },
      { field: 'tier', operator: 'in', value: [] },
      { combinator: 'and', rules: [] },
      { field: 'is_closed', operator: 'isNot', value: '' },
    ],
  }
  expect(writeCondition(group, fields)).toBe('!is_closed')
  expect(writeCondition({ combinator: 'and', rules: [] }, fields)).toBeUndefined()
})

const packs = fileURLToPath(new URL('../../../../packs', import.meta.url))
const places = new Set(['enter', 'keep', 'when', 'where', 'match', 'among', 'event', 'base', 'outcome'])

const conditionsOf = (file: string): readonly string[] => {
  const found: string[] = []
  visit(parseDocument(readFileSync(file, 'utf8')), {
    Pair: (_key, { key, value }) => {
      const place = (key as { value?: unknown }).value
      const text = (value as { value?: unknown } | null)?.value
      if (typeof place === 'string' && places.has(place) && typeof text === 'string') found.push(text)
    },
  })
  return found
}

const packConditions = readdirSync(packs, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml') && !/(^|\/)(golden|forms|outcomes)\//.test(path))
  .flatMap((path) => conditionsOf(join(packs, path)).map((text) => [path, text] as const))

/** Every name of the text as a field of a unit, so that as many lines as possible are shown. */
const fieldsIn = (text: string): readonly ConditionField[] => {
  const names = new Set(text.replaceAll(/'[^']*'|"[^"]*"/g, '').match(/[a-z_][a-z0-9_]*(?!\()\b/g) ?? [])
  return [...names].map((name) =>
    new RegExp(`\\b${name} (==|!=) '`).test(text) || new RegExp(`\\b${name} in \\[`).test(text)
      ? field(
          name,
          'text',
          [...text.matchAll(/'([^']*)'/g)].map(([, value = '']) => value),
        )
      : new RegExp(`\\b${name} [<>=!+*/-]|[<>=+*/-] ${name}\\b|\\(${name}\\b`).test(text)
        ? field(name, 'number')
        : field(name, 'flag'),
  )
}

test('every condition of the packs comes back from the builder asking the same', () => {
  expect(packConditions.length).toBeGreaterThan(30)
  for (const [path, text] of packConditions) {
    const back = written(text, fieldsIn(text))
    expect([path, back && meaningOf(parse(back).ast)]).toEqual([path, meaningOf(parse(text).ast)])
    expect([path, written(back ?? '', fieldsIn(text))]).toEqual([path, back])
  }
})

test('most lines of the packs are shown as lines, not as text', () => {
  const lines = packConditions.flatMap(([, text]) => linesOf(readCondition(text, fieldsIn(text)) as RuleGroup))
  expect(lines.filter((line) => line.field !== celField).length / lines.length).toBeGreaterThan(0.75)
})
