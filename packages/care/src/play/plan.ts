import { type Action, customerScope, type Pack, type Play, placesIn, type Template } from '@tend/pack'
import { addDays, instantAt } from '../days.ts'
import type { PlannedMessage } from '../message/message.ts'
import type { MomentRow } from '../moment/moment.ts'
import { type WorkingDays, workingDayAfter } from '../task/calendar.ts'
import type { PlannedTask, Reason } from './conflict.ts'
import { createFit, type PlayFit, schemesOver } from './judge-play.ts'
import { createWeigh } from './terms.ts'
import type { LeftOut, PlannedWork } from './work.ts'

/** An occurrence with the wide-row values that plays read (`columnsOfPlays`). */
export type Candidate = { readonly moment: MomentRow; readonly row: Readonly<Record<string, unknown>> }

/** `today`: the local day from which people work on the result. */
export type PlanContext = { readonly asOf: string; readonly today: string; readonly workingDays: WorkingDays }

/** What plays want, and which of them answered a moment but are not for its customer. */
export type PlannedPlays = { readonly works: readonly PlannedWork[]; readonly leftOut: readonly LeftOut[] }

/** Wide-row columns that plays read: levels, conditions, chances, guards of what they offer, the company beside a customer, and what their messages tell; sorted. */
export const columnsOfPlays = (pack: Pack): string[] => {
  const columns = [...pack.plays.values()].flatMap((play) => columnsOfPlay(pack, play))
  return [...new Set(columns)].sort()
}

export const columnsOfPlay = (pack: Pack, play: Play): string[] => [
  ...Object.keys(play.for),
  ...(play.match?.names ?? []),
  ...play.chance.names,
  ...(play.productClass === undefined ? [] : schemesOver(pack, play.productClass)),
  ...(play.jointWith === undefined ? [] : [play.jointWith]),
  ...placesOf(pack, play),
]

/** What the texts of its messages tell of the customer. */
const placesOf = (pack: Pack, play: Play): string[] => {
  const templates = play.actions.flatMap((action) => templateOf(pack, action) ?? [])
  if (templates.length === 0) return []
  const scope = customerScope(pack)
  return templates.flatMap(textsOf).flatMap((text) =>
    placesIn(text)
      .map(({ name }) => name)
      .filter((name) => scope.has(name)),
  )
}

const templateOf = (pack: Pack, action: Action): Template | undefined =>
  action.kind === 'message' ? pack.templates.get(action.template) : undefined

const textsOf = ({ subject, body }: Template): string[] => [body.zh, body.en, subject?.zh ?? '', subject?.en ?? '']

/**
 * What follows from occurrences: each play that answers the moment, is for the customer's levels, whose condition holds and whose offer no guard forbids
 * wants its actions; the others are told with what speaks against them. Pure: the same candidates give the same plans in the same order. Whether the
 * customer may be contacted, what is known already and what collides is settled by `carryOut`.
 */
export const planPlays = (pack: Pack, candidates: readonly Candidate[], context: PlanContext): PlannedPlays => {
  const planners = [...pack.plays.values()].map((play) => ({
    moments: new Set(play.on),
    plan: createPlanner(pack, play, context),
  }))
  const works: PlannedWork[] = []
  const leftOut: LeftOut[] = []
  for (const candidate of candidates) {
    for (const { moments, plan } of planners) {
      if (!moments.has(candidate.moment.moment)) continue
      const planned = plan(candidate)
      if (planned.kind === 'work') works.push(planned.work)
      else leftOut.push(planned.leftOut)
    }
  }
  return { works, leftOut }
}

export type PlannedOne =
  | { readonly kind: 'work'; readonly work: PlannedWork }
  | { readonly kind: 'left_out'; readonly leftOut: LeftOut }

/** One play for one occurrence, whatever moments it answers: a theme's occurrence is of its own making. */
export const createPlanner = (pack: Pack, play: Play, context: PlanContext): ((candidate: Candidate) => PlannedOne) => {
  const fit = createFit(pack, play)
  const draft = createDraft(pack, play, context)
  return (candidate) => {
    const judged = fit(candidate.row, context.asOf)
    return judged.kind === 'fits'
      ? { kind: 'work', work: draft(candidate) }
      : { kind: 'left_out', leftOut: unfitFor(play, candidate.moment, judged) }
  }
}

const unfitFor = (play: Play, moment: MomentRow, { code, detail }: Exclude<PlayFit, { kind: 'fits' }>): LeftOut => ({
  play: play.id,
  customerId: moment.customer_id,
  unitId: moment.unit_id,
  momentId: moment.moment_id,
  code,
  detail,
  until: null,
})

