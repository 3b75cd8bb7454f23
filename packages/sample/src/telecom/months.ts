import type { Month } from '../calendar.ts'
import { ofSegment, salt } from './line.ts'

/** Months in which people travel: Spring Festival, the summer holidays and the National Day. */
const travels = (month: Month): boolean => [1, 6, 7, 9].includes(month.number % 12)

/**
 * `sample_use`: what each open line used in `used`, the month before `issued`. `factor` is how the month differs from the line's usual one: a fall before leaving,
 * now and then a bad month, growth; `noise` is the ordinary unrest.
 */
export const useSql = (used: Month, issued: Month): string => `
  select *, (1 + 0.15 * ${used.season.spending - 1}) * factor * noise as activity
  from (
    select *, exp(spread * bell(i, ${salt(issued, 0)})) as noise,
      case when falls_from <= date '${used.firstDate}' then 0.45 else 1 end * case when bad < 0.010 then 0.55 when bad < 0.024 then 0.8 else 1 end
        * case when grows then exp(-0.012 * ${used.beforeEnd}) else 1 end as factor
    from (select *, chance(i, ${salt(issued, 1)}) as bad from sample_line
      where opened_on <= date '${used.lastDate}' and (closed_on is null or closed_on > date '${used.firstDate}')))`

const columns = (used: Month, issued: Month): string =>
  `customer_id(i) as customer_id, '${used.id}' as month, date '${issued.firstDate}' as date`

/** Nobody roams every month; who does pays for it. */
const roamingSql = (used: Month, issued: Month): string =>
  `(case when chance(i, ${salt(issued, 2)}) < ${travels(used) ? 0.5 : 0.25} then round((${ofSegment('roaming')} + case when chance(i, ${salt(issued, 3)}) < 0.05 then 20 else 0 end) * activity * 2) else 0 end)`

const extrasSql = `round(${ofSegment('extras')} * least(1, factor) + case when outgrows then 1 else 0 end)`

export const billsSql = (used: Month, issued: Month): string => `
  select ${columns(used, issued)}, yuan(plan_fee * least(1, factor) * 100) as plan_fee,
    yuan(100 * plan_fee * (case when outgrows then 0.5 when wastes then 0 else 0.03 end) * activity + case segment when 2 then 1400 * activity else 0 end) as overage_fee,
    yuan(500 * ${extrasSql}) as value_added_fee, yuan(60 * ${roamingSql(used, issued)}) as roaming_fee, yuan(90 * round(${ofSegment('international')} * activity)) as international_fee
  from sample_use order by i`

export const usagesSql = (used: Month, issued: Month): string => `
  select ${columns(used, issued)}, round(${ofSegment('voice')} * activity)::integer as voice_minutes, round(${ofSegment('sms')} * activity)::integer as sms_count,
    round(${ofSegment('includedMb')} * (case when outgrows then 1.3 when wastes then 0.12 else ${ofSegment('data')} end) * least(1.1, activity))::integer as data_mb,
    ${roamingSql(used, issued)}::integer as roaming_minutes, round(${ofSegment('international')} * activity)::integer as international_minutes,
    ${extrasSql}::integer as value_added_count, ${ofSegment('includedMb')} as included_mb
  from sample_use order by i`

export const circlesSql = (used: Month, issued: Month): string => `
  select ${columns(used, issued)}, contacts, greatest(0, least(contacts, round(contacts * off_net + 0.8 * bell(i, ${salt(issued, 5)})))::integer) as off_net_contacts,
    case when chance(i, ${salt(issued, 6)}) < 0.08 * off_net * 2 then 1 + floor(chance(i, ${salt(issued, 7)}) * 2)::integer else 0 end as lost_contacts
  from (select *, (8 + round(${ofSegment('voice')} * activity / 25))::integer as contacts from sample_use) order by i`
