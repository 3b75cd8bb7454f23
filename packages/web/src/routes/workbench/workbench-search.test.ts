import { expect, test } from 'vitest'
import { neighbour, nextAfter } from './queue.ts'
import { readWorkbenchSearch } from './workbench-search.ts'

test('the work of the day has a bare address, the counts and a task are named in it', () => {
  expect(readWorkbenchSearch({})).toEqual({})
  expect(readWorkbenchSearch({ show: 'later', label: 'bank-birthday', task: '27' })).toEqual({
    show: 'later',
    label: 'bank-birthday',
    task: '27',
  })
  expect(readWorkbenchSearch({ show: 'yesterday', task: '' })).toEqual({})
})

test.each([
  ['a', 'b'],
  ['b', 'c'],
  ['c', 'b'],
  ['not in the list', 'a'],
])('after %s comes %s', (done, next) => {
  expect(nextAfter(['a', 'b', 'c'], done)).toBe(next)
})

test('after the only task comes none', () => {
  expect(nextAfter(['a'], 'a')).toBeUndefined()
  expect(nextAfter([], 'a')).toBeUndefined()
})

test.each([
  [undefined, 'next', 'a'],
  ['a', 'next', 'b'],
  ['c', 'next', 'c'],
  ['a', 'previous', 'a'],
  ['gone', 'previous', 'a'],
] as const)('from %s the key for %s leads to %s', (current, direction, expected) => {
  expect(neighbour(['a', 'b', 'c'], current, direction)).toBe(expected)
})
