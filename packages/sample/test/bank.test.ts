import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateBank } from '../src/index.ts'

let duck: Duck
let folder: string
const customers = 10_000

beforeAll(async () => {
  duck = await openDuck({ threads: 2 })
  folder = await mkdtemp(join(tmpdir(), 'tend-sample-'))
  const { files, truthFile } = await generateBank({
    duck,
    folder,
    seed: 7,
    customers,
    endDate: '2026-10-20',
    months: 24,
    format: 'csv',
  })
  for (const { fact, file } of [...files, { fact: 'truth', file: truthFile }]) {
    await duck.run(
      `create table "${fact}" as select * from read_csv('${file}'${fact === 'customer' ? ", types = {'phone': 'VARCHAR'}" : ''})`,
    )
  }
})

afterAll(async () => {
  duck.close()
  await rm(folder, { recursive: true })
})

const one = async (sql: string): Promise<number> => Number(Object.values((await duck.rows(sql))[0] ?? {})[0])
const share = (condition: string, from: string): Promise<number> =>
  one(`select avg((${condition})::integer) from ${from}`)

describe('keys and references', () => {
  it.each([
    ['org_unit', 'unit_id'],
    ['staff', 'staff_id'],
    ['customer', 'customer_id'],
    ['contract', 'contract_id'],
    ['"transaction"', 'transaction_id'],
    ['balance', 'customer_id || product || month'],
    ['contribution', 'customer_id || month'],
    ['contact', 'contact_id'],
    ['customer', 'phone'],
    ['customer', 'id_number'],
  ])('no two rows of %s share %s', async (fact, key) => {
    expect(await one(`select count(*) - count(distinct ${key}) from ${fact}`)).toBe(0)
  })

  it.each([
    ['staff', 'unit_id', 'org_unit', 'unit_id'],
    ['org_unit', 'parent_id', 'org_unit', 'unit_id'],
    ['customer', 'unit_id', 'org_unit', 'unit_id'],
    ['customer', 'owner_id', 'staff', 'staff_id'],
    ['customer', 'referrer_id', 'customer', 'customer_id'],
    ['balance', 'customer_id', 'customer', 'customer_id'],
    ['"transaction"', 'customer_id', 'customer', 'customer_id'],
    ['contract', 'customer_id', 'customer', 'customer_id'],
    ['contribution', 'customer_id', 'customer', 'customer_id'],
    ['contact', 'customer_id', 'customer', 'customer_id'],
    ['contact', 'staff_id', 'staff', 'staff_id'],
  ])('%s.%s names a row of %s', async (fact, column, other, key) => {
    expect(
      await one(
        `select count(*) from ${fact} where ${column} is not null and ${column} not in (select ${key} from ${other})`,
      ),
    ).toBe(0)
  })

  it('every owner is a customer manager of the same sub-branch', async () => {
    expect(
      await one(
        `select count(*) from customer join staff on staff_id = owner_id where role <> 'owner' or staff.unit_id <> customer.unit_id`,
      ),
    ).toBe(0)
  })

  it('nobody is referred by someone who came later', async () => {
    expect(
      await one(
        `select count(*) from customer join customer as referrer on referrer.customer_id = customer.referrer_id where referrer.opened_on >= customer.opened_on`,
      ),
    ).toBe(0)
    expect(await one(`select count(referrer_id) from customer`)).toBeGreaterThan(200)
  })
})

describe('no living person', () => {
  it('phones start with 127, which is no mobile network code', async () => {
    expect(await one(`select count(*) from customer where not regexp_full_match(phone, '127[0-9]{8}')`)).toBe(0)
  })

  it('ID numbers name no province and fail their check digit', async () => {
    const numbers = await duck.rows<{ id_number: string }>('select id_number from customer')
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    for (const { id_number } of numbers) {
      expect(id_number).toMatch(/^99\d{15}[\dX]$/)
      const sum = weights.reduce((total, weight, index) => total + weight * Number(id_number[index]), 0)
      expect(id_number[17]).not.toBe('10X98765432'[sum % 11])
    }
  })
})

