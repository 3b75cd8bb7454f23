/** How customers are reached besides the phone; `i` is their number, `city` a column. Domains and ids are nobody's. */
export const reachColumns = (i = 'i'): string => `
    case when chance(${i}, 431) < 0.6 then lower(customer_id(${i})) || '@mail.example' end as email,
    case when chance(${i}, 432) < 0.3 then 'wm' || lpad(((${i} * 7919 + 17) % 100000000)::varchar, 8, '0') end as wecom_id,
    case when chance(${i}, 433) < 0.2 then city || pick(['人民路', '中山路', '解放路', '建设路', '和平路'], chance(${i}, 434)) || (1 + floor(chance(${i}, 435) * 400)::integer)::varchar || '号' end as postal_address,
    case when chance(${i}, 436) < 0.15 then pick(['morning', 'afternoon', 'evening'], chance(${i}, 437)) end as preferred_band`

/** Consents were first asked for when the law on personal information came into force. */
const ASKED_FROM = '2021-11-01'

/**
 * What customers agreed to and refused; `table` has i and opened_on. Seven in ten agreed to marketing, most of them on every channel; one in twenty of those
 * withdrew later. Six in ten of them may be asked to come back after they have left. A few refuse greetings too, or want to hear nothing at all.
 */
export const consentFacts = (
  table: string,
  endDate: string,
  idMacro = 'customer_id',
): readonly (readonly [fact: string, sql: string])[] => [['consent', consentsSql(table, endDate, idMacro)]]

const consentsSql = (table: string, endDate: string, idMacro: string): string => `
  select ${idMacro}(i) as customer_id, purpose, channel, state, date, case when state = 'given' then '2021-11' end as text_version,
    pick(['申请表', '手机应用', '网点', '电话录音'], chance(i, 428)) as how
  from (
    with asked as (
      select i, least(date '${endDate}', greatest(opened_on, date '${ASKED_FROM}') + floor(chance(i, 423) * 60)::integer)::date as asked_on,
        chance(i, 421) < 0.72 as agrees,
        case when chance(i, 422) < 0.78 then 'all' when chance(i, 422) < 0.9 then 'phone' else 'sms' end as channel
      from ${table} where opened_on <= date '${endDate}')
    select i, 'marketing' as purpose, channel, 'given' as state, asked_on as date from asked where agrees
    union all
    select i, 'win_back', channel, 'given', asked_on from asked where agrees and chance(i, 438) < 0.6
    union all
    select i, 'marketing', 'all', 'withdrawn', ${laterDay(424, endDate)} from asked where agrees and chance(i, 425) < 0.05
    union all
    select i, 'relationship', 'all', 'withdrawn', ${laterDay(426, endDate)} from asked where chance(i, 427) < 0.02
    union all
    select i, 'all', 'all', 'withdrawn', ${laterDay(429, endDate)} from asked where chance(i, 430) < 0.006
  )
  order by i, date, purpose, state`

const laterDay = (draw: number, endDate: string): string =>
  `(asked_on + floor(chance(i, ${draw}) * (date '${endDate}' - asked_on + 1))::integer)::date`
