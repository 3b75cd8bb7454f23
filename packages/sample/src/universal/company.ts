import type { Duck } from '@tend/lake'
import { type Care, usualChannels } from '../contacts.ts'
import { listLiteral } from '../random.ts'

/** Companies draw their chances from numbers that no person has. */
const APART = 512_345_678

const industries: Readonly<Record<string, readonly string[]>> = {
  家电零售: ['彩电音像', '冰箱洗衣机', '空调', '数码', '小家电'],
  机械制造: ['机床', '零部件', '维修服务', '模具'],
  食品加工: ['粮油', '饮料', '休闲食品'],
  建筑工程: ['房建', '市政', '装饰'],
  物流运输: ['干线运输', '仓储', '配送'],
  医药流通: ['药品', '器械', '健康品'],
  软件服务: ['定制开发', '运维', '云服务'],
  服装贸易: ['女装', '男装', '面料'],
}

/** Four companies to a hundred persons, and never fewer than make a list. */
export const companyCount = (persons: number): number => Math.max(40, Math.round(persons * 0.04))

/** `sample_company`: a row a company: 4 in a hundred of the persons, at least 40. Money in yuan. */
export const createCompanies = async (duck: Duck, persons: number, endDate: string): Promise<void> => {
  const names = Object.keys(industries)
  const lines = Object.values(industries).map((list) => listLiteral(list))
  await duck.run(`create or replace temp macro company_id(i) as 'E' || lpad((i - ${APART})::varchar, 7, '0')`)
  await duck.run(`create or replace temp table sample_company as
    select *, ${listLiteral(names)}[trade] as industry, [${lines.join(', ')}][trade] as lines,
      greatest(date '${endDate}' - floor(chance(i, 2) * 5200)::integer, founded_on + 30)::date as opened_on,
      1000000 * exp(1.25 * size) as monthly, chance(i, 8) < 0.12 as expands, chance(i, 9) < 0.06 as strays, chance(i, 10) < 0.05 as drains,
      case when chance(i, 11) < 0.9 then 'existing' when chance(i, 11) < 0.95 then 'future' else 'potential' end as standing
    from (
      select number + ${APART} as i, 1 + floor(chance(number + ${APART}, 1) * ${names.length})::integer as trade, bell(number + ${APART}, 4) as size,
        (date '${endDate}' - 1500 - floor(chance(number + ${APART}, 3) * 9000)::integer)::date as founded_on
      from range(1, ${companyCount(persons)} + 1) as numbers(number))`)
}

/** The companies' rows of the `customer` fact. */
export const companySql = `
  select company_id(i) as customer_id,
    city || pick(['恒', '华', '瑞', '金', '宏', '东', '新', '德', '永', '嘉', '正', '海'], chance(i, 12)) || pick(['达', '泰', '盛', '源', '信', '力', '丰', '通', '创', '兴'], chance(i, 13)) || industry
      || case when chance(i, 14) < 0.85 then '有限公司' else '商行' end as name,
    case when chance(i, 14) < 0.85 then 'company' else 'sole_trader' end as party_kind, phone_number(i) as phone, unit_id, pick(owners, chance(i, 57)) as owner_id, opened_on, city, standing, industry, founded_on,
    (10000 * round(50 * exp(1.1 * size)))::bigint as registered_capital, case when chance(i, 15) < 0.4 then chance(i, 16) < 0.7 end as wants_credit,
    case when chance(i, 15) < 0.4 then opened_on + 60 end as asked_on, chance(i, 17) < 0.3 as on_market_list
  from sample_company join sample_place on place = floor(chance(i, 56) * (select count(*) from sample_place)) order by i`

/** The largest are visited each month, the small ones once a year. */
export const companyCare: Care = {
  table: `(select i, opened_on, null::date as closed_on, pick(owners, chance(i, 57)) as owner_id
    from sample_company join sample_place on place = floor(chance(i, 56) * (select count(*) from sample_place)))`,
  rhythm:
    'select i, case when size > 1.5 then 1 when size > 0.7 then 3 when size > -0.1 then 6 else 12 end as months from sample_company',
  labels: { 1: 'corporate-visit', 3: 'corporate-visit', 6: 'corporate-visit', 12: 'corporate-visit' },
  channels: { ...usualChannels, 1: ['visit', 'visit', 'phone'], 3: ['visit', 'phone'] },
}