describe('money', () => {
  const movement = `(select customer_id, strftime(date, '%Y-%m') as month, sum(case direction when 'in' then 1 else -1 end * amount::decimal(18, 2)) as net,
    sum(case direction when 'in' then amount else 0 end) as paid_in from "transaction" group by 1, 2)`
  const demand = `(select customer_id, month, date, balance::decimal(18, 2) as balance, accumulated from balance where product = 'demand')`
  const joined = `${demand} as latest left join ${demand} as previous on previous.customer_id = latest.customer_id and previous.month = strftime((latest.month || '-01')::date - 1, '%Y-%m')
    left join ${movement} as movement on movement.customer_id = latest.customer_id and movement.month = latest.month where latest.month > '2024-11'`

  it('a current account ends the month with what it had, plus in, minus out', async () => {
    expect(await one(`select count(*) from ${joined}`)).toBeGreaterThan(150_000)
    expect(
      await one(
        `select count(*) from ${joined} and latest.balance <> coalesce(previous.balance, 0) + coalesce(movement.net, 0)`,
      ),
    ).toBe(0)
  })

  it('the sum of daily balances lies between zero and what was there at most', async () => {
    expect(
      await one(
        `select count(*) from ${joined} and latest.accumulated > (coalesce(previous.balance, 0) + coalesce(paid_in, 0) + 0.01) * day(latest.date)`,
      ),
    ).toBe(0)
    expect(await one('select count(*) from balance where accumulated < 0 or balance < 0')).toBe(0)
  })

  it('a still account accumulates its balance every day', async () => {
    const still = `${joined} and movement.net is null and previous.balance = latest.balance`
    expect(await one(`select count(*) from ${still}`)).toBeGreaterThan(2_000)
    expect(
      await one(`select count(*) from ${still} and abs(latest.accumulated - latest.balance * day(latest.date)) > 0.01`),
    ).toBe(0)
  })

  it('term and wealth balances are the contracts that are open', async () => {
    expect(
      await one(`select count(*) from balance full join (select customer_id, product, sum(amount) as open from contract where closed_on is null group by all) using (customer_id, product)
        where product in ('term', 'wealth') and (month = '2026-10' or month is null) and abs(coalesce(balance, 0) - coalesce(open, 0)) > 0.01`),
    ).toBe(0)
  })

  it('the last month ends on the end date', async () => {
    expect(
      await duck.rows(
        `select max(date)::varchar as balance, (select max(date)::varchar from "transaction") as movement, (select max(closed_on)::varchar from contract) as contract from balance where month = '2026-10'`,
      ),
    ).toEqual([{ balance: '2026-10-20', movement: '2026-10-20', contract: '2026-10-20' }])
  })

  it('the best fifth brings about four fifths of the contribution', async () => {
    const ranked = `(select sum(profit) as profit, row_number() over (order by sum(profit) desc) as place, count(*) over () as heads from contribution group by customer_id)`
    const top = await one(`select sum(profit) filter (place <= 0.2 * heads) / sum(profit) from ${ranked}`)
    expect(top).toBeGreaterThan(0.72)
    expect(top).toBeLessThan(0.88)
  })

  it('salaries come once a month on the 5th, 10th, 15th or 25th', async () => {
    expect(
      await one(`select count(*) from "transaction" where kind = 'salary' and day(date) not in (5, 10, 15, 25)`),
    ).toBe(0)
    expect(
      await one(
        `select max(n) from (select count(*) as n from "transaction" where kind = 'salary' group by customer_id, year(date), month(date))`,
      ),
    ).toBe(1)
  })

  it('people spend more at the Spring Festival', async () => {
    const spent = (month: string): Promise<number> =>
      one(`select sum(amount) from "transaction" where kind = 'card' and strftime(date, '%Y-%m') = '${month}'`)
    expect(await spent('2025-01')).toBeGreaterThan(1.2 * (await spent('2024-12')))
    expect(await spent('2026-02')).toBeGreaterThan(1.2 * (await spent('2026-01')))
  })
})

describe('what a night can find', () => {
  const stay = `(select customer.*, truth.* exclude (customer_id) from customer join truth using (customer_id) where closed_on is null)`
  const large = `(select distinct customer_id from "transaction" join (select customer_id, sum(balance) as assets from balance where month = '2026-09' group by 1) using (customer_id)
    where direction = 'out' and kind <> 'product' and date > date '2026-09-30' and amount > 20000 and amount > 0.3 * assets)`

  it.each([
    [
      'mature within 14 days',
      `customer_id in (select customer_id from contract where closed_on is null and end_on between date '2026-10-21' and date '2026-11-03')`,
      0.008,
      0.025,
    ],
    ['have their birthday within a week', `strftime(birth_date, '%m-%d') between '10-21' and '10-27'`, 0.014, 0.025],
    [
      'have been silent for 90 days',
      `customer_id not in (select customer_id from "transaction" where date > date '2026-07-22')`,
      0.03,
      0.07,
    ],
    ['came within a week', `opened_on > date '2026-10-13'`, 0.0015, 0.006],
    [
      'lack less than a tenth of 100,000',
      `customer_id in (select customer_id from balance where month = '2026-10' group by 1 having sum(balance) between 90000 and 99999)`,
      0.008,
      0.03,
    ],
    ['lost much within three weeks', `customer_id in (select customer_id from ${large})`, 0.002, 0.015],
  ])('a believable share %s', async (_, condition, least, most) => {
    const found = await share(condition, stay)
    expect(found).toBeGreaterThan(least)
    expect(found).toBeLessThan(most)
  })

  it('some are born on 29 February, and a quarter of the over-fifties keep the lunar birthday', async () => {
    expect(await one(`select count(*) from customer where strftime(birth_date, '%m-%d') = '02-29'`)).toBeGreaterThan(0)
    const lunar = await share(`birthday_calendar = 'lunar'`, `customer where birth_date < date '1975-01-01'`)
    expect(Math.abs(lunar - 0.25)).toBeLessThan(0.04)
  })
})

