import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { offerBenefits } from '../benefit/offer.ts'
import { openCases } from '../case/open.ts'
import { instantAt, localDay } from '../days.ts'
import type { PlannedMessage } from '../message/message.ts'
import { queueMessages } from '../message/queue.ts'
import { readWorkingDays, workingDayAfter } from '../task/calendar.ts'
import { type CreatedTasks, writeTasks } from '../task/create.ts'
import { findKnownReasons, reasonKey } from '../task/existing.ts'
import { insertReasons } from '../task/merge-tasks.ts'
import { batchesOf, type PreparedTasks, prepareTasks } from '../task/prepare.ts'
import type { PlannedPlays } from './plan.ts'
import type { LeftOut, PlannedWork } from './work.ts'

export type CarryContext = {
  readonly runId: string
  /** Fixes the shuffled order of the pools (G25c). */
  readonly seed: string
  readonly now: Date
  readonly timeZone: string
  /** A user id, or `system` for the night. */
  readonly by: string
  /** True where the occurrences cannot have made work before: a theme's, which begins with it. */
  readonly areNew?: boolean
}

export type CarriedOut = CreatedTasks & {
  readonly messages: number
  readonly benefits: number
  readonly cases: number
  /** Keys of the works that came to something: a task or a reason in one, a message, a benefit, a case. */
  readonly done: ReadonlySet<string>
}

/**
 * Does what plays want, in the caller's transaction: tasks, messages, benefits and cases, each once for an occurrence, whoever plans it again. Tasks and
 * messages are judged by the contact policy each for its own channel; a benefit follows only where somebody will tell the customer of it, or where the play
 * has nothing else; a case is work inside the house and always opened. Answers counts, and all who were left out with the reason.
 */
export const carryOut = async (tx: Db, pack: Pack, planned: PlannedPlays, context: CarryContext): Promise<CarriedOut> =>
  writeWork(tx, pack, await prepareWork(tx, pack, planned, context), context)

/** What will be written, once what is known and forbidden is known. */
export type PreparedWork = {
  readonly planned: PlannedPlays
  readonly fresh: readonly PlannedWork[]
  readonly known: readonly PlannedWork[]
  readonly tasks: PreparedTasks
}

/** The first half of `carryOut`, which only reads: it may be done aside while something else is written. */
export const prepareWork = async (
  db: Db,
  pack: Pack,
  planned: PlannedPlays,
  context: CarryContext,
): Promise<PreparedWork> => {
  const { fresh, known } = context.areNew ? { fresh: planned.works, known: [] } : await splitKnown(db, planned.works)
  const tasks = fresh.flatMap((work) => work.tasks)
  return { planned, fresh, known, tasks: await prepareTasks(db, tasks, { ...context, pack, areNew: true }) }
}

/** The second half, which writes. */
export const writeWork = async (
  tx: Db,
  pack: Pack,
  { planned, fresh, known, tasks: prepared }: PreparedWork,
  context: CarryContext,
): Promise<CarriedOut> => {
  const sent = await sendMessages(tx, pack, fresh, context)
  const reached = new Set(sent.keys)
  for (const { reasons } of [...prepared.creating, ...prepared.merging.map(({ plan }) => plan)])
    for (const { play, moment_id } of reasons) reached.add(`${play}|${moment_id}`)
  const contacting = fresh.filter((work) => reached.has(work.key) || !hasContact(work))
  const benefits = await giveBenefits(tx, pack, contacting, context)
  const created = await writeTasks(tx, prepared, { ...context, pack })
  const cases = await openCasesOf(tx, pack, fresh, context)
  const gone = new Set(
    [...created.leftOut, ...sent.leftOut].flatMap(({ code, momentId }) => (code === 'absent' ? momentId : [])),
  )
  const opened = fresh.filter((work) => work.cases.length > 0 && !gone.has(work.reason.moment_id))
  const done = new Set([...reached, ...benefits.keys, ...opened.map(({ key }) => key)])
  await rememberTaskless(tx, fresh, done)
  await tieBenefits(tx, benefits.grantIds)
  return {
    ...created,
    known: known.length,
    messages: sent.count,
    benefits: benefits.grantIds.length,
    cases,
    done,
    leftOut: [...planned.leftOut, ...known.map(knownOf), ...created.leftOut, ...sent.leftOut, ...benefits.leftOut],
  }
}

/** Works whose occurrence made work within its window already, apart from the others. */
export const splitKnown = async (
  db: Db,
  works: readonly PlannedWork[],
): Promise<{ readonly fresh: readonly PlannedWork[]; readonly known: readonly PlannedWork[] }> => {
  const keys = new Set<string>()
  for (const batch of batchesOf(works)) for (const key of await findKnownReasons(db, batch)) keys.add(key)
  if (keys.size === 0) return { fresh: works, known: [] }
  const isKnown = ({ customerId, reason }: PlannedWork): boolean => keys.has(reasonKey(customerId, reason))
  return { fresh: works.filter((work) => !isKnown(work)), known: works.filter(isKnown) }
}

const hasContact = ({ tasks, messages }: PlannedWork): boolean => tasks.length + messages.length > 0

export const leftOutOf = (
  { play, customerId, unitId, reason }: PlannedWork,
  code: string,
  detail: string | null,
  until: string | null = null,
): LeftOut => ({ play, customerId, unitId, momentId: reason.moment_id, code, detail, until })

