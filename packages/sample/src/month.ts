import type { Duck } from '@tend/lake'
import type { Month } from './calendar.ts'

/** Transactions of customer `i` in a month are numbered 0–63: salary, the transfer that balances, contracts from 3, spending from 32. */
const SPENDING_FROM = 32
const SPENDING_MAX = 30

/**
 * Makes a month's tables: `sample_spend` (what is paid out, a row each), `sample_move` (a row a customer with an open account) and `sample_product`
 * (a row a customer and product). The end balance of the current account is drawn first and one transfer makes up the difference, so that
 * end balance = previous end balance + money in − money out, to the fen, without any month waiting for the one before.
 */
export const createMonth = async (
  duck: Duck,
  month: Month,
  previous: Month,
  spendingPerMonth: number,
): Promise<void> => {
  await duck.run(`create or replace temp table sample_open as ${openSql(month, previous)}`)
  await duck.run(`create or replace temp table sample_spend as ${spendSql(month, spendingPerMonth)}`)
  await duck.run(`create or replace temp table sample_move as ${moveSql(month)}`)
  await duck.run(`create or replace temp table sample_product as ${productSql(month)}`)
}

export const dropMonth = async (duck: Duck): Promise<void> => {
  for (const table of ['sample_open', 'sample_spend', 'sample_move', 'sample_product'])
    await duck.run(`drop table ${table}`)
}

/** `first_day` and `last_day` bound what the customer can do in the month; the silent do nothing after they fell silent. */
const openSql = (month: Month, previous: Month): string => `
  select i, usage, rich, income_source, ${balanceSql(previous)} as opening, ${balanceSql(month)} as closing,
    (silent_from is null or silent_from >= date '${month.firstDate}') as is_active,
    case when opened_on > date '${month.firstDate}' then day(opened_on) else 1 end as first_day,
    case when least(closed_on, silent_from) <= date '${month.lastDate}' then day(least(closed_on, silent_from)) else ${month.lastDay} end as last_day,
    case when closed_on <= date '${month.lastDate}' then day(closed_on) end as closing_day,
    case when is_active and pay_day between first_day and last_day and (drains_from is null or date '${month.firstDate}' + pay_day - 1 < drains_from)
      then round(salary * (1 + 0.03 * bell(i, ${salt(month, 1)})) ${month.season.hasBonus ? `* case when chance(i, 43) < 0.6 then 1.5 + 2 * chance(i, ${salt(month, 2)}) else 1 end` : ''})::bigint end as pay,
    pay_day
  from sample_person
  where opened_on <= date '${month.lastDate}' and (closed_on is null or closed_on >= date '${month.firstDate}')`

/** Balance of the current account on the month's last day: trend, season, noise, now and then a shock that heals within half a year, and the drain before leaving. */
const balanceSql = (month: Month): string => {
  const since = `((${month.number} - shock_place) % 24)`
  return `case when opened_on > date '${month.lastDate}' or closed_on <= date '${month.lastDate}' then 0
      when silent_from <= date '${month.lastDate}' then round(current_base * case when is_dormant then 0.4 else 0.02 end)::bigint
      else greatest(100, round(current_base * exp(-trend * ${month.beforeEnd} / 12 + 0.06 * bell(i, ${salt(month, 0)})) * ${month.season.balance}
        * case when ${since} < 6 then 0.3 + 0.12 * ${since} else 1 end
        * case when drains_from < date '${month.lastDate}' then pow(greatest(0.02, (leaves_on - date '${month.lastDate}') / (30.0 * drain_months)), 1.3) else 1 end))::bigint end`
}

/** No payment is larger than its share of nine tenths of the opening balance, so that the account is never overdrawn on the way. */
const spendSql = (month: Month, spendingPerMonth: number): string => `
  select i, k, first_day + floor(chance(i, ${salt(month, 100)} + 4 * k) * (last_day - first_day + 1))::integer as day,
    case when turn < 0.62 then 'card' when turn < 0.82 then 'transfer' when turn < 0.95 then 'cash' else 'fee' end as kind,
    greatest(1, least(opening * 0.9 / count, case when turn < 0.62 then 22000 when turn < 0.82 then 90000 when turn < 0.95 then 120000 else 800 end
      * exp(0.4 * rich + 0.8 * bell(i, ${salt(month, 102)} + 4 * k))))::bigint as amount
  from (
    select *, unnest(range(count)) as k, chance(i, ${salt(month, 101)} + 4 * k) as turn
    from (
      select i, rich, opening, first_day, last_day, case when opening < 10000 then 0 else least(${SPENDING_MAX}, floor(usage * ${spendingPerMonth * month.season.spending} * (last_day - first_day + 1) / 30.4
        * (0.5 + chance(i, ${salt(month, 3)})) + chance(i, ${salt(month, 4)})))::integer end as count
      from sample_open where is_active))`

