import type { Month } from '../calendar.ts'

/** The chain writes to a third of its members about once a month; half of those who are driven by it buy only then. */
const PROMOTED = 0.33

/** Traits: how often and for how much a member buys, whether a medicine is taken regularly, and whether only promotions bring them. A fifth never buy. */
export const memberSql = (customers: number, firstDate: string, endDate: string): string => `
  select *, greatest(opened_on, date '${firstDate}') + 60 + floor(-ln(chance(i, 20)) * 1500 * exp(0.4 * content))::integer as stops_on, case when chance(i, 21) < 0.03 then date '${endDate}' - floor(chance(i, 22) * 500)::integer end as closed_at
  from (
    select numbers.*, sample_place.unit_id, sample_place.city, pick(sample_place.owners, chance(i, 57)) as owner_id, bell(i, 4) as content, chance(i, 50) < 0.44 as is_male,
      greatest(birth_date + 5845, case when chance(i, 1) < 0.35 then date '${endDate}' - floor(chance(i, 2) * 720)::integer else date '${firstDate}' - floor(pow(chance(i, 2), 1.4) * 2500)::integer end) as opened_on,
      least(40, 5 * exp(0.9 * bell(i, 5))) as visits_a_year, 55 * exp(0.7 * bell(i, 6)) as price, chance(i, 7) < 0.19 as never_buys, chance(i, 8) < 0.3 as waits_for_offers,
      case when date_diff('year', birth_date, date '${endDate}') > 45 and chance(i, 9) < 0.35 then 30 + 15 * floor(chance(i, 10) * 3)::integer end as refill_days,
      pick(['pharmacy', 'pharmacy', 'clinic', 'online'], chance(i, 11)) as habit
    from (select i, (date '${endDate}' - (6570 + floor(pow(chance(i, 3), 0.9) * 23000))::integer)::date as birth_date from range(1, ${customers} + 1) as made(i)) as numbers
      join sample_place on place = floor(chance(i, 56) * (select count(*) from sample_place)))`

/** `sample_open`: members who may buy in the month, and the day on which a promotion reaches them. */
export const openSql = (month: Month): string => `
  select *, case when chance(i, ${salt(month, 1)}) < ${PROMOTED} then date '${month.firstDate}' + floor(chance(i, ${salt(month, 2)}) * 20)::integer end as promoted_on
  from sample_member
  where opened_on <= date '${month.lastDate}' and stops_on > date '${month.firstDate}' and (closed_at is null or closed_at > date '${month.lastDate}')`

export const promotionsSql = (month: Month): string => `
  select customer_id(i) || '-P' || ${month.number} as promotion_id, customer_id(i) as customer_id, promoted_on as date, '${month.id} 会员日' as name
  from sample_open where promoted_on <= date '${month.lastDate}' order by i`

/** `sample_visit`: receipts of the month. Who waits for offers comes within two weeks after one; who takes a medicine comes when it runs out. */
export const visitSql = (month: Month): string => `
  select * from (
    select i, k, price, opened_on, stops_on, null::integer as refill_days, promoted_on,
      case when waits_for_offers then promoted_on + floor(chance(i, ${salt(month, 10)} + k) * 15)::integer else date '${month.firstDate}' + floor(chance(i, ${salt(month, 10)} + k) * ${month.lastDay})::integer end as date
    from (select *, unnest(range(least(5, floor(visits_a_year / 12 * ${month.season.spending * month.covered} + chance(i, ${salt(month, 3)}))::integer))) as k from sample_open where not never_buys)
    union all
    select i, 7, price, opened_on, stops_on, refill_days, promoted_on, date '${month.firstDate}' + (refill_days - 1 - (${month.number} * 30 + i) % refill_days)::integer from sample_open where refill_days is not null and not never_buys)
  where date between greatest(opened_on, date '${month.firstDate}') and least(stops_on, date '${month.lastDate}')`

/** A receipt's lines; what prompted it is the promotion of the same month before it. */
export const linesSql = (month: Month): string => `
  select '${month.id.replace('-', '')}' || lpad((i * 8 + k)::varchar, 10, '0') as receipt_no, n + 1 as line, customer_id(i) as customer_id, date,
    case when refill_days is not null then 'medicine' else pick(['medicine', 'medicine', 'health', 'device', 'care', 'other'], chance(i, ${salt(month, 100)} + spot)) end as category,
    1 + floor(pow(chance(i, ${salt(month, 200)} + spot), 3) * 3)::integer as quantity, round(price * exp(0.5 * bell(i, ${salt(month, 300)} + spot)), 1)::decimal(18, 2) as amount, refill_days as days_supply,
    case when refill_days is not null then date + refill_days end as covers_until, case when promoted_on <= date then promoted_on end as prompted_on
  from (select *, k * 4 + n as spot from (select *, unnest(range(case when k = 7 then 1 else 1 + floor(chance(i, ${salt(month, 400)} + k) * 2.4)::integer end)) as n from sample_visit))
  order by i, date, receipt_no, n`

export const truthSql = `
  select customer_id(i) as customer_id, stops_on as churn_on, visits_a_year, never_buys, waits_for_offers, refill_days, content from sample_member order by i`

/** A month has a thousand salts of its own, above those of the person. */
const salt = (month: Month, place: number): number => month.number * 1000 + place
