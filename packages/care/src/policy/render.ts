import type { Channel, Pack, Policy, Purpose } from '@tend/pack'
import { collectParameters, type Parameters } from '../parameters.ts'
import type { PolicyPack } from './verdict.ts'

/** A channel and a purpose that are asked about together. */
export type Pair = { readonly channel: string; readonly purpose: string }

/** The local day of the question and the boundaries that caps and minimums count from. */
export type Windows = {
  readonly now: Date
  readonly day: string
  readonly dayEnd: Date
  /** Where what a cap counts begins: the day, the ISO week and the month on the calendar. */
  readonly start: Readonly<Record<Cap['per'], Date>>
  /** Where what a minimum counts begins: so many months ago, since nobody is forgotten because a quarter begins. */
  readonly since: Readonly<Record<Minimum['per'], Date>>
  /** Of each policy with a cool-off: a refusal from this instant on still counts. */
  readonly coolOffFrom: Date | null
}

export type Cap = Policy['caps'][number] & { readonly policy: string }
export type Minimum = Policy['minimums'][number]
type For = Cap['for']

export const capsOf = ({ policies }: Pick<Pack, 'policies'>): Cap[] =>
  [...policies.values()].flatMap((policy) => policy.caps.map((cap) => ({ ...cap, policy: policy.id })))

const minimumsOf = ({ policies }: Pick<Pack, 'policies'>): Minimum[] =>
  [...policies.values()].flatMap(({ minimums }) => [...minimums])

export type Rendered = { readonly sql: string; readonly params: readonly unknown[] }

export type Question = {
  readonly pairs: readonly Pair[]
  readonly windows: Windows
  /** A select of the rows that are asked about: ordinal, customer_id, pair (an index of `pairs` from 1), message_id, is_agreed. */
  readonly asked: (p: Parameters) => string
  /** Further parts of the statement (`name as (…)`), which may name `asked` and `judged`. */
  readonly further?: (p: Parameters) => readonly string[]
  /** What is wanted of `judged`: ordinal, customer_id, unit_id, owner_id, name, card, code, consent_id, agreed_at, declined_at, caps, is_below. */
  readonly select: (p: Parameters) => string
}

/**
 * The question as one statement. `code` is null where nothing but the hour may speak against the contact; `caps` are indexes of `capsOf` that are
 * reached. PostgreSQL plans it by the number of asks: one is a few index look-ups, two hundred thousand are joins of whole tables.
 */
export const renderJudgement = (
  pack: PolicyPack,
  { pairs, windows, asked, further = () => [], select }: Question,
): Rendered => {
  const p = collectParameters()
  const rules = placeRules(pack, pairs, windows, p)
  const parts = [
    `asked as materialized (${asked(p)})`,
    `agreed as (${renderAgreed(rules)})`,
    `touch as (${renderTouch(rules, windows, p)})`,
    `counted as (${renderCounts(rules, windows, p)})`,
    `judged as (${renderCodes(rules, p)})`,
    ...further(p),
  ]
  const sql = `
    with ${parts.join(',\n    ')}
    ${select(p)}`
  return { sql, params: p.values }
}

/** A rule of count with its place in the statement: the pairs that it speaks of, and the column that holds the count. */
type Counted<Rule> = { readonly rule: Rule; readonly column: string; readonly applies: string }

type Rules = {
  readonly pair: Readonly<
    Record<'channel' | 'purpose' | 'basis' | 'address' | 'isKnown' | 'needsTrust' | 'afterLeaving', string>
  >
  readonly now: string
  readonly day: string
  /** Purposes that caps leave out where they name none. */
  readonly contract: readonly string[]
  readonly caps: readonly Counted<Cap>[]
  readonly minimums: readonly Counted<Minimum>[]
  readonly coolOffFrom: string | null
}

