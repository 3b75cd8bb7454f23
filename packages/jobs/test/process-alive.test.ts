import { expect, test } from 'vitest'
import { isAlive, isAnotherAlive } from '../src/process-alive.ts'

test('what bears the number of a process that has just begun was left by one that is dead', () => {
  expect([isAlive(process.pid), isAnotherAlive(process.pid)]).toEqual([true, false])
  expect(isAnotherAlive(process.ppid)).toBe(true)
})
