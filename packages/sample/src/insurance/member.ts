import type { Duck } from '@tend/lake'

/** `sample_member`: a row a customer. Who leaves, does so within the last two years and gives every policy up on that day. */
export const createMembers = async (duck: Duck, customers: number, endDate: string): Promise<void> => {
  await duck.run(`create or replace temp table sample_member as ${memberSql(customers, endDate)}`)
}

const memberSql = (customers: number, endDate: string): string => `
  select traits.* exclude (came_on, may_leave), city, unit_id, case when chance(i, 58) < 0.93 then pick(owners, chance(i, 57)) end as owner_id,
    came_on as opened_on,
    case when may_leave and not of_wave and date '${endDate}' - leaves_before > came_on + 200 then date '${endDate}' - leaves_before end as closed_on
  from (
    select *, greatest(birth_date + 6570, case
        when of_wave then (date '${endDate}' - interval 24 month)::date - floor(chance(i, 2) * 28)::integer
        when chance(i, 5) < 0.22 then date '${endDate}' - floor(chance(i, 2) * 700)::integer
        else date '${endDate}' - 760 - floor(pow(chance(i, 2), 1.3) * 4200)::integer end)::date as came_on,
      chance(i, 6) < 0.035 as may_leave, 5 + floor(chance(i, 7) * 700)::integer as leaves_before
    from (
      select i, chance(i, 50) < 0.47 as is_male, bell(i, 4) as rich, chance(i, 1) < 0.06 as of_wave,
        (date '${endDate}' - (7300 + floor(pow(chance(i, 3), 1.2) * 18500))::integer)::date as birth_date
      from range(1, ${customers} + 1) as numbers(i))) as traits
    join sample_place on place = floor(chance(i, 56) * (select count(*) from sample_place))`