/** `remaining` days of a movement count its own day, because balances are those of day's end. */
const moveSql = (month: Month): string => {
  const remaining = `(${month.lastDay} - day + 1)`
  return `
  select *, greatest(0, opening * ${month.lastDay} + coalesce(pay * (${month.lastDay} - pay_day + 1), 0) - spent_days + flow_days + transfer * (${month.lastDay} - transfer_day + 1))::bigint as accumulated
  from (
    select *, case when closing_day is not null then closing_day
        when transfer < 0 then latest_in + floor(chance(i, ${salt(month, 5)}) * (last_day - latest_in + 1))::integer
        else first_day + floor(chance(i, ${salt(month, 5)}) * (earliest_out - first_day + 1))::integer end as transfer_day
    from (
      select sample_open.*, coalesce(spent_days, 0)::bigint as spent_days, coalesce(flow_days, 0)::bigint as flow_days,
        case when is_active then closing - opening - coalesce(pay, 0) + coalesce(spent, 0) - coalesce(flow, 0) else 0 end::bigint as transfer,
        least(last_day, greatest(first_day, coalesce(latest_flow_in, 1), case when pay is null then 1 else pay_day end)) as latest_in,
        greatest(first_day, least(last_day, coalesce(earliest_flow_out, 31))) as earliest_out
      from sample_open
        left join (select i, sum(amount) as spent, sum(amount * ${remaining}) as spent_days from sample_spend group by i) as spent using (i)
        left join (select i, sum(amount) as flow, sum(amount * ${remaining}) as flow_days, max(day) filter (amount > 0) as latest_flow_in, min(day) filter (amount < 0) as earliest_flow_out
          from sample_flow where number = ${month.number} group by i) as flow using (i)))`
}

/** A contract counts from its first day to the day before it is closed. */
const productSql = (month: Month): string => `
  select i, product, sum(case when closed_on <= date '${month.lastDate}' then 0 else value end)::bigint as balance,
    sum(value * (least(date '${month.lastDate}' + 1, coalesce(closed_on, date '${month.lastDate}' + 1)) - greatest(start_on, date '${month.firstDate}')))::bigint as accumulated
  from (select *, case product when 'fund' then worth(amount, ${month.number}) else amount end as value from sample_contract
    where start_on <= date '${month.lastDate}' and (closed_on is null or closed_on > date '${month.firstDate}'))
  group by i, product`

export const balancesSql = (month: Month): string => `
  select customer_id(i) as customer_id, product, '${month.id}' as month, date '${month.lastDate}' as date, yuan(balance) as balance, yuan(accumulated) as accumulated
  from (select i, 0 as place, 'demand' as product, closing as balance, accumulated from sample_move
    union all select i, list_position(['term', 'wealth', 'fund', 'insurance'], product), product, balance, accumulated from sample_product)
  order by i, place`

export const transactionsSql = (month: Month): string => `
  select (${month.number} * 100000000::bigint + i) * 64 + k as transaction_id, customer_id(i) as customer_id, (date '${month.firstDate}' + (day - 1)::integer)::date as date,
    case when amount > 0 then 'in' else 'out' end as direction, yuan(abs(amount)) as amount, kind,
    case kind when 'salary' then 'online' when 'card' then 'pos' when 'cash' then (case when abs(amount) > 2000000 then 'branch' else 'atm' end)
      when 'transfer' then pick(['mobile', 'mobile', 'mobile', 'online', 'branch'], turn) when 'product' then pick(['mobile', 'mobile', 'branch'], turn) end as channel
  from (select *, chance(i, ${salt(month, 300)} + k) as turn from (
    select i, 0 as k, pay_day as day, 'salary' as kind, pay as amount from sample_move where pay is not null
    union all select i, 1, transfer_day, case when income_source = 'business' and transfer > 0 and chance(i, ${salt(month, 6)}) < 0.3 then 'cash' else 'transfer' end, transfer from sample_move where transfer <> 0
    union all select i, k, day, kind, amount from sample_flow where number = ${month.number}
    union all select i, ${SPENDING_FROM} + k, day, kind, -amount from sample_spend))
  order by transaction_id`

/** Margins a year on the average balance, less what an account costs. */
export const contributionsSql = (month: Month): string => `
  select customer_id(i) as customer_id, '${month.id}' as month, date '${month.lastDate}' as date, yuan(profit) as profit
  from (
    select i, coalesce(round(accumulated * 0.017 / 365)::bigint, 0) + coalesce(earned, 0) - ${Math.round(180 * month.covered)} as profit
    from sample_move left join (
      select i, sum(round(accumulated * case product when 'term' then 0.006 when 'wealth' then 0.009 when 'fund' then 0.012 else 0.02 end / 365)::bigint)::bigint as earned
      from sample_product group by i) as product using (i))
  order by i`

/** A month has a thousand salts of its own, above those of the person. */
const salt = (month: Month, place: number): number => month.number * 1000 + place
