import { expect, test } from 'vitest'
import { holdPresent, isInForce, levelOrder } from './level-order.ts'

const answers = { level: 'gold', until: '2026-12-31', reason: ' 行长批准 ' }

test('a level is given as chosen, and holding the present one names none', () => {
  const order = { scheme: 'card', level: 'gold', until: '2026-12-31', reason: '行长批准', idempotencyKey: 'k' }
  expect(levelOrder('card', answers, 'k')).toEqual(order)
  expect(levelOrder('card', { ...answers, level: holdPresent }, 'k')).toEqual({ ...order, level: null })
})

test('a decision is in force once the level carries its word', () => {
  const decision = {
    scheme: 'card',
    level: 'gold',
    from: '2026-11-20',
    until: '2026-12-31',
    reason: 'a',
    decidedBy: 'b',
  }
  const word = { reason: 'a', decidedBy: 'b', until: '2026-12-31' }
  expect(isInForce(decision, word)).toBe(true)
  expect(isInForce(decision, null)).toBe(false)
  expect(isInForce(decision, { ...word, reason: 'an earlier word' })).toBe(false)
  expect(isInForce(decision, { ...word, until: '2026-11-30' })).toBe(false)
})
