import type { Month } from '../calendar.ts'

/** The facts of `packs/bank-corporate` about the companies of `sample_company`. */
export const companyFacts = (
  endDate: string,
  months: readonly Month[],
): readonly (readonly [fact: string, sql: string])[] => [
  ['settlement', settlementSql(months)],
  ['composition', compositionSql(endDate)],
  ['company_year', yearSql(endDate)],
  ['credit_rating', ratingSql(endDate)],
  ['credit_limit', limitSql(endDate)],
  ['contact_person', contactPersonSql],
  ['company_news', newsSql(endDate)],
]

/** Those that drain keep a third of their deposits in the last three months. */
const settlementSql = (months: readonly Month[]): string => `
  select company_id(i) as customer_id, month, date, yuans(turnover) as turnover, yuans(turnover * 0.25 * case when drains and before_end < 3 then 0.33 else 1 end) as deposit_average,
    yuans(case when chance(i, 20) < 0.55 then monthly * 1.5 else 0 end) as loan_average, yuans(turnover * 0.0009 + case when chance(i, 20) < 0.55 then monthly * 0.003 else 0 end - 120) as corporate_profit,
    heads as payroll_heads, floor(heads * least(1, 0.35 + 0.6 * chance(i, 22)))::integer as payroll_cards
  from (
    select sample_company.*, listed.*, monthly * (0.85 + 0.3 * chance(i, number)) * exp(-0.05 * before_end / 12) * covered as turnover,
      case when chance(i, 21) < 0.4 then 5 + floor(60 * exp(0.8 * size) * chance(i, 23))::integer else 0 end as heads
    from sample_company, (values ${months.map((month) => `('${month.id}', date '${month.lastDate}', ${month.number}, ${month.beforeEnd}, ${month.covered})`).join(', ')}) as listed(month, date, number, before_end, covered)
    where standing = 'existing' and opened_on <= date)
  order by i, month`

const lastYear = (endDate: string, back: number): string => `${Number(endDate.slice(0, 4)) - back}-12-31`

/** Two full years: products of the trade, regions of which those that expand add two or three; 2 to 4 per cent stay unlisted. */
const compositionSql = (endDate: string): string => `
  with years(date, back) as (values (date '${lastYear(endDate, 1)}', 1), (date '${lastYear(endDate, 2)}', 2)),
  weighed as (
    select i, size, monthly, strays, date, back, 'product' as dimension, unnest(lines) as line, 0.2 + chance(i, 600 + generate_subscripts(lines, 1)) as weight, generate_subscripts(lines, 1) as place
    from sample_company, years where standing = 'existing'
    union all
    select i, size, monthly, strays, date, back, 'region', unnest(['华东', '华北', '华南', '西南', '华中', '东北']), 0.1 + chance(i, 620 + generate_subscripts(['华东', '华北', '华南', '西南', '华中', '东北'], 1)),
      generate_subscripts(['华东', '华北', '华南', '西南', '华中', '东北'], 1)
    from sample_company, years where standing = 'existing'),
  kept as (
    select * from weighed join (select i, 1 + floor(chance(i, 630) * 3)::integer as regions, expands from sample_company) using (i)
    where dimension = 'product' or place <= regions + case when expands and back = 1 then 2 else 0 end),
  shared as (select *, weight / sum(weight) over (partition by i, date, dimension) * (0.96 + 0.02 * chance(i, 631)) as part, monthly * 12 * case when back = 1 then 1 + case when expands then 0.35 else 0.06 end else 1 end as total from kept)
  select company_id(i) as customer_id, date, dimension, line, yuans(total * part) as revenue, case when dimension = 'product' then yuans(total * part * margin / 100) end as gross_profit,
    case when dimension = 'product' then margin end as margin, round(100 * part, 2) as share, case when dimension = 'product' and chance(i, 18) < 0.62 then yuans(monthly * part * 0.8) else 0 end as credit_used
  from (select *, round(8 + 14 * chance(i, 640 + place), 2) as margin from shared)
  union all
  select company_id(i), date '${lastYear(endDate, 1)}', 'product', '房地产开发', 0, null, null, 0, yuans(monthly * 0.4) from sample_company where strays and standing = 'existing'
  order by all`

const yearSql = (endDate: string): string => `
  select company_id(i) as customer_id, date, yuans(monthly * 12 * growth) as revenue, yuans(monthly * 12 * growth * 0.05) as net_profit, yuans(monthly * 6) as net_assets,
    yuans(monthly * case when expands then 0.5 else 1.6 end * (0.6 + chance(i, 650 + back))) as cash, yuans(monthly * 1.2) as short_debt, 1 + floor(chance(i, 630) * 3)::integer as regions, 1 + floor(8 * exp(0.5 * size))::integer as outlets
  from (select *, case when back = 1 then 1 + case when expands then 0.35 else 0.06 end else 1 end as growth
    from sample_company, (values (date '${lastYear(endDate, 1)}', 1), (date '${lastYear(endDate, 2)}', 2)) as years(date, back) where standing = 'existing')
  order by i, date`

const ratingSql = (endDate: string): string => `
  select 'R' || company_id(i) as rating_id, company_id(i) as customer_id, greatest(opened_on, date '${endDate}' - 30 - floor(chance(i, 661) * 700)::integer)::date as date, '行内评级' as agency,
    pick(['AA', 'AA-', 'A+', 'A', 'A', 'BBB', 'BBB', 'BB'], least(0.999, greatest(0, chance(i, 662) - 0.15 * size))) as grade, pick(['stable', 'stable', 'stable', 'positive', 'negative'], chance(i, 663)) as outlook
  from sample_company where standing = 'existing' and chance(i, 18) < 0.74 order by i`

const limitSql = (endDate: string): string => `
  select 'L' || company_id(i) as limit_id, company_id(i) as customer_id, granted_on, yuans(monthly * 2) as amount, (granted_on + interval 1 year)::date as ends_on
  from (select *, greatest(opened_on, date '${endDate}' - floor(chance(i, 665) * 358)::integer)::date as granted_on from sample_company where standing = 'existing' and chance(i, 18) < 0.66) order by i`

const contactPersonSql = `
  select 'P' || company_id(i) || '-' || n as contact_person_id, company_id(i) as customer_id, person_name(i + n, chance(i + n, 50) < 0.6) as name, title, level, 1 + floor(chance(i, 670 + n) * 5)::integer as strength
  from (select *, unnest([1, 2, 3, 4]) as n from sample_company) as many
    join (values (1, '财务经办', 'operative', 1.0), (2, '财务经理', 'middle', 0.75), (3, '采购经理', 'middle', 0.35), (4, '董事长', 'top', 0.4)) as posts(n, title, level, odds) using (n)
  where chance(i, 680 + n) < odds order by i, n`

const newsSql = (endDate: string): string => `
  select 'N' || company_id(i) as news_id, company_id(i) as customer_id, date '${endDate}' - floor(chance(i, 691) * 40)::integer as date, kind as news_kind, chance(i, 692) < 0.3 as is_important,
    case kind when 'award' then '获评市级优秀企业' when 'opening' then '新厂区投产' when 'anniversary' then '成立周年庆典' else '公布三年发展规划' end as subject
  from (select *, pick(['award', 'opening', 'anniversary', 'plan'], chance(i, 693)) as kind from sample_company where chance(i, 690) < 0.06) order by i`
