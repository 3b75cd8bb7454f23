/** What customers say in surveys and elsewhere; `table` has i and closed_on. */
export const voiceFacts = (table: string, endDate: string): readonly (readonly [fact: string, sql: string])[] => [
  ['survey_answer', surveySql(table, endDate)],
  ['external_mention', mentionsSql(table, endDate)],
]

/** A survey of the last forty days: one in twelve was asked; few are unhappy, and half of those look elsewhere. */
const surveySql = (table: string, endDate: string): string => `
  select 'V' || lpad(i::varchar, 8, '0') as answer_id, customer_id(i) as customer_id, date '${endDate}' - floor(chance(i, 401) * 40)::integer as date,
    '年度满意度' as survey, satisfaction, satisfaction <= 2 and chance(i, 403) < 0.5 as leans_away, chance(i, 404) < 0.12 as needs_changed,
    case when satisfaction <= 3 then pick(['price', 'service', 'service', 'product', 'competitor', 'other'], chance(i, 405)) end as cause
  from (select i, case when chance(i, 402) < 0.06 then 1 when chance(i, 402) < 0.15 then 2 when chance(i, 402) < 0.38 then 3 when chance(i, 402) < 0.75 then 4 else 5 end as satisfaction
    from ${table} where coalesce(closed_on > date '${endDate}', true) and chance(i, 400) < 0.08)
  order by i`

/** What was found outside in the last thirty days about one customer in eighty. */
const mentionsSql = (table: string, endDate: string): string => `
  select 'M' || lpad(i::varchar, 8, '0') as mention_id, customer_id(i) as customer_id, date '${endDate}' - floor(chance(i, 411) * 30)::integer as date,
    pick(['social', 'social', 'forum', 'search', 'complaint_site'], chance(i, 412)) as place, tone,
    case tone when 'negative' then pick(['等待时间太长', '办理要跑两趟', '说明不清楚', '电话打不通'], chance(i, 414))
      when 'neutral' then '询问续期办法' else '称赞服务人员' end as subject
  from (select i, pick(['negative', 'negative', 'neutral', 'positive'], chance(i, 413)) as tone from ${table} where coalesce(closed_on > date '${endDate}', true) and chance(i, 410) < 0.012)
  order by i`
