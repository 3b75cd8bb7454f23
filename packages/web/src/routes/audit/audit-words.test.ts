import { expect, test } from 'vitest'
import { auditWords } from './audit-words.ts'

test.each([
  ['task.claim', '领取任务'],
  ['customer.view.getCustomer', /^查看：\S/],
  ['customer.view.nothing_known', 'customer.view.nothing_known'],
  ['something.new', 'something.new'],
])('%s reads %s', (action, zh) => {
  expect(auditWords(action).zh).toMatch(zh)
})
