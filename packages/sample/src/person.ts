import type { Duck } from '@tend/lake'
import { givenFemale, givenMale, occupations, surnames } from './names.ts'
import { createPlaces, type Organisation } from './organisation.ts'
import { listLiteral, weightedList } from './random.ts'
import { reachColumns } from './reach.ts'

/**
 * Numbers that nobody holds. Mobile network codes in China are 13x–19x; the ministry's list (我国公众移动通信网网号及H0分配情况,
 * MIIT, June 2023) assigns none under 12x, which its numbering plan (电信网编号计划 2017) keeps for short service codes. Eleven digits
 * that start with 127 are therefore no subscriber's.
 */
const PHONE_PREFIX = '127'

/**
 * Area codes of ID numbers follow GB/T 2260: their first two digits are a province (11–65), 71, 81–83 or, for foreigners, 9x of which
 * 99 is given to none. On top the last digit is off by one from what GB 11643 demands, so that no reader accepts the number.
 */
const ID_AREA = '99'
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

export type PersonOptions = {
  readonly customers: number
  readonly firstDate: string
  readonly endDate: string
  readonly organisation: Organisation
}

/**
 * One row a customer in `sample_person`: who they are, how much they have, how they use the bank, and what is hidden: content,
 * the date on which they turn away, and why. Everything later follows from this row.
 */
export const createPersons = async (duck: Duck, options: PersonOptions): Promise<void> => {
  const { customers, firstDate, endDate, organisation } = options
  await duck.run(`create or replace temp table sample_trait as ${traitSql(customers, firstDate, endDate)}`)
  await duck.run(`create or replace temp table sample_held as ${holdingSql}`)
  await duck.run('drop table sample_trait')
  await duck.run(`create or replace temp table sample_person as ${fateSql(firstDate, endDate)}`)
  await duck.run('drop table sample_held')
  await createPlaces(duck, organisation)
}

/** Wealth is lognormal with a Pareto top, which gives the best fifth about four fifths of everything. Money is in fen from here on. */
const traitSql = (customers: number, firstDate: string, endDate: string): string => `
  select i, opened_on, birth_date, age, rich, satisfaction,
    100 * least(2e8, case when chance(i, 11) > 0.99 then 980000 * pow((1 - chance(i, 11)) / 0.01, -0.6) else 30000 * exp(1.5 * rich) end) as wealth,
    case when age >= 60 then (case when chance(i, 12) < 0.85 then 'pension' else 'other' end)
      when chance(i, 12) < 0.52 then 'payroll' when chance(i, 12) < 0.74 then 'business' else 'other' end as income_source,
    exp(0.7 * bell(i, 13) - 0.245) as usage
  from (
    select i, birth_date, rich, satisfaction, floor(date_diff('day', birth_date, date '${endDate}') / 365.25)::integer as age,
      greatest(birth_date + 5845, case when chance(i, 1) < 0.29 then date '${endDate}' - floor(chance(i, 2) * 730)::integer
        else date '${firstDate}' - floor(pow(chance(i, 2), 1.4) * 7300)::integer end) as opened_on
    from (
      select i, (date '${endDate}' - (6570 + floor(pow(chance(i, 3), 1.25) * 24800))::integer)::date as birth_date,
        least(2.32, bell(i, 4)) as rich, bell(i, 5) as satisfaction
      from range(1, ${customers} + 1) as numbers(i)))`

/** Products that a customer holds at any time; the dormant hold nothing that matures, or their maturity would be a sign of life. */
const holdingSql = `
  select *, chance(i, 21) < 0.018 as is_dormant,
    chance(i, 22) < least(0.6, 0.17 + 0.11 * rich + case when age >= 55 then 0.10 else 0 end) and not chance(i, 21) < 0.018 as has_term,
    chance(i, 23) < least(0.7, 0.15 + 0.13 * rich) and not chance(i, 21) < 0.018 as has_wealth,
    chance(i, 24) < least(0.85, 0.58 + 0.13 * rich) as has_fund,
    chance(i, 25) < least(0.75, 0.50 + 0.09 * rich) as has_insurance
  from sample_trait`

/**
 * The hazard of leaving grows with low use, short tenure, business income and a single product, and falls with content.
 * The waiting time is exponential, so the date is one draw; tenure counts double in the first year.
 */
const fateSql = (firstDate: string, endDate: string): string => `
  select *, case when leaves_on is null and is_dormant then dormant_from when leaves_on is not null and not closes then leaves_on end as silent_from,
    case when closes then leaves_on end as closed_on,
    leaves_on - 30 * drain_months as drains_from,
    round(wealth * case when has_term or has_wealth then 0.22 when has_fund or has_insurance then 0.5 else 0.8 end)::bigint as current_base,
    case when income_source = 'payroll' then [5, 10, 15, 25][1 + floor(chance(i, 38) * 4)::integer] end as pay_day,
    (100 * round(6200 * exp(0.33 * rich + 0.25 * bell(i, 39)), 0))::bigint as salary,
    0.03 + 0.10 * bell(i, 40) + 0.03 * satisfaction as trend,
    case when chance(i, 41) < 0.32 then floor(chance(i, 42) * 24)::integer end as shock_place
  from (
    select *, case when not is_dormant and leaves_at < 40000 then exposed_from + leaves_at::integer end as leaves_on,
      chance(i, 34) < 0.78 as closes, 1 + floor(chance(i, 35) * 3)::integer as drain_months,
      case when is_dormant then greatest(opened_on + 40, case when chance(i, 36) < 0.7 then date '${firstDate}' - 30 else date '${endDate}' - floor(chance(i, 37) * 600)::integer end) end as dormant_from,
      ['low_usage', 'short_tenure', 'business_income', 'single_product', 'dissatisfied', 'moved_away'][list_position(causes, list_aggregate(causes, 'max'))] as cause
    from (
      select *, [low_usage, short_tenure, business, single, -0.45 * satisfaction, 0.35 + 0.6 * chance(i, 33)] as causes,
        greatest(opened_on + 45, date '${firstDate}') as exposed_from,
        -ln(chance(i, 31)) / (0.00011 * exp(low_usage + short_tenure + business + single - 0.45 * satisfaction)) as leaves_at
      from (
        select *, case when usage < 0.5 then 0.8 else 0.0 end as low_usage, case when income_source = 'business' then 0.6 else 0.0 end as business,
          case when not (has_term or has_wealth or has_fund or has_insurance) then 0.7 else 0.0 end as single,
          case when opened_on > date '${firstDate}' - 180 then 0.6 else 0.0 end as short_tenure
        from sample_held)))`

