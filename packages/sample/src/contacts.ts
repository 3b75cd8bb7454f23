import { monthsUntil, parseDate, workingDays } from './calendar.ts'
import { listLiteral } from './random.ts'

/** Months in which a customer of a level is to be reached once. */
type Rhythm = 1 | 3 | 6 | 12
const rhythms: readonly Rhythm[] = [1, 3, 6, 12]

export type Care = {
  /** A row a customer: i, owner_id, opened_on and closed_on. */
  readonly table: string
  /** A select of i and months: how often the customer is to be reached, by what they are worth. */
  readonly rhythm: string
  /** What contacts are about, as the pack's plays label it. */
  readonly labels: Readonly<Record<Rhythm, string>>
  readonly channels: Readonly<Record<Rhythm, readonly string[]>>
}

/** Managers see the foremost customers, call the others and write to some. */
export const usualChannels: Care['channels'] = {
  1: ['branch', 'branch', 'visit'],
  3: ['phone', 'phone', 'branch', 'visit', 'wecom'],
  6: ['phone', 'phone', 'phone', 'branch', 'wecom'],
  12: ['phone', 'phone', 'phone', 'phone', 'branch', 'wecom'],
}

/** The same where nobody writes: what counts is to have been spoken with. */
export const spokenChannels: Care['channels'] = {
  1: ['phone', 'branch', 'branch'],
  3: ['phone', 'phone', 'branch'],
  6: ['phone', 'phone', 'branch'],
  12: ['phone', 'phone', 'phone', 'branch', 'event'],
}

/** So far back do the contacts reach: a year and a little, so that who is called once a year has been. */
const DAYS = 400
/** Salts far above those of the months; a period takes twenty. */
const SALT = 900_000_000

/**
 * Whom managers and call centre reached in the last year, and when they tried in vain. Each period of a customer's rhythm has its contact, the earlier in it the oftener
 * they are seen; two to four in a hundred are forgotten, of those without a manager twelve, and three in a hundred customers have been lost sight of for months.
 */
export const contactFacts = (
  care: Care,
  endDate: string,
  idMacro = 'customer_id',
): readonly (readonly [fact: string, sql: string])[] => [['contact', contactsSql(care, endDate, idMacro)]]

const contactsSql = (care: Care, endDate: string, idMacro: string): string => `
  with working as (select unnest(range(len(days)))::integer as place, unnest(days) as day from (select [${workingDays(
    daysBefore(endDate, DAYS),
    endDate,
  )
    .map((day) => `date '${day}'`)
    .join(', ')}] as days)),
  period as (select * from (values ${periodsOf(endDate).join(', ')}) as made(months, salt, starts_on, ends_on)),
  served as (${servedSql(care, endDate)}),
  due as (${dueSql}),
  tried as (${triedSql}),
  made as (
    select i, salt + 10 + step as contact, step, place, staff_id, channel, 'outbound' as direction, label,
      case when step < vain then (case when chance(i, salt + 10 + step) < 0.65 then 'no_answer' else 'busy' end) when step > vain then 'reached_done' else outcome end as outcome
    from tried
    union all ${inboundSql})
  select ${idMacro}(i) || '-K' || contact % ${SALT} as contact_id, ${idMacro}(i) as customer_id, day as date, printf('%02d:%02d', minute // 60, minute % 60) as time, staff_id,
    channel, direction, label as contact_label, outcome,
    case when outcome in ('no_answer', 'busy') then 'retry' when outcome in ('refused', 'wrong_number') then 'failure' when outcome = 'appointment' then 'appointment' else 'success' end as result
  from (select *, (case when chance(i, contact) < 0.45 then 540 + 340 * chance(i, contact) else 840 + 370 * (chance(i, contact) - 0.45) end)::integer as minute from made)
    join working using (place) join (select i, opened_on, until from served) as served using (i)
  where day > opened_on and day < until
  order by i, date, time, contact_id`

