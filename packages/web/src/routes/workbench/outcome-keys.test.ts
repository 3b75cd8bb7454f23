import { expect, test } from 'vitest'
import { inOrderOfKeys, outcomeKeys } from './outcome-keys.ts'

const outcome = (id: string, result: 'success' | 'failure' | 'retry' | 'appointment', refusal?: string) => ({
  id,
  label: { zh: id, en: id },
  result,
  refusal,
})
const all = [
  outcome('appointment', 'appointment'),
  outcome('busy', 'retry'),
  outcome('do_not_contact', 'failure', 'withdraw'),
  outcome('no_answer', 'retry'),
  outcome('reached', 'success'),
  outcome('refused', 'failure', 'cool_off'),
  outcome('wrong_number', 'failure'),
]

test('an outcome answers to the same digit at every task, whatever else the play offers', () => {
  const keys = outcomeKeys(all)
  expect([...keys.keys()]).toEqual([
    'reached',
    'appointment',
    'busy',
    'no_answer',
    'wrong_number',
    'do_not_contact',
    'refused',
  ])
  const offered = all.filter(({ id }) => id !== 'appointment')
  expect(inOrderOfKeys(offered, keys).map(({ id }) => `${keys.get(id)} ${id}`)).toEqual([
    '1 reached',
    '3 busy',
    '4 no_answer',
    '5 wrong_number',
    '6 do_not_contact',
    '7 refused',
  ])
})