/** Of `sample_person` as person, beside its place: who looks after the customer; nobody after those with little. */
export const ownerSql =
  'case when rich > -0.2 or has_wealth or wealth >= 20000000 then pick(owners, chance(person.i, 57)) end'

/**
 * The `customer` fact. A customer who leaves after the end is a customer like any other. Of a bank with `companies`, most who are paid a salary, half of those in
 * business and most of the wealthy, who own or lead one, belong to one.
 */
export const customerSql = (endDate: string, companies = 0): string => `
  select customer_id(person.i) as customer_id,
    person_name(person.i, is_male) as name,
    case when is_male then 'male' else 'female' end as gender, birth_date,
    case when chance(person.i, 55) < case when age > 50 then 0.25 else 0.04 end then 'lunar' else 'solar' end as birthday_calendar,
    phone_number(person.i) as phone,${reachColumns('person.i')},
    id_number(person.i, birth_date, is_male) as id_number,
    unit_id, ${ownerSql} as owner_id,
    person.opened_on, case when closed_on <= date '${endDate}' then closed_on end as closed_on, city,
    case income_source when 'payroll' then pick(${weightedList(occupations.payroll)}, chance(person.i, 58)) when 'business' then pick(${weightedList(occupations.business)}, chance(person.i, 58))
      when 'pension' then '退休' else case when age < 23 then '学生' else pick(${weightedList(occupations.other)}, chance(person.i, 58)) end end as occupation,
    income_source, pick(['R1', 'R1', 'R2', 'R2', 'R2', 'R3', 'R3', 'R4', 'R5'], least(0.999, greatest(0, chance(person.i, 59) + 0.12 * rich - case when age > 65 then 0.3 else 0 end))) as risk_class,${companyColumn(companies)}
    case when referrer.opened_on < person.opened_on then customer_id(referrer.i) end as referrer_id
  from (select *, chance(i, 50) < 0.49 as is_male,
      case when chance(i, 60) < 0.25 and i > 1 and opened_on > date '${endDate}' - 1825 then 1 + floor(chance(i, 61) * (i - 1))::bigint end as referrer_i from sample_person) as person
    join sample_place on place = floor(chance(person.i, 56) * (select count(*) from sample_place))
    left join (select i, opened_on from sample_person where satisfaction > 0) as referrer on referrer.i = person.referrer_i
  order by person.i`

const companyColumn = (companies: number): string =>
  companies === 0
    ? ''
    : `
    case when chance(person.i, 438) < case when rich > 1.2 and age < 75 then 0.8 when income_source = 'payroll' then 0.7 when income_source = 'business' then 0.5 else 0 end then 'E' || lpad((1 + floor(chance(person.i, 439) * ${companies})::integer)::varchar, 7, '0') end as company_id,`

/** What the customer query says of a single person: id, name, and a phone and an ID number that can belong to nobody. */
export const createPersonMacros = async (duck: Duck): Promise<void> => {
  const givenOf = (list: string): string =>
    `pick(${list}, chance(i, 52)) || case when chance(i, 53) < 0.72 then pick(${list}, chance(i, 54)) else '' end`
  const sum = ID_WEIGHTS.map((weight, index) => `${weight} * substr(head, ${index + 1}, 1)::integer`).join(' + ')
  await duck.run(`create or replace temp macro customer_id(i) as 'C' || lpad(i::varchar, 8, '0')`)
  await duck.run(
    `create or replace temp macro given(i, is_male) as case when is_male then ${givenOf(listLiteral(givenMale))} else ${givenOf(listLiteral(givenFemale))} end`,
  )
  await duck.run(
    `create or replace temp macro person_name(i, is_male) as pick(${weightedList(surnames)}, chance(i, 51)) || given(i, is_male)`,
  )
  await duck.run(
    `create or replace temp macro phone_number(i) as '${PHONE_PREFIX}' || lpad(((i * 7368787 + 1234567) % 100000000)::varchar, 8, '0')`,
  )
  await duck.run(
    `create or replace temp macro id_head(i, birth, is_male) as '${ID_AREA}' || lpad((i % 10000)::varchar, 4, '0') || strftime(birth, '%Y%m%d') ||
       lpad((2 * ((i // 10000) % 500) + case when is_male then 1 else 0 end)::varchar, 3, '0')`,
  )
  await duck.run(
    `create or replace temp macro with_wrong_check(head) as head || substr('10X98765432', ((${sum}) % 11 + 1) % 11 + 1, 1)`,
  )
  await duck.run(
    'create or replace temp macro id_number(i, birth, is_male) as with_wrong_check(id_head(i, birth, is_male))',
  )
}
