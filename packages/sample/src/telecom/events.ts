/** What happens to a line now and then. Every query is bound by the history's first date and the end date, and by the day on which the line is closed. */
export type Span = { readonly firstDate: string; readonly endDate: string; readonly months: number }

const DAYS_A_MONTH = 30.44

/** One draw a line and month: `n` from 0, `day` within the month, `turn` for whether it happens. */
const monthly = ({ firstDate, endDate, months }: Span, kind: number): string => `
  (select *, date '${firstDate}' + floor(${DAYS_A_MONTH} * (n + chance(i, 1000 * n + ${kind} + 1)))::integer as date
   from (select *, unnest(range(${months})) as n from sample_line) as drawn) as drawn
  where date <= date '${endDate}' and date >= opened_on and (closed_on is null or date < closed_on)`

/** Term contracts in chains without a gap, and leases of handsets for two years; what has not been delivered is left to the snapshot. */
export const agreementsSql = ({ endDate }: Span): string => `
  select customer_id(i) || '-' || kind[1] || step as agreement_id, customer_id(i) as customer_id, kind, round(plan_fee * case kind when 'handset' then 0.6 else 1 end)::decimal(18, 2) as monthly_fee,
    start_on, start_on + days as end_on, case when closed_on <= date '${endDate}' and closed_on < start_on + days then closed_on end as closed_on
  from (
    select *, first_on + (step * days)::integer as start_on
    from (
      select *, opened_on + floor(chance(i, 70) * 60)::integer as first_on, case contract when 'one_year' then 365 else 730 end as days, 'plan' as kind, unnest(range(16)) as step
      from sample_line where contract <> 'monthly' and chance(i, 71) < 0.85
      union all
      select *, opened_on + floor(chance(i, 72) * 500)::integer, 730, 'handset', unnest(range(8)) from sample_line where segment in (0, 1, 3) and chance(i, 73) < 0.4))
  where start_on <= date '${endDate}' and (closed_on is null or start_on < closed_on)
  order by i, kind, step`

/** Prepaid time of ninety days, topped up every two or three months, now and then too late. */
export const topUpsSql = (span: Span): string => `
  select customer_id(i) || '-T' || n as top_up_id, customer_id(i) as customer_id, date, (50 * (1 + floor(chance(i, 1000 * n + 103) * 4)))::decimal(18, 2) as amount, date + 90 as valid_until
  from ${monthly(span, 100)} and is_prepaid and chance(i, 1000 * n + 104) < 0.42 order by i, n`

export const complaintsSql = (span: Span): string => `
  select complaint_id, customer_id, date, subject, severity, case when solved_on <= date '${span.endDate}' then solved_on end as solved_on
  from (
    select i, n, customer_id(i) || '-M' || n as complaint_id, customer_id(i) as customer_id, date, pick(['network', 'network', 'bill', 'service', 'offer'], chance(i, 1000 * n + 203)) as subject,
      case when chance(i, 1000 * n + 204) < 0.15 then 'high' else 'ordinary' end as severity, date + floor(chance(i, 1000 * n + 205) * 7)::integer as solved_on
    from ${monthly(span, 200)} and chance(i, 1000 * n + 200) < 0.018 * exp(-0.6 * content))
  order by i, n`

export const answersSql = (span: Span): string => `
  select customer_id(i) || '-Q' || n as answer_id, customer_id(i) as customer_id, date, '季度满意度' as survey, satisfaction, satisfaction <= 2 and chance(i, 1000 * n + 303) < 0.7 as leans_away,
    satisfaction >= 3 and chance(i, 1000 * n + 305) < 0.2 as needs_changed, case when satisfaction <= 3 then pick(['price', 'price', 'service', 'product', 'competitor', 'other'], chance(i, 1000 * n + 304)) end as cause
  from (select *, greatest(1, least(5, round(3.8 + 0.8 * content + 0.5 * bell(i, 1000 * n + 302))))::integer as satisfaction from ${monthly(span, 300)} and chance(i, 1000 * n + 300) < 0.03)
  order by i, n`

export const mentionsSql = (span: Span): string => `
  select customer_id(i) || '-W' || n as mention_id, customer_id(i) as customer_id, date, pick(['social', 'social', 'forum', 'complaint_site', 'search'], chance(i, 1000 * n + 503)) as place,
    case when content < 0.3 then 'negative' else 'positive' end as tone, case when content < 0.3 then pick(['信号时断时续', '账单看不懂', '客服排队太久'], chance(i, 1000 * n + 504)) else '网速不错' end as subject
  from ${monthly(span, 500)} and chance(i, 1000 * n + 500) < 0.004 order by i, n`

export const leaveRequestsSql = ({ firstDate, endDate }: Span): string => `
  select customer_id(i) || '-L' as request_id, customer_id(i) as customer_id, asks_on as date, case when chance(i, 80) < 0.45 then 'port' else 'close' end as way,
    case when off_net > 0.6 then 'price' else pick(['network', 'service', 'price', 'moved', 'other'], chance(i, 81)) end as cause
  from sample_line where asks_on between date '${firstDate}' and date '${endDate}' order by i`

/** A line with debts is to be cut ten days after it was noted; most pay two days before. */
export const suspensionsSql = (span: Span): string => `
  select customer_id(i) || '-S' || n as suspension_id, customer_id(i) as customer_id, date, date + 10 as planned_on, plan_fee::decimal(18, 2) as owed,
    case when chance(i, 1000 * n + 403) < 0.8 and date + 8 <= date '${span.endDate}' then date + 8 end as settled_on
  from ${monthly(span, 400)} and chance(i, 1000 * n + 400) < 0.035 order by i, n`
