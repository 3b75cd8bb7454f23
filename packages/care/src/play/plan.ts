import { compile, judgeOffer, type Pack, type Play } from '@tend/pack'
import { addDays } from '../days.ts'
import type { MomentRow } from '../moment/moment.ts'
import { type WorkingDays, workingDayAfter } from '../task/calendar.ts'
import type { PlannedTask, Reason } from './conflict.ts'

/** A new occurrence with the wide-row values that plays read (`columnsOfPlays`). */
export type Candidate = { readonly moment: MomentRow; readonly row: Readonly<Record<string, unknown>> }

/** `today`: the local day from which people work on the result. */
export type PlanContext = { readonly asOf: string; readonly today: string; readonly workingDays: WorkingDays }

/** Wide-row columns that the plays' conditions and the guards of what they offer read, sorted. */
export const columnsOfPlays = (pack: Pack): string[] => {
  const plays = [...pack.plays.values()]
  const offered = plays.flatMap((play) => (play.productClass === undefined ? [] : schemesOver(pack, play.productClass)))
  return [...new Set([...plays.flatMap((play) => play.match?.names ?? []), ...offered])].sort()
}

/** Schemes by whose levels guards judge a product class. */
const schemesOver = (pack: Pack, productClass: string): string[] =>
  [...pack.guards.values()]
    .filter((guard) => guard.classes.some(({ id }) => id === productClass))
    .map((guard) => guard.scheme)

/**
 * Which tasks follow from new moments: each play that answers the moment, whose condition holds and whose offer no guard forbids at the customer's
 * level wants one. Pure: the same candidates give the same plans in the same order. Plans that collide on a customer are settled by `createTasks`,
 * once it knows which of them are new (S155).
 */
export const planTasks = (pack: Pack, candidates: readonly Candidate[], context: PlanContext): PlannedTask[] => {
  const matchers = [...pack.plays.values()].map((play) => createMatcher(pack, play, context.asOf))
  return candidates.flatMap((candidate) =>
    matchers
      .filter((matcher) => matcher.answers(candidate))
      .map(({ play }) => draftTask(pack, play, candidate, context)),
  )
}

const createMatcher = (pack: Pack, play: Play, asOf: string) => {
  const moments = new Set(play.on)
  const mayOffer = createOfferCheck(pack, play)
  const matches = play.match && compile(play.match, { decimals: pack.currency.decimals })
  return {
    play,
    answers: ({ moment, row }: Candidate): boolean =>
      moments.has(moment.moment) && (matches === undefined || matches(row, asOf) === true) && mayOffer(row),
  }
}

/** We call of our own accord: what may be offered on request only makes no task (G28). */
const createOfferCheck = (pack: Pack, { productClass }: Play) => {
  if (productClass === undefined) return () => true
  const schemes = schemesOver(pack, productClass)
  return (row: Candidate['row']): boolean => {
    const levels = Object.fromEntries(schemes.map((scheme) => [scheme, textOf(row[scheme])]))
    return judgeOffer(pack, levels, productClass, false).verdict === 'allowed'
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const draftTask = (pack: Pack, play: Play, { moment }: Candidate, context: PlanContext): PlannedTask => {
  const valueMajor = moment.value / 10 ** pack.currency.decimals
  return {
    customerId: moment.customer_id,
    unitId: moment.unit_id,
    ownerId: moment.owner_id,
    play: play.id,
    contactLabel: play.contactLabel,
    channel: play.channel,
    dedupeKey: `${play.id}|${moment.moment_id}`,
    dueOn: dueDayOf(play, moment, context),
    notBeforeOn: context.today,
    valueMinor: moment.value,
    urgency: moment.urgency,
    priority: valueMajor * moment.urgency,
    momentPriority: moment.priority,
    assign: play.assign === 'owner' && moment.owner_id !== null ? 'owner' : 'pool',
    maxAttempts: play.maxAttempts,
    reasons: [reasonOf(pack, play, moment)],
    conflict: { merged: [], deferredBehind: null },
  }
}

// What falls due on a day of its own (a deposit's maturity) is due by then, even when the play would leave more time.
const dueDayOf = (play: Play, moment: MomentRow, { today, workingDays }: PlanContext): string => {
  const due = workingDayAfter(addDays(today, play.dueDays), 0, workingDays)
  if (moment.due_on === null || moment.due_on >= due) return due
  return moment.due_on < today ? today : moment.due_on
}

const reasonOf = (pack: Pack, play: Play, moment: MomentRow): Reason => ({
  play: play.id,
  moment: moment.moment,
  moment_id: moment.moment_id,
  key: moment.key,
  fired_on: moment.fired_on,
  due_on: moment.due_on,
  window_days: pack.moments.get(moment.moment)?.dedupeDays ?? 0,
  values: moment.reason,
})
