import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { localDay } from '../days.ts'
import { purposeOf } from '../message/queue.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { Verdict } from '../policy/verdict.ts'
import { type PreparedTasks, prepareTasks } from '../task/prepare.ts'
import { type LeftOut, leftOutOf, type PlannedWork } from './work.ts'

/** What the policy says of the contacts that a work wants, in their order: the tasks, then the messages. */
export type JudgedWork = {
  readonly work: PlannedWork
  /** True where anything would come of it. */
  readonly isWanted: boolean
  readonly leftOut: readonly LeftOut[]
}

export type JudgedWorks = {
  readonly judged: readonly JudgedWork[]
  /** What would become of their tasks. */
  readonly tasks: PreparedTasks
}

/** Judges works that made nothing yet as `carryOut` would, without writing. */
export const judgeWorks = async (
  db: Db,
  pack: Pack,
  works: readonly PlannedWork[],
  at: { readonly now: Date; readonly timeZone: string },
): Promise<JudgedWorks> => {
  const tasks = await prepareTasks(
    db,
    works.flatMap((work) => work.tasks),
    { ...at, pack, areNew: true },
  )
  const refusedTasks = new Map(tasks.leftOut.map((each) => [`${each.play}|${each.momentId}`, each]))
  const messages = works.flatMap((work) => work.messages.map((message) => ({ work, message })))
  const verdicts = await judgeMessages(db, pack, messages, at)
  const messagesOf = Map.groupBy(
    messages.map(({ work, message }, index) => ({ work, message, verdict: verdicts[index] })),
    ({ work }) => work,
  )
  const judged = works.map((work) => {
    const refusedTask = refusedTasks.get(work.key)
    const refused = (messagesOf.get(work) ?? []).flatMap(({ message, verdict }) =>
      verdict?.kind === 'allowed' ? [] : [refusalOf(work, message.template, verdict, at.timeZone)],
    )
    const leftOut = [...(refusedTask === undefined ? [] : [refusedTask]), ...refused]
    const hasContact = work.tasks.length + work.messages.length > 0
    const hasTask = work.tasks.length > 0 && refusedTask === undefined
    const reaches = hasTask || work.messages.length > refused.length
    // Who is gone has no case either.
    const isThere = !leftOut.some(({ code }) => code === 'absent')
    const isWanted = reaches || (isThere && (work.cases.length > 0 || !hasContact))
    return { work, isWanted, leftOut }
  })
  return { judged, tasks }
}

type Written = { readonly work: PlannedWork; readonly message: PlannedWork['messages'][number] }

const judgeMessages = (
  db: Db,
  pack: Pack,
  messages: readonly Written[],
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<readonly Verdict[]> => {
  const asks = messages.map(({ message }) => {
    const template = pack.templates.get(message.template)
    return {
      customerId: message.customerId,
      channel: template?.channel ?? '',
      purpose: template === undefined ? '' : purposeOf(pack, template),
      at: message.notBefore ?? now,
    }
  })
  return judgeContacts(db, pack, asks, { hour: false, timeZone })
}

const refusalOf = (work: PlannedWork, template: string, verdict: Verdict | undefined, timeZone: string): LeftOut => {
  const { code, until } = verdict?.kind === 'refused' ? verdict : { code: 'absent', until: null }
  return leftOutOf(work, code, template, until === null ? null : localDay(new Date(until), timeZone))
}
