import { ApiError } from '@tend/contract'
import { expect, test } from 'vitest'
import { createSendQueue, type OutcomeBody, type Recorded } from './send-queue.ts'

const memory = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

const answer = { contactId: '1' } as Recorded
const attempt = (taskId: string) => ({
  taskId,
  customer: '王五',
  draft: { note: '客户在开会', noNextReason: '' },
  body: { outcome: 'no_answer', idempotencyKey: `key-of-${taskId}` },
})
const unreachable = new ApiError('无法连接服务器', { code: 'unreachable', status: 0, requestId: null })
const refused = new ApiError('任务已由他人完成', { code: 'task-taken', status: 409, requestId: null })

const open = (storage: ReturnType<typeof memory>, answers: (Recorded | Error)[]) => {
  const sent: OutcomeBody[] = []
  const queue = createSendQueue({
    storage,
    key: 'k',
    send: (_taskId, body) => {
      sent.push(body)
      const next = answers.shift() ?? answer
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
    },
    onRecorded: () => undefined,
    problemOf: (error) => (error as Error).message,
  })
  return { queue, sent }
}

test('an outcome that the server has is kept no longer', async () => {
  const storage = memory()
  const { queue } = open(storage, [])
  expect(await queue.add(attempt('1'))).toBe(answer)
  expect(queue.attempts()).toEqual([])
  expect(storage.getItem('k')).toBeNull()
})

test('without a network it waits, and goes again under the same key', async () => {
  const { queue, sent } = open(memory(), [unreachable])
  expect(await queue.add(attempt('1'))).toBeUndefined()
  expect(queue.attempts()).toMatchObject([{ taskId: '1', state: 'waiting', problem: '无法连接服务器' }])
  queue.retry()
  await expect.poll(() => queue.attempts()).toEqual([])
  expect(sent.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['key-of-1', 'key-of-1'])
})

test('what the server refuses stays with what was typed, and is not sent again by itself', async () => {
  const { queue, sent } = open(memory(), [refused])
  await queue.add(attempt('1'))
  queue.retry()
  expect(queue.attempts()).toMatchObject([
    { state: 'refused', problem: '任务已由他人完成', draft: { note: '客户在开会' } },
  ])
  expect(sent).toHaveLength(1)
})

test('what was under way when the tab died is sent when it is opened again', async () => {
  const storage = memory()
  const died = createSendQueue({
    storage,
    key: 'k',
    send: () => new Promise(() => undefined),
    onRecorded: () => undefined,
    problemOf: () => '',
  })
  void died.add(attempt('1'))
  const { queue, sent } = open(storage, [])
  expect(queue.attempts()).toMatchObject([{ taskId: '1', state: 'waiting' }])
  queue.retry()
  await expect.poll(() => queue.attempts()).toEqual([])
  expect(sent).toMatchObject([{ idempotencyKey: 'key-of-1' }])
})