/** Periods of the calendar; the salt is that of the first month. */
const periodsOf = (endDate: string): readonly string[] => {
  const starts = monthsUntil(endDate, Math.ceil(DAYS / 30) + 12)
  return rhythms.flatMap((months) =>
    starts
      .filter(({ number }) => number % months === 0)
      .map(
        ({ number, firstDate }) =>
          `(${months}, ${SALT + 20 * number}, date '${firstDate}', (date '${firstDate}' + interval ${months} month)::date)`,
      ),
  )
}

const servedSql = ({ table, rhythm, labels, channels }: Care, endDate: string): string => `
  select i, months, opened_on, owner_id, coalesce(owner_id, pick(agents, chance(i, 443))) as staff_id, pick(agents, chance(i, 443)) as agent_id,
    least(coalesce(closed_on, date '${endDate}' + 1), date '${endDate}' + 1, case when chance(i, 441) < 0.03 then date '${endDate}' - 30 - floor(chance(i, 442) * 250)::integer end) as until,
    ${byRhythm((months) => `'${labels[months]}'`)} as label, ${byRhythm((months) => listLiteral(channels[months]))} as channels
  from ${table} as person join (${rhythm}) as rhythm using (i)
    join sample_place as home on home.place = floor(chance(i, 56) * (select count(*) from sample_place))`

/** Everybody has a usual time within the period; who came within it is welcomed first. */
const dueSql = `
  select planned.*, working.place as reached_at
  from (
    select *, case when due_on <= opened_on and opened_on < ends_on then opened_on + 3 + floor(chance(i, salt + 1) * 9)::integer else due_on end as planned_on
    from (
      select *, starts_on + floor(case when months = 12 then 0.85 else 0.7 end * (ends_on - starts_on) * pow(least(0.999, abs(chance(i, 440) + 0.06 * bell(i, salt))), least(3, 1 + 4 / months)))::integer as due_on
      from served join period using (months))
    where chance(i, salt + 2) >= case when owner_id is null then 0.12 when months <= 3 then 0.02 else 0.04 end) as planned
  asof join working on planned.planned_on <= working.day
  where planned_on > (select min(day) from working)`

/** On the phone a third are not reached at the first attempt; a tenth asks to be called again, which is done within a week. */
const triedSql = `
  select * exclude (staff_id), case when channel = 'phone' and chance(i, salt + 4) < 0.15 then agent_id else staff_id end as staff_id,
    reached_at + case when step > vain then 2 + floor(chance(i, salt + 3) * 4)::integer else step - vain end as place
  from (
    select *, unnest(range(vain + 1 + case when outcome = 'appointment' then 1 else 0 end))::integer as step
    from (
      select *, case when channel <> 'phone' or chance(i, salt + 5) < 0.68 then 0 when chance(i, salt + 5) < 0.9 then 1 else 2 end as vain,
        case when channel = 'wecom' then 'replied' when turn < 0.6 then 'reached_done' when turn < 0.87 then 'reached_interested' when turn < 0.965 then 'appointment'
          when channel <> 'phone' then 'reached_done' when turn < 0.975 then 'no_answer' when turn < 0.993 then 'refused' else 'wrong_number' end as outcome
      from (
        select *, chance(i, salt + 6) as turn,
          case when owner_id is null then 'phone' when drawn = 'wecom' and chance(i, 432) >= 0.3 then 'phone' else drawn end as channel
        from (select *, pick(channels, chance(i, salt + 7)) as drawn from due))))`

/** One customer in eight has called or come by in the last year. */
const inboundSql = `
  select i, 444, 0, floor(chance(i, 445) * (select count(*) from working))::integer, staff_id, pick(['phone', 'phone', 'branch'], chance(i, 446)), 'inbound', null, 'reached_done'
  from served where chance(i, 447) < 0.12`

const byRhythm = (value: (months: Rhythm) => string): string =>
  `case months ${rhythms.map((months) => `when ${months} then ${value(months)}`).join(' ')} end`

const daysBefore = (date: string, days: number): string =>
  new Date(parseDate(date).getTime() - days * 86_400_000).toISOString().slice(0, 10)
