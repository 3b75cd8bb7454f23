import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openPools, transitionTask } from './transition.ts'

describe('pools (S162, golden B11)', () => {
  test.each([
    [0, 'retry', { kind: 'open', pool: 'second', attempts: 1, next: 'retry' }],
    [1, 'retry', { kind: 'open', pool: 'third', attempts: 2, next: 'retry' }],
    [2, 'retry', { kind: 'closed', pool: 'failure', attempts: 3, needsFollowUp: false }],
    [0, 'success', { kind: 'closed', pool: 'success', attempts: 1, needsFollowUp: false }],
    [1, 'success', { kind: 'closed', pool: 'success', attempts: 2, needsFollowUp: false }],
    [2, 'success', { kind: 'closed', pool: 'success', attempts: 3, needsFollowUp: false }],
    [0, 'failure', { kind: 'closed', pool: 'failure', attempts: 1, needsFollowUp: false }],
    [0, 'appointment', { kind: 'open', pool: 'second', attempts: 1, next: 'appointment' }],
    [2, 'appointment', { kind: 'closed', pool: 'failure', attempts: 3, needsFollowUp: true }],
  ] as const)('after %i attempts, %s', (attempts, result, expected) => {
    expect(transitionTask({ attempts, maxAttempts: 3, isOpen: true }, result)).toEqual(expected)
  })

  test('a fourth attempt is refused', () => {
    expect(transitionTask({ attempts: 3, maxAttempts: 3, isOpen: false }, 'success')).toEqual({
      kind: 'refused',
      code: 'attempts_used',
    })
  })

  test('a closed task takes no more attempts', () => {
    expect(transitionTask({ attempts: 1, maxAttempts: 3, isOpen: false }, 'success')).toEqual({
      kind: 'refused',
      code: 'task_closed',
    })
  })
})

test('whatever the outcomes, there is never an attempt beyond the limit, and what is closed stays closed', () => {
  const results = fc.array(fc.constantFrom('retry', 'success', 'failure', 'appointment'), { maxLength: 12 })
  fc.assert(
    fc.property(results, fc.integer({ min: 1, max: 3 }), (sequence, maxAttempts) => {
      let task = { attempts: 0, maxAttempts, isOpen: true }
      for (const result of sequence) {
        const next = transitionTask(task, result)
        expect(next.kind === 'refused').toBe(!task.isOpen)
        if (next.kind === 'refused') continue
        expect(next.attempts).toBe(task.attempts + 1)
        if (next.kind === 'open') expect(next.pool).toBe(openPools[next.attempts])
        task = { ...task, attempts: next.attempts, isOpen: next.kind === 'open' }
      }
      expect(task.attempts).toBeLessThanOrEqual(maxAttempts)
      expect(task.isOpen).toBe(
        task.attempts < maxAttempts &&
          !sequence.slice(0, task.attempts).some((result) => result === 'success' || result === 'failure'),
      )
    }),
  )
})
