import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type BirthdayQuestion,
  type CareDaysQuestion,
  listBirthdays,
  listCareDays,
  openState,
  type RowFilter,
  runNight,
  type State,
} from '../src/index.ts'
import { FactBook } from './golden/facts.ts'
import { keptFolder, teashop } from './teashop.ts'

const pack = teashop()
const everybody: RowFilter = { sql: 'true', params: [] }

let duck: Duck
let leap: State
let common: State

beforeAll(async () => {
  duck = await openDuck()
  leap = await nightOf('2028-01-31')
  common = await nightOf('2027-01-31')
})
afterAll(() => duck.close())

async function nightOf(asOf: string): Promise<State> {
  const book = new FactBook(pack)
  book.add({
    customer: [
      { customer_id: 'january', birth_date: '1990-01-31', unit_id: 'u1' },
      { customer_id: 'first', birth_date: '1990-02-01', unit_id: 'u1', owner_id: 's1' },
      { customer_id: 'eve', birth_date: '1991-02-28', unit_id: 'u1' },
      { customer_id: 'leap', birth_date: '1992-02-29', unit_id: 'u2' },
      { customer_id: 'march', birth_date: '1990-03-01', unit_id: 'u1' },
      // Born on the 20th of the first month.
      { customer_id: 'lunar', birth_date: '1990-02-15', birthday_calendar: 'lunar', unit_id: 'u1' },
      { customer_id: 'unknown', unit_id: 'u1' },
    ],
  })
  const out = join(await keptFolder(afterAll), 'state')
  await runNight({ duck, pack, sources: await book.load(duck), asOf, out })
  return openState(duck, out, pack)
}

const birthdays = (state: State, month: string, more: Partial<BirthdayQuestion> = {}) =>
  listBirthdays(state, { scope: everybody, from: `${month}-01`, to: `${month}-29`, limit: 50, ...more })

test('a run at 31 January lists all birthdays of February, with the 29th, by month and day alone', async () => {
  const found = await birthdays(leap, '2028-02')
  expect(found.map(({ customer_id, day, month_day, calendar }) => [customer_id, day, month_day, calendar])).toEqual([
    ['first', '2028-02-01', '02-01', 'solar'],
    ['lunar', '2028-02-14', '01-20', 'lunar'],
    ['eve', '2028-02-28', '02-28', 'solar'],
    ['leap', '2028-02-29', '02-29', 'solar'],
  ])
  expect(JSON.stringify(found)).not.toContain('199')
})

test('in a common year who was born on 29 February is congratulated on the 28th', async () => {
  const found = await birthdays(common, '2027-02', { to: '2027-02-28' })
  expect(found.filter(({ day }) => day === '2027-02-28')).toMatchObject([
    { customer_id: 'eve', month_day: '02-28' },
    { customer_id: 'leap', month_day: '02-29' },
  ])
})

test('the list keeps to the scope and goes on after a place', async () => {
  const scope = { sql: 'unit_id = any($1)', params: [['u2']] }
  expect((await birthdays(leap, '2028-02', { scope })).map(({ customer_id }) => customer_id)).toEqual(['leap'])
  const page = await birthdays(leap, '2028-02', { limit: 2 })
  const after = { day: page[1]?.day ?? '', customerId: page[1]?.customer_id ?? '' }
  expect((await birthdays(leap, '2028-02', { after })).map(({ customer_id }) => customer_id)).toEqual(['eve', 'leap'])
})

test('a month of care days holds each customer once a day, by the customer’s own calendar, and counts beyond what it shows', async () => {
  const days = (more: Partial<CareDaysQuestion> = {}) =>
    listCareDays(leap, { scope: everybody, from: '2028-02-01', to: '2028-02-29', perDay: 5, ...more })
  expect((await days()).map(({ day, customer_id, moment }) => [day, customer_id, moment])).toEqual([
    ['2028-02-01', 'first', 'birthday'],
    ['2028-02-14', 'lunar', 'lunar_birthday'],
    // A list for the month that asks nobody for their calendar.
    ['2028-02-15', 'lunar', 'birthday_list'],
    ['2028-02-28', 'eve', 'birthday'],
    ['2028-02-29', 'leap', 'birthday'],
  ])
  expect(await days({ moment: 'lunar_birthday' })).toHaveLength(1)
  expect(await days({ scope: { sql: 'owner_id = $1', params: ['s1'] } })).toMatchObject([{ customer_id: 'first' }])
  const [shown, ...others] = await listCareDays(common, {
    scope: everybody,
    from: '2027-02-28',
    to: '2027-02-28',
    perDay: 1,
  })
  expect([shown, others]).toMatchObject([{ customer_id: 'eve', total: 2 }, []])
})