describe('leaving', () => {
  const past = `(select * from truth join customer using (customer_id) where churn_on is null or churn_on > date '2024-12-01')`
  const rate = (condition: string): Promise<number> =>
    share(`coalesce(churn_on <= date '2026-10-20', false)`, `${past} where ${condition}`)

  it('4 to 10 in a hundred leave in a year', async () => {
    const yearly = (await rate('true')) / 2
    expect(yearly).toBeGreaterThan(0.04)
    expect(yearly).toBeLessThan(0.1)
  })

  it('low use and business income leave more often', async () => {
    expect(await rate('usage < 0.5')).toBeGreaterThan(1.4 * (await rate('usage >= 0.5')))
    expect(await rate(`income_source = 'business'`)).toBeGreaterThan(1.2 * (await rate(`income_source = 'payroll'`)))
  })

  it('the content stay', async () => {
    expect(await rate('satisfaction > 0.5')).toBeLessThan(0.75 * (await rate('satisfaction < -0.5')))
  })

  it('an account that is closed holds nothing and does nothing afterwards', async () => {
    expect(
      await one(`select count(*) from customer join "transaction" using (customer_id) where date > closed_on`),
    ).toBe(0)
    expect(
      await one(
        `select count(*) from customer join balance using (customer_id) where date >= closed_on and balance > 0`,
      ),
    ).toBe(0)
  })

  it('balances drain before the account is closed', async () => {
    const before = (months: number): Promise<number> =>
      one(
        `select sum(balance) from customer join balance using (customer_id) where month = strftime(date_trunc('month', closed_on) - interval ${months} month, '%Y-%m') and closed_on > date '2025-08-01'`,
      )
    expect(await before(1)).toBeLessThan(0.6 * (await before(6)))
  })
})

describe('contacts', () => {
  it('were made on working days and in working hours, by the customer’s manager or a caller of the sub-branch', async () => {
    const days =
      "isodow(date) > 5 or date between date '2026-10-01' and date '2026-10-07' or time < time '09:00' or time > time '18:00'"
    expect(await share(days, 'contact')).toBe(0)
    const staffed = `contact join staff using (staff_id) join customer using (customer_id)`
    expect(
      await share(
        "not (contact.staff_id is not distinct from owner_id or (role = 'agent' and staff.unit_id = customer.unit_id))",
        staffed,
      ),
    ).toBe(0)
    expect(await share("role = 'agent'", `${staffed} where owner_id is not null`)).toBeLessThan(0.25)
  })

  it('lie between opening and closing, within a year and a little', async () => {
    const bounds =
      "date <= opened_on or date >= closed_on or date > date '2026-10-20' or date < date '2026-10-20' - 400"
    expect(await one(`select count(*) from contact join customer using (customer_id) where ${bounds}`)).toBe(0)
  })

  it('mostly reach the customer; a fifth to a third of the calls do not at the first attempt', async () => {
    expect(await share("result in ('success', 'appointment')", 'contact')).toBeGreaterThan(0.65)
    const missed = await share("result = 'retry'", "contact where channel = 'phone' and direction = 'outbound'")
    expect(missed).toBeGreaterThan(0.2)
    expect(missed).toBeLessThan(0.35)
  })

  it('reach nine in ten of those who have a manager within a year, and some have been lost sight of', async () => {
    const reached =
      "exists (select 1 from contact where contact.customer_id = customer.customer_id and result in ('success', 'appointment') and date > date '2026-10-20' - 380)"
    const looked = "customer where owner_id is not null and closed_on is null and opened_on < date '2025-10-01'"
    const part = await share(reached, looked)
    expect(part).toBeGreaterThan(0.85)
    expect(part).toBeLessThan(0.99)
  })
})