const knownOf = (work: PlannedWork): LeftOut => leftOutOf(work, 'known', null)

type Sent = { readonly count: number; readonly keys: readonly string[]; readonly leftOut: readonly LeftOut[] }

const sendMessages = async (
  tx: Db,
  pack: Pack,
  works: readonly PlannedWork[],
  { now, timeZone, runId, by }: CarryContext,
): Promise<Sent> => {
  const workOf = new Map(works.flatMap((work) => work.messages.map((message) => [message.dedupeKey, work] as const)))
  if (workOf.size === 0) return { count: 0, keys: [], leftOut: [] }
  const workingDays = await readWorkingDays(tx)
  const today = localDay(now, timeZone)
  const dayAfter = (places: number): Date => instantAt(workingDayAfter(today, places, workingDays), '00:00', timeZone)
  const { queued, leftOut } = await queueMessages(tx, pack, inTurn(pack, works, dayAfter), {
    now,
    timeZone,
    createdBy: by,
    runId,
  })
  return {
    count: queued.length,
    keys: queued.flatMap(({ planned }) => workOf.get(planned.dedupeKey)?.key ?? []),
    leftOut: leftOut.flatMap(({ planned, reason, until }) => {
      const work = workOf.get(planned.dedupeKey)
      const day = until === null ? null : localDay(new Date(until), timeZone)
      return work === undefined ? [] : [leftOutOf(work, reason, planned.template, day)]
    }),
  }
}

/** Who gets several messages on a channel gets one a working day, the most important first; what a contract needs does not wait. */
const inTurn = (
  pack: Pack,
  works: readonly PlannedWork[],
  dayAfter: (places: number) => Date,
): readonly PlannedMessage[] => {
  const places = new Map<string, number>()
  const priorityOf = ({ reason }: PlannedWork): number => pack.moments.get(reason.moment)?.priority ?? 0
  return [...works]
    .sort((a, b) => priorityOf(b) - priorityOf(a))
    .flatMap(({ messages }) => messages)
    .map((message) => {
      const template = pack.templates.get(message.template)
      const purpose = pack.messages.get(template?.kind ?? '')?.purpose ?? ''
      if (message.notBefore !== undefined || pack.purposes.get(purpose)?.basis === 'contract') return message
      const key = `${template?.channel}|${message.customerId}`
      const place = places.get(key) ?? 0
      places.set(key, place + 1)
      return place === 0 ? message : { ...message, notBefore: dayAfter(place) }
    })
}

type Given = {
  readonly grantIds: readonly number[]
  /** Keys of the works that gave one. */
  readonly keys: readonly string[]
  readonly leftOut: readonly LeftOut[]
}

const giveBenefits = async (
  tx: Db,
  pack: Pack,
  works: readonly PlannedWork[],
  { now, timeZone, by }: CarryContext,
): Promise<Given> => {
  const giving = works.filter(({ benefits }) => benefits.length > 0)
  const orders = giving.flatMap((work) =>
    work.benefits.map((benefit) => ({
      customerId: work.customerId,
      benefit,
      play: work.play,
      moment: work.reason.moment,
      dedupeKey: `${work.key}|${benefit}`,
    })),
  )
  const { grantIds, overLimit } = await offerBenefits(tx, { pack, now, timeZone, by }, orders)
  const isOver = new Set(overLimit.map(({ customerId, benefit }) => `${customerId}|${benefit}`))
  const leftOut = giving.flatMap((work) =>
    work.benefits.flatMap((benefit) =>
      isOver.has(`${work.customerId}|${benefit}`) ? [leftOutOf(work, 'limit', benefit)] : [],
    ),
  )
  const refused = new Set(leftOut.map(({ play, momentId }) => `${play}|${momentId}`))
  return { grantIds, keys: giving.flatMap(({ key }) => (refused.has(key) ? [] : key)), leftOut }
}

const openCasesOf = async (
  tx: Db,
  pack: Pack,
  works: readonly PlannedWork[],
  { now, timeZone, by }: CarryContext,
): Promise<number> => {
  const orders = works.flatMap((work) =>
    work.cases.map((kind) => ({
      customerId: work.customerId,
      kind,
      source: 'play' as const,
      reason: work.reason.values,
      play: work.play,
      moment: work.reason.moment,
      dedupeKey: `${work.key}|${kind}`,
    })),
  )
  return (await openCases(tx, { pack, now, timeZone, by }, orders)).length
}

/** Where no task remembers the occurrence, it is remembered alone. */
const rememberTaskless = async (tx: Db, works: readonly PlannedWork[], done: ReadonlySet<string>): Promise<void> => {
  const rows = works
    .filter((work) => done.has(work.key) && work.messages.length + work.benefits.length + work.cases.length > 0)
    .map(({ customerId, reason }) => ({ ...reason, customer_id: customerId, task_id: null }))
  await insertReasons(tx, rows)
}

/** A benefit is told of in the task of its play, where there is one. */
const tieBenefits = async (tx: Db, grantIds: readonly number[]): Promise<void> => {
  if (grantIds.length === 0) return
  await tx.execute(
    `update benefit_grant set task_id = made.task_id
     from task_reason as made
     where grant_id = any($1) and made.task_id is not null
     and made.customer_id = benefit_grant.customer_id and made.play = benefit_grant.play
     and made.play || '|' || made.moment_id || '|' || benefit = benefit_grant.dedupe_key`,
    [grantIds],
  )
}
