import { expect, test } from 'vitest'
import { callRefusal } from './dialler-reason.ts'

test('a call that could not be used says why in words, with what it was about', () => {
  expect(callRefusal('not_found: 999999', 'zh', 'Asia/Shanghai')).toBe('未找到，或不在您的管辖范围内。 999999')
  expect(callRefusal('task_closed', 'zh', 'Asia/Shanghai')).toMatch(/任务已关闭/)
})

test('a call before its time names that time as clocks of the house show it', () => {
  expect(callRefusal('too_early: 2026-11-23T01:00:00.000Z', 'zh', 'Asia/Shanghai')).toMatch(/2026-11-23 09:00$/)
})

test('a reason that nobody has words for stays as it came', () => {
  expect(callRefusal('carrier said: 17', 'zh', 'Asia/Shanghai')).toBe('carrier said: 17')
})
