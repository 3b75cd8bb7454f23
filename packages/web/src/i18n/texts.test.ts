import { permissions, roles, taskPools } from '@tend/contract'
import { expect, test } from 'vitest'
import { destinationsOf, homeOf } from '../page/navigation.tsx'
import { en } from './en.ts'
import { zh } from './zh.ts'

type Tree = { readonly [name: string]: string | Tree }

const flat = (tree: Tree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] as const] : flat(value, `${path}${name}.`),
  )

const placesOf = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort()

test('both languages say the same things with the same places to fill', () => {
  const english = new Map(flat(en))
  expect([...english.keys()].sort()).toEqual(
    flat(zh)
      .map(([key]) => key)
      .sort(),
  )
  for (const [key, text] of flat(zh)) expect([key, placesOf(english.get(key) ?? '')]).toEqual([key, placesOf(text)])
})

test('no text is empty', () => {
  for (const [key, text] of [...flat(zh), ...flat(en)]) expect([key, text.trim() === '']).toEqual([key, false])
})

test('every role and every pool has a name', () => {
  expect(Object.keys(zh.role).sort()).toEqual([...roles].sort())
  expect(
    Object.keys(zh.pool)
      .filter((key) => key !== 'hint')
      .sort(),
  ).toEqual([...taskPools].sort())
  expect(Object.keys(zh.pool.hint).sort()).toEqual([...taskPools].sort())
})

test('every page of the menu opens to somebody, and nothing opens to nobody', () => {
  expect(destinationsOf([...permissions]).map(({ to }) => to)).toEqual([
    '/workbench',
    '/appointments',
    '/customers',
    '/cases',
    '/calendar',
    '/content',
    '/supervisor',
    '/plays',
    '/messages',
    '/boards',
    '/near-line',
    '/studio',
    '/runs',
    '/audit',
    '/users',
  ])
  expect(destinationsOf([])).toEqual([])
})

const person = (held: readonly (typeof permissions)[number][]) => ({
  userId: 'u',
  username: 'u',
  staffId: null,
  name: 'u',
  role: 'owner' as const,
  unit: null,
  permissions: [...held],
  language: 'zh' as const,
  mustChangePassword: false,
  sessionExpiresAt: '2026-11-22T00:00:00Z',
})

test.each([
  ['an owner', ['customers.search', 'tasks.work'], '/workbench'],
  ['a supervisor', ['customers.search', 'pools.view', 'people.view', 'tasks.assign'], '/supervisor'],
  ['a front desk', ['customers.view', 'customers.search'], '/customers'],
  ['finance', ['boards.view'], '/boards'],
  ['an administrator', ['users.manage', 'runs.view'], '/runs'],
  ['nobody', [], undefined],
] as const)('the morning of %s begins where their work is', (_who, held, to) => {
  expect(homeOf(person(held))?.to).toBe(to)
})
