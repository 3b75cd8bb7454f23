/** What a bank's customers borrow, what happens in their lives and accounts, and who is listed for a campaign. All read `sample_person`. */
export const lifeFacts = (endDate: string): readonly (readonly [fact: string, sql: string])[] => [
  ['loan', loanSql(endDate)],
  ['uplift_listing', listingSql(endDate)],
  ['account_event', accountEventSql(endDate)],
  ['life_event', lifeEventSql(endDate)],
]

const isHere = (endDate: string): string =>
  `opened_on < date '${endDate}' and coalesce(closed_on > date '${endDate}', true)`

/** One in six between 25 and 58 pays for a home, some owners borrow for their business, some others for consumption. */
const loanSql = (endDate: string): string => `
  select customer_id(i) || '-L' as loan_id, customer_id(i) as customer_id, kind as loan_kind,
    10000 * greatest(2, round(case kind when 'mortgage' then 70 when 'business' then 30 else 8 end * exp(0.35 * rich + 0.3 * bell(i, 150))))::bigint as amount,
    granted_on, (granted_on + to_years(case kind when 'mortgage' then 20 when 'business' then 3 else 2 end))::date as falls_due_on,
    case when (granted_on + to_years(case kind when 'mortgage' then 20 when 'business' then 3 else 2 end))::date <= date '${endDate}' then (granted_on + to_years(case kind when 'mortgage' then 20 when 'business' then 3 else 2 end))::date end as settled_on
  from (
    select i, rich, case when age between 25 and 58 and chance(i, 151) < 0.17 then 'mortgage' when income_source = 'business' and chance(i, 151) < 0.4 then 'business' when chance(i, 151) < 0.22 then 'consumer' end as kind,
      opened_on + floor(chance(i, 152) * (date '${endDate}' - opened_on))::integer as granted_on
    from sample_person where ${isHere(endDate)})
  where kind is not null order by i`

const listingSql = (endDate: string): string => `
  select customer_id(i) as customer_id, date '${endDate}' - 45 as date, listed as uplift_group, date '${endDate}' + 45 as list_until
  from (select i, case when silent_from < date '${endDate}' - 200 then 'lost' when age between 25 and 58 and chance(i, 151) < 0.17 and chance(i, 153) < 0.4 then 'mortgage' end as listed
    from sample_person where ${isHere(endDate)})
  where listed is not null order by i`

const accountEventSql = (endDate: string): string => `
  select 'A' || lpad(i::varchar, 8, '0') as event_id, customer_id(i) as customer_id, date '${endDate}' - floor(chance(i, 155) * 60)::integer as date,
    pick(['card_expiring', 'card_expiring', 'id_expired', 'debit_failed', 'app_locked', 'frozen', 'e_banking_fault'], chance(i, 156)) as account_state
  from sample_person where ${isHere(endDate)} and chance(i, 154) < 0.012 order by i`

/** Managers hear of what happens in the lives of those whom they know best. */
const lifeEventSql = (endDate: string): string => `
  select 'H' || lpad(i::varchar, 8, '0') as event_id, customer_id(i) as customer_id, date '${endDate}' - floor(chance(i, 158) * 45)::integer as date,
    case when age between 22 and 34 then pick(['wedding', 'birth', 'home', 'promotion'], chance(i, 159)) when age < 56 then pick(['exam', 'promotion', 'home', 'opening'], chance(i, 159)) else pick(['home', 'wedding', 'birth'], chance(i, 159)) end as occasion,
    chance(i, 160) < 0.25 as is_important
  from sample_person where ${isHere(endDate)} and rich > 0.4 and chance(i, 157) < case when rich > 1.5 then 0.3 else 0.03 end order by i`
