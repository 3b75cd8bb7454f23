import { expect, test } from 'vitest'
import { callRefusal } from './dialler-reason.ts'

test('a call that could not be used says why in words, with what it was about', () => {
  expect(callRefusal('not_found: 999999', 'zh')).toBe('未找到，或不在您的管辖范围内。 999999')
  expect(callRefusal('task_closed', 'zh')).toMatch(/任务已关闭/)
})

test('a reason that nobody has words for stays as it came', () => {
  expect(callRefusal('carrier said: 17', 'zh')).toBe('carrier said: 17')
})
