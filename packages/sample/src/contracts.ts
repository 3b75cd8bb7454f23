import type { Duck } from '@tend/lake'

/** Longest chain: a 90-day product renewed over the history, with some to spare. */
const chainLengthMax = (months: number): number => Math.ceil((months * 31) / 90) + 2

/**
 * `sample_contract` and, from it, `sample_flow`: what the contracts do to the current account. Term deposits and wealth products come in chains: at
 * maturity two thirds are renewed the same day, most others return after some months, some never. Funds are open-ended, insurance runs for years.
 * Who leaves the bank starts nothing more and closes early what is left.
 */
export const createContracts = async (
  duck: Duck,
  firstDate: string,
  endDate: string,
  months: number,
): Promise<void> => {
  await duck.run(`create or replace temp table sample_contract as ${contractSql(firstDate, endDate, months)}`)
  await duck.run(`create or replace temp table sample_flow as ${flowSql(firstDate)}`)
}

const contractSql = (firstDate: string, endDate: string, months: number): string => `
  select i, product, customer_id(i) || '-' || slot || lpad(step::varchar, 2, '0') as contract_id, amount, start_on, end_on,
    case when least(end_on, left_on) <= date '${endDate}' then least(end_on, left_on) end as closed_on
  from (
    select contract.*, greatest(contract.start_on, person.leaves_on - 1 - floor(chance(i, 70) * 5)::integer) as left_on, leaves_on, drains_from, silent_from, opened_on
    from (${maturingSql(firstDate, endDate, months)} union all ${lastingSql(endDate)}) as contract join sample_person as person using (i))
  where start_on <= date '${endDate}' and start_on >= opened_on and (drains_from is null or start_on < drains_from) and (silent_from is null or start_on < silent_from)
  order by i, slot, step`

/** A step's start is the first start, plus the steps before, plus the gaps that followed them. */
const maturingSql = (firstDate: string, endDate: string, months: number): string => `
  select i, product, slot, step, amount, start_on, start_on + days as end_on from (
    select i, product, slot, step, days, first_on + (step * days + coalesce(sum(gap) over before, 0))::integer as start_on,
      100000 * greatest(case product when 'wealth' then 10 else 1 end, round(wealth * (0.2 + 0.4 * chance(i, 100 * step + 71 + slot)) / 100000))::bigint as amount,
      coalesce(bool_or(ends) over before, false) as is_over
    from (
      select *, unnest(range(${chainLengthMax(months)})) as step, chance(i, 100 * step + 73 + slot) as turn,
        case when turn < 0.66 then 0 else 40 + floor(chance(i, 100 * step + 75 + slot) * 220)::integer end as gap, turn > 0.96 as ends
      from (
        select i, 'term' as product, 1 as slot, wealth, [90, 180, 365, 365, 730, 1095][1 + floor(chance(i, 77) * 6)::integer] as days,
          case when chance(i, 78) < 0.7 then greatest(opened_on, date '${firstDate}' - floor(chance(i, 79) * days)::integer) else greatest(opened_on, date '${firstDate}') + floor(chance(i, 79) * ${months * 30})::integer end as first_on
        from sample_person where has_term
        union all
        select i, 'wealth', 2, wealth, [60, 90, 90, 180, 180, 365][1 + floor(chance(i, 80) * 6)::integer] as days,
          case when chance(i, 81) < 0.7 then greatest(opened_on, date '${firstDate}' - floor(chance(i, 82) * days)::integer) else greatest(opened_on, date '${firstDate}') + floor(chance(i, 82) * ${months * 30})::integer end
        from sample_person where has_wealth))
    window before as (partition by i, slot order by step rows between unbounded preceding and 1 preceding))
  where not is_over and start_on <= date '${endDate}'`

const lastingSql = (endDate: string): string => `
  select i, 'fund' as product, 3 as slot, 0 as step, 10000 * greatest(1, round(wealth * (0.06 + 0.2 * chance(i, 83)) / 10000))::bigint as amount, ${startSql(endDate, 84)} as start_on,
    case when chance(i, 85) < 0.12 and not is_dormant then ${startSql(endDate, 84)} + 60 + floor(chance(i, 86) * 900)::integer end as end_on
  from sample_person where has_fund
  union all
  select i, 'insurance', 4, 0, 100000 * greatest(1, round(wealth * (0.03 + 0.09 * chance(i, 87)) / 100000))::bigint, ${startSql(endDate, 88)},
    ${startSql(endDate, 88)} + [1826, 3652, 7305][1 + floor(chance(i, 89) * 3)::integer]
  from sample_person where has_insurance`

/** Within the last eight years, or since the customer came. */
const startSql = (endDate: string, salt: number): string =>
  `(opened_on + floor(chance(i, ${salt}) * greatest(1, least(2920, date '${endDate}' - opened_on)))::integer + greatest(0, date '${endDate}' - opened_on - 2920)::integer)`

/** Every movement between a contract and the current account, numbered within customer and month. Interest is paid with the capital. */
const flowSql = (firstDate: string): string => `
  select i, number, 2 + (row_number() over (partition by i, number order by contract_id, what))::integer as k, day, kind, amount from (
    select i, contract_id, 1 as what, month_number(start_on) as number, day(start_on) as day, 'product' as kind, -amount as amount
    from sample_contract where start_on >= date '${firstDate}'
    union all
    select i, contract_id, 2, month_number(closed_on), day(closed_on), 'product', case product when 'fund' then worth(amount, month_number(closed_on)) else amount end
    from sample_contract where closed_on >= date '${firstDate}'
    union all
    select i, contract_id, 3, month_number(closed_on), day(closed_on), 'interest',
      round(amount * case when closed_on < end_on then 0.002 when product = 'wealth' then 0.026 else 0.016 end * (closed_on - start_on) / 365)::bigint as interest
    from sample_contract where closed_on >= date '${firstDate}' and product in ('term', 'wealth') and interest > 0)`

/** `worth`: what is left of money put into a fund, by a market that rises and falls over nine months. */
export const createContractMacros = async (duck: Duck): Promise<void> => {
  await duck.run('create or replace temp macro month_number(d) as year(d) * 12 + month(d) - 1')
  await duck.run(
    'create or replace temp macro worth(amount, number) as round(amount * (1 + 0.06 * sin(0.7 * number)))::bigint',
  )
}