const placeRules = (pack: PolicyPack, pairs: readonly Pair[], windows: Windows, p: Parameters): Rules => {
  const purposes = pairs.map(({ purpose }) => pack.purposes.get(purpose))
  const channels = pairs.map(({ channel }) => pack.channels.get(channel))
  const basisOf = (purpose: Purpose | undefined) => purpose?.basis ?? 'consent'
  // Of one pair alone the planner knows everything before it begins.
  const isOne = pairs.length === 1
  const at = (type: string, values: readonly unknown[]): string =>
    isOne ? `${p.add(values[0])}::${type}` : `(${p.add(values)}::${type}[])[asked.pair]`
  const contract = [...pack.purposes.values()].filter(({ basis }) => basis === 'contract').map(({ id }) => id)
  const count = <
    Rule extends { readonly for: For; readonly channels?: readonly string[]; readonly purposes?: readonly string[] },
  >(
    rule: Rule,
    column: string,
  ): Counted<Rule> => {
    const spoken = pairs.flatMap((pair, index) => (speaksOf(rule, pair) ? [index + 1] : []))
    const isSpoken = isOne ? `${p.add(spoken.length > 0)}::boolean` : `asked.pair = any(${p.add(spoken)}::int[])`
    return { rule, column, applies: `(${isSpoken} and ${renderFor(rule.for, p)})` }
  }
  return {
    pair: {
      channel: at(
        'text',
        pairs.map(({ channel }) => channel),
      ),
      purpose: at(
        'text',
        pairs.map(({ purpose }) => purpose),
      ),
      basis: at('text', purposes.map(basisOf)),
      address: at(
        'text',
        channels.map((channel) => channel?.address ?? null),
      ),
      isKnown: at(
        'boolean',
        channels.map((channel) => channel !== undefined),
      ),
      needsTrust: at(
        'boolean',
        channels.map((channel: Channel | undefined) => channel?.needsTrust ?? false),
      ),
      afterLeaving: at(
        'boolean',
        purposes.map((purpose) => purpose?.afterLeaving ?? false),
      ),
    },
    now: `${p.add(windows.now)}::timestamptz`,
    day: `${p.add(windows.day)}::date`,
    contract,
    caps: capsOf(pack).map((cap, index) => count(cap, `cap_${index}`)),
    minimums: minimumsOf(pack).map((minimum, index) => count(minimum, `minimum_${index}`)),
    coolOffFrom: windows.coolOffFrom === null ? null : `${p.add(windows.coolOffFrom)}::timestamptz`,
  }
}

const speaksOf = (
  rule: { readonly channels?: readonly string[]; readonly purposes?: readonly string[] },
  { channel, purpose }: Pair,
): boolean => (rule.channels?.includes(channel) ?? true) && (rule.purposes?.includes(purpose) ?? true)

// Of a rules scheme the card holds the tags, joined by commas.
const renderFor = (wanted: For, p: Parameters): string => {
  const parts = Object.entries(wanted).map(
    ([scheme, levels]) =>
      `coalesce(string_to_array(customer.card ->> ${p.add(scheme)}::text, ',') && ${p.add(levels)}::text[], false)`,
  )
  return parts.length === 0 ? 'true' : parts.join(' and ')
}

// A consent that is dated ahead counts from its day on, and is as old as the word of it: who refuses before that day has refused. A refusal counts at once.
const renderAgreed = ({ pair, now }: Rules): string => `
  select distinct on (asked.ordinal) asked.ordinal, consent.consent_id, consent.state, consent.purpose, consent.at
  from asked
  join consent on consent.customer_id = asked.customer_id
    and (consent.purpose is null or consent.purpose = ${pair.purpose})
    and (consent.channel is null or consent.channel = ${pair.channel})
    and (consent.state = 'withdrawn' or consent.at <= ${now})
  order by asked.ordinal, case consent.state when 'given' then least(consent.at, consent.recorded_at) else consent.at end desc, consent.state desc,
    consent.consent_id desc`

// Messages that wait for today count as if they had left now; a message does not count against itself nor against those before it.
const renderTouch = (rules: Rules, windows: Windows, p: Parameters): string => {
  const earliest = `${p.add(earliestOf(rules, windows))}::timestamptz`
  return `
  select asked.ordinal, contact.at, contact.channel, contact.purpose, contact.refusal,
    contact.direction = 'outbound' as is_counted,
    contact.direction = 'outbound' and contact.result in ('success', 'appointment') as is_reached
  from asked
  join contact on contact.customer_id = asked.customer_id and contact.at >= ${earliest}
  union all
  select asked.ordinal, case when message.state in ('waiting', 'sending') then ${rules.now} else coalesce(message.sent_at, message.next_attempt_at) end,
    message.channel, message.purpose, null, true, false
  from asked
  join message on message.customer_id = asked.customer_id
    and message.message_id is distinct from asked.message_id
    and (
      message.state = 'sending'
      or (message.state in ('sent', 'delivered', 'unknown') and coalesce(message.sent_at, message.next_attempt_at) >= ${earliest})
      or (
        message.state = 'waiting' and message.next_attempt_at < ${p.add(windows.dayEnd)}::timestamptz
        and (asked.message_id is null or message.message_id < asked.message_id)
      )
    )`
}

