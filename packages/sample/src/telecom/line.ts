import type { Month } from '../calendar.ts'
import { listLiteral } from '../random.ts'

/** The six usage segments of S171 from the top: their published share, and what a line of theirs uses and pays in a month. */
// biome-ignore format: a table
const segments = [
  { share: 0.033, plan: 108, includedMb: 20_000, data: 0.55, voice: 420, sms: 60, extras: 2, international: 70, roaming: 45 },
  { share: 0.111, plan: 88, includedMb: 10_000, data: 0.45, voice: 1150, sms: 40, extras: 1, international: 2, roaming: 4 },
  { share: 0.102, plan: 48, includedMb: 8000, data: 0.5, voice: 220, sms: 845, extras: 1, international: 0, roaming: 1 },
  { share: 0.188, plan: 36, includedMb: 12_000, data: 0.6, voice: 240, sms: 70, extras: 4, international: 0, roaming: 1 },
  { share: 0.233, plan: 34, includedMb: 6000, data: 0.95, voice: 180, sms: 110, extras: 1, international: 0, roaming: 0 },
  { share: 0.333, plan: 32, includedMb: 4000, data: 0.4, voice: 110, sms: 20, extras: 0, international: 0, roaming: 0 },
] as const

type Trait = keyof (typeof segments)[number]

const segmentIds = ['global_call', 'high_talk', 'sms_crazy', 'handset_worship', 'wont_lose_out', 'keep_in_touch']

/** What a segment's line has of something, as SQL over `segment`, its number from 0. */
export const ofSegment = (what: Trait): string => `[${segments.map((one) => one[what]).join(', ')}][1 + segment]`

const drawSegment = (chance: string): string => {
  let sum = 0
  const steps = segments.map(({ share }, index) => {
    sum += share
    return `when ${chance} < ${sum.toFixed(3)} then ${index}`
  })
  return `case ${steps.join(' ')} else ${segments.length - 1} end`
}

/** Traits: who the customer is, the segment and the size of the plan, contract, ties to other networks, content, and what they are interested in. */
export const traitSql = (customers: number, firstDate: string, endDate: string): string => `
  select i, is_male, birth_date, unit_id, owners, city, segment, content, off_net,
    greatest(birth_date + 5845, case when chance(i, 1) < 0.28 then date '${endDate}' - floor(chance(i, 2) * 700)::integer
      else date '${firstDate}' - floor(pow(chance(i, 2), 1.3) * 4000)::integer end) as opened_on,
    round(${ofSegment('plan')} * exp(0.28 * bell(i, 4) - 0.03)) as plan_fee, 0.01 + 0.09 * chance(i, 5) as spread,
    case when chance(i, 6) < 0.55 then 'monthly' when chance(i, 6) < 0.8 then 'one_year' else 'two_year' end as contract,
    chance(i, 7) < 0.06 as outgrows, chance(i, 8) < 0.05 and segment < 4 as wastes, chance(i, 9) < 0.25 as is_prepaid, chance(i, 10) < 0.12 as grows
  from (
    select numbers.*, ${drawSegment('chance(i, 11)')} as segment, bell(i, 12) as content, least(0.95, greatest(0.03, 0.42 + 0.2 * bell(i, 13))) as off_net,
      chance(i, 50) < 0.52 as is_male, sample_place.unit_id, sample_place.owners, sample_place.city
    from (select i, (date '${endDate}' - (6570 + floor(pow(chance(i, 3), 1.25) * 21000))::integer)::date as birth_date from range(1, ${customers} + 1) as made(i)) as numbers
      join sample_place on place = floor(chance(i, 56) * (select count(*) from sample_place)))`

/**
 * Who leaves and when: the hazard grows with ties to other networks, without a contract and with discontent. Use falls one to four months
 * before, and the wish is spoken a few days before.
 */
export const fateSql = (firstDate: string): string => `
  select *, leaves_on as closed_on, leaves_on - (35 + floor(chance(i, 21) * 100))::integer as falls_from, leaves_on - (3 + floor(chance(i, 22) * 9))::integer as asks_on,
    case when segment < 2 or (segment < 4 and chance(i, 57) < 0.4) then pick(owners, chance(i, 58)) end as owner_id
  from (
    select *, case when leaves_at < 30000 then greatest(opened_on + 50, date '${firstDate}') + leaves_at::integer end as leaves_on
    from (select *, -ln(chance(i, 20)) / (0.00022 * exp(1.1 * (off_net - 0.4) / 0.4 + case contract when 'monthly' then 0.5 else 0 end - 0.45 * content)) as leaves_at from sample_trait))`

/** The columns that packs/telecom adds to the trunk. `tenure` and `monthly_charges` are those of a billing snapshot on the last day. */
export const snapshotColumns = (endDate: string): string => `
    case when segment < 2 then '尊享' when date_diff('year', birth_date, date '${endDate}') < 28 then '青春' else '畅享' end as brand, substr(phone_number(i), 1, 4) as number_segment,
    ${interestsSql} as interests, date_diff('month', opened_on, date '${endDate}') - case when day(opened_on) > day(date '${endDate}') then 1 else 0 end as tenure, contract,
    ['card', 'transfer', 'transfer', 'e_check', 'mail_check'][1 + floor(chance(i, 61) * 5)::integer] as payment, ['fibre', 'fibre', 'dsl', 'none'][1 + floor(chance(i, 62) * 4)::integer] as internet,
    plan_fee::decimal(18, 2) as monthly_charges`

const circles = ['art', 'golf', 'eco', 'travel', 'cars', 'ladies']
const interestsSql = `case when chance(i, 63) < 0.3 then pick(${listLiteral(circles)}, chance(i, 64)) || case when chance(i, 65) < 0.4 then ',' || pick(${listLiteral(circles)}, chance(i, 66)) else '' end end`

export const truthSql = `
  select customer_id(i) as customer_id, leaves_on as churn_on, case when leaves_on is not null then falls_from end as falls_from, pick(${listLiteral(segmentIds)}, (segment + 0.5) / 6) as segment, off_net, content
  from sample_line order by i`

/** A month has a thousand salts of its own, above those of the line. */
export const salt = (month: Month, place: number): number => month.number * 1000 + place
