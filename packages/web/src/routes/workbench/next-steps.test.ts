import { expect, test } from 'vitest'
import { mayMeetAgain, stepsAfter, usualReason } from './next-steps.ts'

const times = ['a', 'b', 'c', 'd', 'e', 'f'].map((at) => ({ key: 'tomorrowMorning' as const, at }))
const named = (id: string, refusal: 'cool_off' | 'withdraw' | null) => ({
  id,
  label: { zh: id, en: id },
  description: null,
  source: null,
  assumed: false,
  result: 'failure' as const,
  refusal,
})

test('every choice after an outcome has a digit: reasons first where the conversation ends, times alone for an appointment', () => {
  expect(stepsAfter({ result: 'appointment' }, times).map(({ kind }) => kind)).toEqual(Array(6).fill('time'))
  expect(stepsAfter({ result: 'success' }, times).map(({ kind }) => kind)).toEqual([
    'reason',
    'reason',
    ...Array(6).fill('time'),
  ])
  expect(stepsAfter({ result: 'failure' }, times)).toHaveLength(9)
  expect(stepsAfter({ result: 'retry' }, times)).toEqual([])
})

test('who declined is left in peace, who cannot be reached has no number: the usual reason is set', () => {
  const outcomes = [named('refused', 'cool_off'), named('wrong_number', null)]
  expect(usualReason({ id: 'refused', result: 'failure' }, outcomes)).toBe('declined')
  expect(usualReason({ id: 'wrong_number', result: 'failure' }, outcomes)).toBe('unreachable')
  expect(usualReason({ id: 'reached_done', result: 'success' }, outcomes)).toBe('done')
  expect(usualReason({ id: 'appointment', result: 'appointment' }, outcomes)).toBeUndefined()
})

test('who wants to hear nothing more is offered no time for a next contact', () => {
  const outcomes = [named('refused', 'cool_off'), named('do_not_contact', 'withdraw')]
  expect(mayMeetAgain({ id: 'do_not_contact' }, outcomes)).toBe(false)
  expect(mayMeetAgain({ id: 'refused' }, outcomes)).toBe(true)
})