const createDraft = (pack: Pack, play: Play, context: PlanContext): ((candidate: Candidate) => PlannedWork) => {
  const draftTask = createTaskDraft(pack, play, context)
  const hasTask = play.actions.some(({ kind }) => kind === 'task')
  return (candidate) => {
    const { moment, row } = candidate
    const key = `${play.id}|${moment.moment_id}`
    const reason = reasonOf(pack, play, moment)
    const task = hasTask ? draftTask(candidate, reason) : undefined
    const company = play.jointWith === undefined ? null : row[play.jointWith]
    return {
      customerId: moment.customer_id,
      unitId: moment.unit_id,
      play: play.id,
      reason,
      tasks: task === undefined ? [] : [task, ...jointTasks(task, company)],
      messages: play.actions.flatMap((action) =>
        action.kind !== 'message'
          ? []
          : [
              {
                customerId: moment.customer_id,
                template: action.template,
                values: { ...row, ...moment.reason },
                dedupeKey: `${play.id}|${action.template}|${moment.moment_id}`,
                play: play.id,
                moment: moment.moment,
                momentId: moment.moment_id,
                ...occasionOf(pack, moment),
              },
            ],
      ),
      benefits: play.actions.flatMap((action) => (action.kind === 'benefit' ? [action.benefit] : [])),
      cases: play.actions.flatMap((action) => (action.kind === 'case' ? [action.case] : [])),
      key,
    }
  }
}

/**
 * A greeting for a date that comes round leaves on that date and is worth nothing after it, however early it was noticed; other messages leave at once and
 * are worth sending while the occurrence is open.
 */
const occasionOf = (pack: Pack, moment: MomentRow): Pick<PlannedMessage, 'notBefore' | 'expiresAt'> => {
  const startOf = (day: string): Date => instantAt(day, '00:00', pack.timeZone)
  const isGreeting = pack.moments.get(moment.moment)?.kind === 'calendar' && moment.due_on !== null
  if (!isGreeting || moment.due_on === null) return { expiresAt: startOf(addDays(moment.expires_on, 1)) }
  return { notBefore: startOf(moment.due_on), expiresAt: startOf(addDays(moment.due_on, 1)) }
}

const createTaskDraft = (pack: Pack, play: Play, context: PlanContext) => {
  const weigh = createWeigh(pack, play)
  const usualDueOn = workingDayAfter(addDays(context.today, play.dueDays), 0, context.workingDays)
  return ({ moment, row }: Candidate, reason: Reason): PlannedTask => {
    const isKnownHands = play.assign === 'leader' || (play.assign === 'owner' && moment.owner_id !== null)
    const stake = { valueMinor: moment.value, urgency: moment.urgency, isKnownHands }
    const { chance, effortMinutes, factors, serviceValue, priority } = weigh(row, context.asOf, stake)
    return {
      customerId: moment.customer_id,
      unitId: moment.unit_id,
      ownerId: moment.owner_id,
      play: play.id,
      purpose: play.purpose,
      contactLabel: play.contactLabel,
      module: play.module,
      skill: play.skill ?? null,
      channel: play.channel,
      dedupeKey: `${play.id}|${moment.moment_id}`,
      dueOn: dueDayOf(usualDueOn, moment, context.today),
      notBeforeOn: context.today,
      valueMinor: moment.value,
      urgency: moment.urgency,
      chance,
      effortMinutes,
      serviceValue,
      factors,
      priority,
      momentPriority: moment.priority,
      assign: play.assign,
      maxAttempts: play.maxAttempts,
      themeId: null,
      jointOf: null,
      reasons: [reason],
      conflict: { merged: [], deferredBehind: null },
    }
  }
}

/**
 * The company's manager works beside the customer's (S35): on the company's own page, and without the customer's figures, which are no business of
 * whoever looks after the company.
 */
const jointTasks = (task: PlannedTask, company: unknown): PlannedTask[] => {
  if (typeof company !== 'string' || company === '' || company === task.customerId) return []
  return [
    {
      ...task,
      customerId: company,
      ownerId: null,
      assign: 'owner',
      dedupeKey: `${task.dedupeKey}|joint`,
      jointOf: { customerId: task.customerId, dedupeKey: task.dedupeKey },
      reasons: task.reasons.map((reason) => ({
        ...reason,
        key: `${task.customerId}|${reason.key}`,
        moment_id: `${reason.moment_id}|joint`,
        values: {},
      })),
    },
  ]
}

// What falls due on a day of its own (a deposit's maturity) is due by then, even when the play would leave more time.
const dueDayOf = (due: string, moment: MomentRow, today: string): string => {
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
