import { expect, test } from 'vitest'
import { quickTimes } from './quick-times.ts'

const at = (instant: string) => quickTimes(new Date(instant), 'Asia/Shanghai').map(({ key, at }) => `${key} ${at}`)

test('on a weekday morning all six are offered, on the institution’s clock', () => {
  expect(at('2026-11-25T01:30:00Z')).toEqual([
    'todayAfternoon 2026-11-25T15:00:00+08:00',
    'tomorrowMorning 2026-11-26T10:00:00+08:00',
    'tomorrowAfternoon 2026-11-26T15:00:00+08:00',
    'dayAfterMorning 2026-11-27T10:00:00+08:00',
    'dayAfterAfternoon 2026-11-27T15:00:00+08:00',
    'nextMonday 2026-11-30T10:00:00+08:00',
  ])
})

test('what has passed is not offered, and a time is offered once', () => {
  expect(at('2026-11-22T08:00:00Z').map((each) => each.split(' ')[0])).toEqual([
    'tomorrowMorning',
    'tomorrowAfternoon',
    'dayAfterMorning',
    'dayAfterAfternoon',
  ])
})

test('on a Monday the next one is a week away', () => {
  expect(at('2026-11-23T01:00:00Z').at(-1)).toBe('nextMonday 2026-11-30T10:00:00+08:00')
})
