// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { isTyping, readCommand } from './keyboard.ts'

const press = (key: string, more: { hasModifier?: boolean; isComposing?: boolean } = {}) =>
  readCommand({ key, hasModifier: false, isComposing: false, ...more })

test.each([
  ['j', { kind: 'next' }],
  ['ArrowDown', { kind: 'next' }],
  ['k', { kind: 'previous' }],
  ['ArrowUp', { kind: 'previous' }],
  ['Enter', { kind: 'submit' }],
  ['1', { kind: 'choice', index: 0 }],
  ['9', { kind: 'choice', index: 8 }],
  ['n', { kind: 'note' }],
  ['a', { kind: 'appointment' }],
  ['c', { kind: 'call' }],
  ['g', { kind: 'claim' }],
  ['?', { kind: 'help' }],
  ['Escape', { kind: 'close' }],
  ['0', undefined],
  ['x', undefined],
])('the key %s', (key, command) => {
  expect(press(key)).toEqual(command)
})

test('a key held with Ctrl, Alt or Command belongs to the browser', () => {
  expect(press('n', { hasModifier: true })).toBeUndefined()
})

test('a key that a Chinese input method is composing with is no command', () => {
  expect(press('1', { isComposing: true })).toBeUndefined()
})

test('keys typed into a field, a choice list or a dialog are not commands', () => {
  document.body.innerHTML =
    '<textarea></textarea><input type="checkbox"><div role="dialog"><button>a</button></div><button id="free">b</button>'
  expect(isTyping(document.querySelector('textarea'))).toBe(true)
  expect(isTyping(document.querySelector('[role=dialog] button'))).toBe(true)
  expect(isTyping(document.querySelector('input'))).toBe(false)
  expect(isTyping(document.querySelector('#free'))).toBe(false)
  expect(isTyping(null)).toBe(false)
})
