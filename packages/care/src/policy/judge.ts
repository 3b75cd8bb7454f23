import type { Db } from '@tend/store'
import { localDay } from '../days.ts'
import { readWorkingDays, type WorkingDays } from '../task/calendar.ts'
import { firstLoudInstant, hoursOf, quietAt } from './quiet.ts'
import { capsOf, type Pair, renderJudgement } from './render.ts'
import type { ContactAsk, PolicyPack, RefusalReason, Verdict } from './verdict.ts'
import { capEnd, coolOffDaysOf, coolOffEnd, windowsOf } from './windows.ts'

export type Judging = {
  /** False for whoever plans: `quiet-hours` and `holiday` only delay. */
  readonly hour: boolean
  readonly timeZone: string
  /** Days off, where the caller has read them already. */
  readonly workingDays?: WorkingDays
}

/**
 * The one answer to "may we?": a verdict for each ask, in their order, the first of `refusalReasons` that speaks against it. Each ask is judged for
 * itself, by what has happened and what waits in the outbox, and not by the others: whoever plans several contacts of a customer at once settles
 * them first. Two hundred thousand asks are one question. A purpose that the pack does not know needs consent, a channel that it does not know has no address.
 */
export const judgeContacts = async (
  db: Db,
  pack: PolicyPack,
  asks: readonly ContactAsk[],
  judging: Judging,
): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = asks.map(() => allowed(null))
  const outbound = asks.flatMap((ask, ordinal) => (ask.direction === 'inbound' ? [] : [{ ...ask, ordinal }]))
  if (outbound.length === 0) return verdicts
  const workingDays = judging.workingDays ?? (judging.hour ? await readWorkingDays(db) : new Map<string, boolean>())
  const rules = { ...judging, pack, caps: capsOf(pack), workingDays }
  for (const sameDay of groupByDay(outbound, judging.timeZone)) {
    for (const row of await askStore(db, pack, sameDay, judging.timeZone)) {
      const ask = sameDay[row.ordinal - 1]
      if (ask) verdicts[ask.ordinal] = verdictOf(rules, ask, row)
    }
  }
  return verdicts
}

type Numbered = ContactAsk & { readonly ordinal: number }
type Judged = {
  /** From 1. */
  readonly ordinal: number
  readonly code: RefusalReason | null
  readonly consent_id: number | null
  readonly agreed_at: string | null
  readonly declined_at: string | null
  readonly caps: readonly number[] | null
}

// Asks of a plan share one instant, and finding out its day costs more than comparing it.
const groupByDay = (asks: readonly Numbered[], timeZone: string): Iterable<readonly Numbered[]> => {
  const days = new Map<number, string>()
  return Map.groupBy(asks, ({ at }) => {
    const known = days.get(at.getTime())
    if (known !== undefined) return known
    const day = localDay(at, timeZone)
    days.set(at.getTime(), day)
    return day
  }).values()
}

const askStore = (db: Db, pack: PolicyPack, asks: readonly Numbered[], timeZone: string): Promise<Judged[]> => {
  const pairs = new Map<string, Pair & { readonly index: number }>()
  const pairOf = ({ channel, purpose }: Numbered): number => {
    const key = JSON.stringify([channel, purpose])
    const pair = pairs.get(key) ?? { channel, purpose, index: pairs.size + 1 }
    pairs.set(key, pair)
    return pair.index
  }
  const pairIndexes = asks.map(pairOf)
  const messageIds = asks.map(({ messageId }) => messageId ?? null)
  const areAgreed = asks.map(({ isAgreed }) => isAgreed ?? false)
  const latest = asks.reduce((a, b) => (b.at > a.at ? b : a)).at
  const { sql, params } = renderJudgement(pack, {
    pairs: [...pairs.values()],
    windows: windowsOf(pack, latest, timeZone),
    // Of arrays the shorter ones are filled with nulls: what no ask has is not sent.
    asked: (p) =>
      `select ordinal::int, customer_id, coalesce(pair, 1) as pair, message_id, coalesce(is_agreed, false) as is_agreed
       from unnest(
         ${p.add(asks.map(({ customerId }) => customerId))}::text[], ${p.add(pairs.size === 1 ? [] : pairIndexes)}::int[],
         ${p.add(messageIds.some((id) => id !== null) ? messageIds : [])}::bigint[], ${p.add(areAgreed.includes(true) ? areAgreed : [])}::boolean[]
       ) with ordinality as given (customer_id, pair, message_id, is_agreed, ordinal)`,
    // Instants and caps are told of refusals alone: to read two hundred thousand takes longer than to judge them.
    select: () =>
      `select ordinal, code, consent_id, case when code is not null then agreed_at end as agreed_at,
         case when code = 'cool-off' then declined_at end as declined_at, case when code = 'cap' then caps end as caps
       from judged`,
  })
  // Planning takes five times as long as answering a few asks; for many a plan that knows how many they are is worth it.
  return asks.length <= preparedMax
    ? db.query<Judged>(sql, params, { isPrepared: true })
    : db.query<Judged>(sql, params)
}
const preparedMax = 64

type Rules = Judging & {
  readonly pack: PolicyPack
  readonly caps: ReturnType<typeof capsOf>
  readonly workingDays: WorkingDays
}

const allowed = (consentId: number | null): Verdict => ({ kind: 'allowed', consentId })

const verdictOf = (rules: Rules, ask: ContactAsk, row: Judged): Verdict => {
  const { pack, timeZone } = rules
  switch (row.code) {
    case null:
      return verdictOfHour(rules, ask, row)
    case 'withdrawn':
    case 'no-consent':
    case 'objected':
      return refused(row.code, null, row.agreed_at === null ? {} : { since: row.agreed_at })
    case 'cool-off': {
      const since = row.declined_at ?? ask.at.toISOString()
      const end = coolOffEnd(new Date(since), coolOffDaysOf(pack), timeZone)
      return refused('cool-off', loudFrom(end, rules, ask), { since })
    }
    case 'cap': {
      const ends = (row.caps ?? []).flatMap((index) => {
        const cap = rules.caps[index]
        return cap === undefined ? [] : [{ cap, end: capEnd(cap.per, ask.at, timeZone) }]
      })
      const longest = ends.reduce((a, b) => (b.end > a.end ? b : a))
      const { policy, per, max } = longest.cap
      return refused('cap', loudFrom(longest.end, rules, ask), { cap: { policy, per, max } })
    }
    default:
      return refused(row.code, null)
  }
}

const verdictOfHour = (rules: Rules, ask: ContactAsk, row: Judged): Verdict => {
  const hours = hoursOf(rules.pack, rules, ask)
  const basis = rules.pack.purposes.get(ask.purpose)?.basis
  const quiet = rules.hour && !ask.isAgreed ? quietAt(ask.at, hours) : undefined
  if (quiet !== undefined) return refused(quiet, firstLoudInstant(ask.at, hours))
  return allowed(basis === 'consent' ? row.consent_id : null)
}

const refused = (
  code: RefusalReason,
  until: Date | null,
  detail: (Verdict & { kind: 'refused' })['detail'] = {},
): Verdict => ({
  kind: 'refused',
  code,
  until: until?.toISOString() ?? null,
  detail,
})

/** Where the hour counts, a reason that ends at midnight has not passed before the quiet hours have. */
const loudFrom = (end: Date, rules: Rules, ask: ContactAsk): Date | null =>
  rules.hour ? firstLoudInstant(end, hoursOf(rules.pack, rules, ask)) : end
