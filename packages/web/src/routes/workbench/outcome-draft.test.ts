import { expect, test } from 'vitest'
import { asksForNext, bodyOf, lackOf, type OutcomeChoice } from './outcome-draft.ts'

const now = new Date('2026-11-22T02:00:00Z')
const ahead = '2026-11-23T10:00:00+08:00'
const behind = '2026-11-22T09:59:00+08:00'

const outcome = (result: OutcomeChoice['result']): OutcomeChoice => ({
  id: result,
  label: { zh: result, en: result },
  result,
})

test.each([
  ['nothing chosen', undefined, undefined, '', 'outcome'],
  ['a retry dates itself', 'retry', undefined, '', undefined],
  ['an appointment without a time', 'appointment', undefined, '客户说再看', 'time'],
  ['an appointment in the past', 'appointment', behind, '', 'future'],
  ['an appointment ahead', 'appointment', ahead, '', undefined],
  ['a success without a next contact or a reason for none', 'success', undefined, ' ', 'next'],
  ['a success with a reason for none', 'success', undefined, '目的已达成', undefined],
  ['a refusal without a next contact or a reason for none', 'failure', undefined, '', 'next'],
  ['a refusal with a time in the past', 'failure', behind, '客户不愿再联系', 'future'],
  ['a refusal with a time ahead', 'failure', ahead, '', undefined],
] as const)('%s', (_situation, result, nextAt, noNextReason, lack) => {
  const next = { noNextReason, ...(nextAt ? { nextAt } : {}) }
  expect(lackOf(result && outcome(result), next, now)).toBe(lack)
})

test('only an outcome that ends the conversation asks for a next contact', () => {
  expect(
    (['success', 'failure', 'retry', 'appointment'] as const).filter((result) => asksForNext(outcome(result))),
  ).toEqual(['success', 'failure'])
  expect(asksForNext(undefined)).toBe(false)
})

test('a time that was chosen for another outcome is not sent with a retry', () => {
  const draft = { note: ' 客户在开会 ', nextAt: ahead, noNextReason: '目的已达成' }
  expect(bodyOf(outcome('retry'), draft)).toEqual({ outcome: 'retry', note: '客户在开会' })
  expect(bodyOf(outcome('success'), draft)).toEqual({ outcome: 'success', note: '客户在开会', nextAt: ahead })
})
