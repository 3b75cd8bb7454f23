import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command, monday, timeZone } from '../../test/world.ts'
import { isWorkingDay, listHolidays, readWorkingDays } from '../task/calendar.ts'
import { compareYear, listHolidayYears, missingYears, saveHolidayYear, seedHolidays } from './holidays.ts'
import { parseHolidays } from './parse-holidays.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
})
afterAll(() => store.close())

const planner = (key?: string) => {
  const who = command('sue', monday, key)
  return { ...who, actor: { ...who.actor, role: 'planner' as const } }
}

test('the official days come with Tend once, and what somebody entered stays', async () => {
  const entered = { year: 2025, holidays: [{ day: '2025-03-03', name: 'Founding day', is_working: false }] }
  expect(await saveHolidayYear(store, planner(), entered)).toEqual({ kind: 'done', added: 1, removed: 0 })
  const [first, second] = await Promise.all([seedHolidays(store, monday), seedHolidays(store, monday)])
  expect([...first, ...second]).toContain(2026)
  expect([...first, ...second]).not.toContain(2025)
  expect(await seedHolidays(store, monday)).toEqual([])
  const days = await readWorkingDays(store)
  // National Day 2026: a Thursday off, a Sunday within the week, and the Saturday that is worked for it.
  expect(['2026-10-01', '2026-10-04', '2026-10-10'].map((day) => days.get(day))).toEqual([false, false, true])
  expect(isWorkingDay('2026-10-10', days)).toBe(true)
  expect(isWorkingDay('2025-03-03', days)).toBe(false)
  expect(isWorkingDay('2025-10-01', days)).toBe(true)
})

test('a year that nobody knows is missed from October of the year before', async () => {
  const years = await listHolidayYears(store)
  const at = (now: string) => missingYears(years, { now: new Date(now), timeZone })
  expect(at('2026-09-30T15:59:59Z')).toEqual([])
  expect(at('2026-09-30T16:00:00Z')).toEqual([2027])
  expect(at('2027-01-02T00:00:00Z')).toEqual([2027])
  await saveHolidayYear(store, planner(), { year: 2027, holidays: [] })
  expect(missingYears(await listHolidayYears(store), { now: new Date('2026-11-01T00:00:00Z'), timeZone })).toEqual([])
})

test('saving a year replaces that year alone, is written down, and says what changes', async () => {
  const before = (await listHolidays(store)).filter(({ day }) => !day.startsWith('2028'))
  const list = (...days: string[]) => ({
    year: 2028,
    holidays: days.map((day) => ({ day, name: 'Feast', is_working: false })),
  })
  await saveHolidayYear(store, planner(), list('2028-01-03', '2028-01-04'))
  expect(await compareYear(store, list('2028-01-04', '2028-01-05', '2028-01-06'))).toEqual({ added: 2, removed: 1 })
  const done = await saveHolidayYear(store, planner('again-2028'), list('2028-01-04', '2028-01-05'))
  expect(done).toEqual({ kind: 'done', added: 1, removed: 1 })
  expect(await saveHolidayYear(store, planner('again-2028'), list('2028-01-04', '2028-01-05'))).toEqual(done)
  const after = await listHolidays(store)
  expect(after.filter(({ day }) => !day.startsWith('2028'))).toEqual(before)
  const audit = await store.query(
    "select actor, detail from audit where action = 'holidays.save' and subject_id = '2028' order by audit_id",
  )
  expect(audit).toEqual([
    { actor: 'user-sue', detail: { days: 2, added: 2, removed: 0 } },
    { actor: 'user-sue', detail: { days: 2, added: 1, removed: 1 } },
  ])
})

test('a role without the right, a day of another year, a day twice and a day without a name are refused', async () => {
  const day = { day: '2029-01-03', name: 'Feast', is_working: false }
  expect(await saveHolidayYear(store, command('sue'), { year: 2029, holidays: [day] })).toMatchObject({
    code: 'forbidden',
  })
  for (const holidays of [[{ ...day, day: '2028-01-03' }], [day, day], [{ ...day, name: ' ' }]])
    expect(await saveHolidayYear(store, planner(), { year: 2029, holidays })).toMatchObject({ code: 'invalid_value' })
})

test('a list is read as it is pasted, in both languages, and what is not understood is named with its line', () => {
  const { holidays, problems } = parseHolidays(
    [
      '日期,名称,上班',
      '2027-01-01 元旦',
      '2027年2月5日至2月7日 春节',
      '2027/2/14,春节,上班',
      '',
      '# from the notice of the State Council',
      '5-1, Labour Day, off',
      'tomorrow perhaps',
      '2027-02-30 春节',
      '2026-10-01 国庆节',
      '2027-10-07..2027-10-01 国庆节',
      '2027-10-08 上班',
    ].join('\n'),
    2027,
  )
  expect(holidays).toEqual([
    { day: '2027-01-01', name: '元旦', is_working: false },
    { day: '2027-02-05', name: '春节', is_working: false },
    { day: '2027-02-06', name: '春节', is_working: false },
    { day: '2027-02-07', name: '春节', is_working: false },
    { day: '2027-02-14', name: '春节', is_working: true },
    { day: '2027-05-01', name: 'Labour Day', is_working: false },
  ])
  expect(problems.map(({ line }) => line)).toEqual([8, 9, 10, 11, 12])
})
