import type { Month } from '../calendar.ts'

/**
 * Traits: how often somebody comes, what they spend, what they like, and for how long. Visits are spread widely, so that a fifth of the customers
 * bring most of the sales; three in a hundred have only registered, one in a hundred is rich.
 */
export const shopperSql = (customers: number, firstDate: string, endDate: string): string => `
  select i, is_male, birth_date, unit_id, city, pick(owners, chance(i, 57)) as owner_id, opened_on, null::date as closed_on, content,
    case when is_rich then 22 else least(30, 2.2 * exp(0.95 * bell(i, 4))) end as visits_a_year, case when is_rich then 2200 else 270 * exp(0.5 * bell(i, 5)) end as price, 0.6 + 1.3 * pow(chance(i, 6), 2) as extra_items,
    chance(i, 7) as likes_new, pow(chance(i, 8), 2) as likes_offers, chance(i, 9) as likes_casual, chance(i, 10) < 0.03 as only_registers,
    greatest(opened_on, date '${firstDate}') + 30 + floor(-ln(chance(i, 11)) * 1400 * exp(0.4 * content))::integer as stops_on,
    pick(['S', 'M', 'M', 'L', 'L', 'XL'], chance(i, 12)) as size, case when chance(i, 13) < 0.06 then date '${endDate}' - floor(chance(i, 14) * 400)::integer end as size_changed_on
  from (
    select numbers.*, sample_place.*, bell(i, 15) as content, chance(i, 16) < 0.012 as is_rich, chance(i, 50) < 0.14 as is_male,
      greatest(birth_date + 5845, case when chance(i, 1) < 0.4 then date '${endDate}' - floor(chance(i, 2) * 720)::integer else date '${firstDate}' - floor(pow(chance(i, 2), 1.4) * 1600)::integer end) as opened_on
    from (select i, (date '${endDate}' - (6570 + floor(pow(chance(i, 3), 1.4) * 17000))::integer)::date as birth_date from range(1, ${customers} + 1) as made(i)) as numbers
      join sample_place on place = floor(chance(i, 56) * (select count(*) from sample_place)))`

/** Receipts of a month; the first one comes with the filing itself. A receipt returned has the same number with a C. */
export const ticketSql = (month: Month): string => `
  select *, '${month.id.replace('-', '')}' || lpad((i * 8 + k)::varchar, 10, '0') as invoice_no, date '${month.firstDate}' + (day - 1)::integer as date,
    1 + floor(extra_items * 2 * chance(i, ${salt(month, 20)} + k))::integer as lines, chance(i, ${salt(month, 30)} + k) < 0.06 as is_returned
  from (
    select *, least(${month.lastDay}, case when k = 0 and filed_now then day(opened_on) else 1 + floor(chance(i, ${salt(month, 10)} + k) * ${month.lastDay})::integer end) as day
    from (
      select *, unnest(range(least(6, floor(visits_a_year / 12 * ${month.season.spending * month.covered} + chance(i, ${salt(month, 1)}))::integer + case when filed_now then 1 else 0 end))) as k
      from (select *, opened_on between date '${month.firstDate}' and date '${month.lastDate}' as filed_now from sample_shopper
        where not only_registers and opened_on <= date '${month.lastDate}' and stops_on > date '${month.firstDate}')))
  where date '${month.firstDate}' + (day - 1)::integer >= opened_on`

const categories = ['连衣裙', '衬衫', '外套', '针织', '裤装', '半裙', '配饰']

/** Lines of the month's receipts, and of what came back up to ten days later; prices rise with the customer's taste and fall in sales. */
export const lineSql = (month: Month, endDate: string): string => `
  select i, invoice_no, k, n, date, unit_price, 1 as quantity, category, style, is_new, is_offer, minutes, is_returned
  from (
    select *, round(price * exp(0.25 * bell(i, ${salt(month, 200)} + spot)) * [1.5, 0.8, 2.0, 1.0, 0.9, 0.9, 0.35][1 + category_place] * case when is_offer then 0.6 else 1 end, 0) as unit_price,
      [${categories.map((name) => `'${name}'`).join(', ')}][1 + category_place] as category, case when chance(i, ${salt(month, 300)} + spot) < likes_casual then 'casual' when chance(i, ${salt(month, 300)} + spot) < 0.85 then 'elegant' else 'formal' end as style
    from (
      select *, floor(chance(i, ${salt(month, 400)} + spot) * ${categories.length})::integer as category_place, chance(i, ${salt(month, 500)} + spot) < 0.6 * likes_new as is_new,
        chance(i, ${salt(month, 600)} + spot) < likes_offers * ${month.season.spending > 1 ? 1 : 0.6} as is_offer, 8 + floor(chance(i, ${salt(month, 700)} + k) * 50)::integer as minutes
      from (select *, k * 12 + n as spot from (select *, unnest(range(lines)) as n from sample_ticket))))
  union all
  select i, 'C' || invoice_no, k, 0, least(date '${endDate}', date + 3 + floor(chance(i, ${salt(month, 800)} + k) * 7)::integer), round(price * 1.1, 0), -1, '外套', 'casual', false, false, null, true
  from sample_ticket where is_returned`

export const purchasesSql = `
  select invoice_no, 'P' || lpad(((i * 31 + k * 7 + n * 13) % 900)::varchar, 4, '0') as product_code, category as description, quantity, date, unit_price::decimal(18, 2) as unit_price, customer_id(i) as customer_id,
    category, style, is_new as is_new_arrival, is_offer as is_promotion, minutes
  from sample_bought order by date, invoice_no, n`

export const salesSql = `
  select invoice_no, customer_id(i) as customer_id, date, sum(quantity * unit_price)::decimal(18, 2) as amount, sum(quantity)::integer as items, any_value(owner_id order by n) as sold_by
  from sample_bought join (select i, owner_id from sample_shopper) as shopper using (i) group by invoice_no, i, date order by date, invoice_no`

/** What one shopper in eight said of a piece in the last forty days; one piece in three is not worn. */
export const wearNotesSql = (endDate: string): string => `
  select 'W' || lpad(i::varchar, 8, '0') as note_id, customer_id(i) as customer_id, date '${endDate}' - floor(chance(i, 421) * 40)::integer as date,
    'P' || lpad(floor(chance(i, 422) * 900)::integer::varchar, 4, '0') as product_code, is_worn,
    case when is_worn then pick(['well', 'well', 'fairly', 'badly'], chance(i, 423)) end as wears,
    case when not is_worn then pick(['size', 'match', 'match', 'fabric', 'occasion', 'other'], chance(i, 424)) end as cause, owner_id as staff_id
  from (select i, owner_id, chance(i, 425) < 0.67 as is_worn from sample_shopper where coalesce(stops_on > date '${endDate}', true) and chance(i, 420) < 0.12)
  order by i`

export const truthSql = `
  select customer_id(i) as customer_id, stops_on as churn_on, visits_a_year, likes_new, likes_offers, likes_casual, content from sample_shopper order by i`

/** A month has a thousand salts of its own, above those of the person. */
const salt = (month: Month, place: number): number => month.number * 1000 + place
