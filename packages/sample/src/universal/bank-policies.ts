/** The bank's insurance contracts as policies for the facts of `packs/insurance`: the amount insured is twenty times what was paid in. Needs `sample_contract`. */
export const bankPolicyFacts = (endDate: string): readonly (readonly [fact: string, sql: string])[] => [
  ['policy', policySql(endDate)],
  ['policy_event', eventSql(endDate)],
]

/** How often the insured are called, as their card asks: cover of 1,000,000, 500,000 and 200,000 yuan. */
export const insuredRhythm = (endDate: string): string => `
  select i, case when sum(amount) >= 5000000 then 1 when sum(amount) >= 2500000 then 3 when sum(amount) >= 1000000 then 6 else 12 end as months
  from sample_contract where product = 'insurance' and start_on <= date '${endDate}' and coalesce(closed_on > date '${endDate}', true) group by i`

const policySql = (endDate: string): string => `
  select contract_id as policy_id, customer_id(i) as customer_id, pick(['life', 'annuity', 'illness', 'life'], chance(i, 701)) as insurance_kind, yuan(amount * 20) as amount, yuan(amount * 0.2) as premium,
    start_on, end_on, closed_on as ended_on, case when closed_on < end_on then 'surrendered' when closed_on is not null then 'matured' end as ended_how
  from sample_contract where product = 'insurance' and start_on <= date '${endDate}' order by i, contract_id`

const eventSql = (endDate: string): string => `
  select contract_id || '-S' as event_id, customer_id(i) as customer_id, contract_id as policy_id, closed_on as date, 'surrender' as event, yuan(amount * 20) as amount
  from sample_contract where product = 'insurance' and closed_on < end_on and closed_on <= date '${endDate}'
  union all
  select contract_id || '-C', customer_id(i), contract_id, happens_on, 'claim', yuan(amount)
  from (select *, date '${endDate}' - floor(chance(i, 703) * 120)::integer as happens_on from sample_contract where product = 'insurance' and chance(i, 702) < 0.03)
  where happens_on >= start_on and (closed_on is null or happens_on < closed_on)
  order by event_id`
