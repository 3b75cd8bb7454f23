import { expect, test } from 'vitest'
import { createMemory } from './remembered.ts'

const second = (n: number): Date => new Date(Date.UTC(2026, 10, 2, 1, 0, n))
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const counter = () => {
  let reads = 0
  return { read: () => Promise.resolve(++reads * 100), reads: () => reads }
}

test('a long count is answered from memory, renewed behind the answer after twenty seconds, forgotten after two minutes', async () => {
  const { read, reads } = counter()
  const ask = createMemory<number>((value) => value >= 100)
  expect(await ask('all', second(0), read)).toMatchObject({ value: 100, at: second(0) })
  expect(await ask('all', second(15), read)).toMatchObject({ value: 100, at: second(0) })
  expect(reads()).toBe(1)
  expect(await ask('all', second(30), read)).toMatchObject({ value: 100, at: second(0) })
  await settled()
  expect(await ask('all', second(31), read)).toMatchObject({ value: 200, at: second(30) })
  expect(await ask('all', second(151), read)).toMatchObject({ value: 300, at: second(151) })
})

test('a short count is never remembered, and scopes do not see each other’s', async () => {
  const { read } = counter()
  const ask = createMemory<number>((value) => value > 150)
  expect((await ask('north', second(0), read)).value).toBe(100)
  expect((await ask('north', second(1), read)).value).toBe(200)
  expect((await ask('south', second(2), read)).value).toBe(300)
  expect((await ask('north', second(3), read)).value).toBe(200)
})

test('a count that fails behind an answer is asked again by the next', async () => {
  const ask = createMemory<number>(() => true)
  await ask('all', second(0), () => Promise.resolve(1))
  await ask('all', second(30), () => Promise.reject(new Error('the database is away')))
  await settled()
  expect(await ask('all', second(31), () => Promise.resolve(2))).toMatchObject({ value: 2, at: second(31) })
})
