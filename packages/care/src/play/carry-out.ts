import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { openCases } from '../case/open.ts'
import type { Room } from '../task/choose.ts'
import { type CreatedTasks, type ReadyTasks, readyTasks, writeTasks } from '../task/create.ts'
import { findKnownReasons, reasonKey } from '../task/existing.ts'
import { insertReasons } from '../task/merge-tasks.ts'
import { batchesOf } from '../task/prepare.ts'
import { giveBenefits, tieBenefits } from './give-benefits.ts'
import type { PlannedPlays } from './plan.ts'
import { sendMessages } from './send-messages.ts'
import { type LeftOut, leftOutOf, type PlannedWork } from './work.ts'

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
  readonly tasks: ReadyTasks
}

/** The first half of `carryOut`, which only reads: it may be done aside while something else is written, within the `room` of who does it in several goes. */
export const prepareWork = async (
  db: Db,
  pack: Pack,
  planned: PlannedPlays,
  context: CarryContext,
  room?: Room,
): Promise<PreparedWork> => {
  const { fresh, known } = context.areNew ? { fresh: planned.works, known: [] } : await splitKnown(db, planned.works)
  const tasks = fresh.flatMap((work) => work.tasks)
  return { planned, fresh, known, tasks: await readyTasks(db, tasks, { ...context, pack, areNew: true }, room) }
}

/** The second half, which writes. */
export const writeWork = async (
  tx: Db,
  pack: Pack,
  { planned, fresh, known, tasks: ready }: PreparedWork,
  context: CarryContext,
): Promise<CarriedOut> => {
  const sent = await sendMessages(tx, pack, fresh, context)
  const reached = new Set(sent.keys)
  for (const { reasons } of [...ready.creating, ...ready.merging.map(({ plan }) => plan)])
    for (const { play, moment_id } of reasons) reached.add(`${play}|${moment_id}`)
  const contacting = fresh.filter((work) => reached.has(work.key) || !hasContact(work))
  const benefits = await giveBenefits(tx, pack, contacting, context)
  const created = await writeTasks(tx, ready, { ...context, pack })
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

const knownOf = (work: PlannedWork): LeftOut => leftOutOf(work, 'known', null)

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
