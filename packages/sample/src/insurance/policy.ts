import type { Duck } from '@tend/lake'

/**
 * `sample_policy`: covers that run for decades (life, illness, annuity), and yearly ones (medical, accident) as chains in which every link
 * renews the one before. A third of the wave that came two years ago gives its first policy up as soon as that costs nothing more.
 */
export const createPolicies = async (duck: Duck, endDate: string): Promise<void> => {
  await duck.run(`create or replace temp table sample_policy as
    select *, case when ends_by is not null and ends_by < coalesce(end_on, ends_by + 1) then ends_by end as surrendered_on
    from (${lastingSql(endDate)} union all ${yearlySql(endDate)})
    where start_on <= date '${endDate}' and (ends_by is null or start_on < ends_by)`)
}

/** Everybody's first policy begins the day they come; some add others later, the well-off more. Amounts are whole ten thousands. */
const lastingSql = (endDate: string): string => `
  select i, slot, 0 as step, kind, start_on, (start_on + to_years(years) - interval 1 day)::date as end_on,
    10000 * greatest(1, round(base * exp(0.75 * rich + 0.45 * bell(i, 110 + slot)) / 10000))::bigint as amount, rate,
    least(closed_on, case
      when of_wave and slot = 1 and chance(i, 90) < 0.34 then date '${endDate}' - floor(chance(i, 91) * 60)::integer
      when chance(i, 92 + slot) < 0.10 then start_on + 500 + floor(chance(i, 96 + slot) * 2200)::integer
      when chance(i, 92 + slot) < 0.14 then date '${endDate}' - floor(chance(i, 96 + slot) * 200)::integer end) as ends_by
  from (
    select *, [10, 15, 20, 30, 60][1 + floor(chance(i, 80 + slot) * 5)::integer] as years,
      case when slot = 1 then opened_on else (opened_on + 60 + floor(chance(i, 84 + slot) * greatest(1, date '${endDate}' - opened_on))::integer)::date end as start_on,
      case kind when 'life' then 90000 when 'annuity' then 110000 when 'illness' then 70000 else 40000 end as base,
      case kind when 'life' then 0.022 when 'annuity' then 0.06 when 'illness' then 0.03 else 0.004 end as rate
    from (
      select *, case when slot = 1 then pick(['life', 'life', 'illness', 'annuity', 'illness'], chance(i, 70)) else pick(['illness', 'life', 'annuity'], chance(i, 70 + slot)) end as kind
      from sample_member, (select unnest([1, 2, 3]) as slot) as slots
      where slot = 1 or chance(i, 74 + slot) < least(0.7, 0.26 + 0.13 * rich)))`

const yearlySql = (endDate: string): string => `
  select i, slot, step, kind, start_on, (start_on + interval 1 year - interval 1 day)::date as end_on, amount, rate, closed_on as ends_by
  from (
    select *, (first_on + to_years(step::integer))::date as start_on,
      coalesce(bool_or(chance(i, 130 + 50 * slot + step) < 0.11) over (partition by i, slot order by step rows between unbounded preceding and 1 preceding), false) as is_over
    from (
      select i, slot, closed_on, kind, rate, unnest(range(least(30, (date '${endDate}' - first_on) // 365 + 1))) as step, first_on, amount
      from (
        select i, slot, closed_on, case slot when 4 then 'medical' else 'accident' end as kind, case slot when 4 then 0.008 else 0.0015 end as rate,
          (opened_on + floor(chance(i, 120 + slot) * 600)::integer)::date as first_on,
          10000 * greatest(2, round(case slot when 4 then 60000 else 90000 end * exp(0.4 * rich) / 10000))::bigint as amount
        from sample_member, (select unnest([4, 5]) as slot) as slots
        where chance(i, 124 + slot) < 0.42)
      where first_on <= date '${endDate}'))
  where not is_over`

const policyId = "customer_id(i) || '-' || slot || lpad(step::varchar, 2, '0')"

/** A policy that ran to its end is not told from one in force but by its end day; what was given up is. */
export const policiesSql = (endDate: string): string => `
  select ${policyId} as policy_id, customer_id(i) as customer_id, kind as insurance_kind, amount, round(greatest(60, amount * rate), 2)::decimal(18, 2) as premium, start_on, end_on,
    coalesce(surrendered_on, case when end_on < date '${endDate}' then end_on end) as ended_on,
    case when surrendered_on is not null then 'surrendered' when end_on < date '${endDate}' then 'matured' end as ended_how,
    case when step > 0 then customer_id(i) || '-' || slot || lpad((step - 1)::varchar, 2, '0') end as renews
  from sample_policy order by i, slot, step`

/** Surrenders as they happened; claims and changes at random days of the history while the policy was in force. */
export const eventsSql = (endDate: string, months: number): string => `
  select event_id, customer_id(i) as customer_id, policy_id, date, event, amount::decimal(18, 2) as amount from (
    select ${policyId} || '-S' as event_id, i, ${policyId} as policy_id, surrendered_on as date, 'surrender' as event, amount
    from sample_policy where surrendered_on <= date '${endDate}' and surrendered_on > date '${endDate}' - ${months * 30}
    union all
    select ${policyId} || '-' || n, i, ${policyId}, happens_on, case when n = 1 then 'claim' else 'service' end,
      case when n = 1 then round(least(amount, 1500 * exp(1.1 * bell(i, 210 + slot + step))), 2) else 0 end
    from (
      select *, date '${endDate}' - floor(chance(i, 220 + 40 * n + 8 * slot + step) * ${months * 30})::integer as happens_on
      from sample_policy, (select unnest([1, 2]) as n) as times
      where chance(i, 320 + 40 * n + 8 * slot + step) < case when n = 1 then case kind when 'medical' then 0.5 when 'accident' then 0.12 else 0.03 end else 0.15 end)
    where happens_on >= start_on and happens_on <= coalesce(surrendered_on, end_on))
  order by event_id`