const earliestOf = ({ caps, minimums }: Rules, { start, since, coolOffFrom, now }: Windows): Date => {
  const starts = [...caps.map(({ rule }) => start[rule.per]), ...minimums.map(({ rule }) => since[rule.per])]
  return new Date(Math.min(...[now, ...starts, ...(coolOffFrom ? [coolOffFrom] : [])].map((one) => one.getTime())))
}

const renderCounts = ({ caps, minimums, contract }: Rules, { start, since }: Windows, p: Parameters): string => {
  const from = (instant: Date): string => `at >= ${p.add(instant)}::timestamptz`
  const on = (channels: readonly string[] | undefined): string =>
    channels === undefined ? 'true' : `channel = any(${p.add(channels)}::text[])`
  const forPurposes = (purposes: readonly string[] | undefined): string =>
    purposes === undefined
      ? `(purpose is null or purpose <> all(${p.add(contract)}::text[]))`
      : `purpose = any(${p.add(purposes)}::text[])`
  const counts = [
    ...caps.map(
      ({ rule, column }) =>
        `count(*) filter (where is_counted and ${from(start[rule.per])} and ${on(rule.channels)} and ${forPurposes(rule.purposes)}) as ${column}`,
    ),
    ...minimums.map(
      ({ rule, column }) =>
        `count(*) filter (where is_reached and ${from(since[rule.per])} and ${on(rule.channels)}) as ${column}`,
    ),
    "max(at) filter (where refusal = 'cool_off') as declined_at",
  ]
  return `select ordinal, ${counts.join(', ')} from touch group by ordinal`
}

const renderCodes = ({ pair, day, caps, minimums, coolOffFrom }: Rules, p: Parameters): string => {
  // Counts first: they speak against few, and whom a rule is for is read from the card.
  const reached = caps.map(
    ({ rule, column, applies }, index) =>
      `case when coalesce(counted.${column}, 0) >= ${p.add(rule.max)}::int and ${applies} then ${index} end`,
  )
  const below = minimums.map(
    ({ rule, column, applies }) => `(coalesce(counted.${column}, 0) < ${p.add(rule.min)}::int and ${applies})`,
  )
  return `
  select asked.ordinal, asked.customer_id, customer.unit_id, customer.owner_id, customer.name, customer.card,
    agreed.consent_id, agreed.at as agreed_at, counted.declined_at, reached.caps, below.is_below,
    case
      when customer.customer_id is null or not customer.is_present
        or (not ${pair.afterLeaving} and (customer.contact_points ->> 'left_on')::date <= ${day}) then 'absent'
      when ${pair.basis} <> 'contract' and agreed.state = 'withdrawn' and agreed.purpose is null then 'withdrawn'
      when ${pair.basis} = 'consent' and agreed.state is distinct from 'given' then 'no-consent'
      when ${pair.basis} = 'objection' and agreed.state = 'withdrawn' then 'objected'
      when not ${pair.isKnown} then 'no-address'
      when ${pair.address} is not null and coalesce(trim(${renderAddress(pair.address)}), '') = '' then 'no-address'
      when ${pair.basis} <> 'contract' and ${pair.needsTrust} and not exists (
        select from contact
        where contact.customer_id = asked.customer_id
        and (contact.direction = 'inbound' or contact.result in ('success', 'appointment'))
      ) then 'no-trust'
      when ${pair.basis} = 'consent' and not asked.is_agreed and counted.declined_at >= ${coolOffFrom ?? 'null'} then 'cool-off'
      when ${pair.basis} <> 'contract' and not asked.is_agreed and cardinality(reached.caps) > 0 and not (${pair.basis} = 'objection' and below.is_below) then 'cap'
    end as code
  from asked
  left join customer on customer.customer_id = asked.customer_id
  left join agreed on agreed.ordinal = asked.ordinal
  left join counted on counted.ordinal = asked.ordinal
  cross join lateral (select ${reached.length === 0 ? "'{}'::int[]" : `array_remove(array[${reached.join(', ')}]::int[], null)`} as caps) as reached
  cross join lateral (select ${below.length === 0 ? 'false' : `(${below.join(' or ')})`} as is_below) as below`
}

const renderAddress = (column: string): string =>
  `case ${column} when 'phone' then customer.phone else customer.contact_points ->> ${column} end`
