import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { localDay } from '../days.ts'
import { purposeOf } from '../message/queue.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { Verdict } from '../policy/verdict.ts'
import { judgePlans } from '../task/prepare.ts'
import { leftOutOf } from './carry-out.ts'
import type { LeftOut, PlannedWork } from './work.ts'

/** What the policy says of the contacts that a work wants, in their order: the tasks, then the messages. */
export type JudgedWork = {
  readonly work: PlannedWork
  /** True where anything would come of it. */
  readonly isWanted: boolean
  readonly hasTask: boolean
  readonly leftOut: readonly LeftOut[]
}

/** Judges works as `carryOut` would, without what is there already and without writing. */
export const judgeWorks = async (
  db: Db,
  pack: Pack,
  works: readonly PlannedWork[],
  at: { readonly now: Date; readonly timeZone: string },
): Promise<readonly JudgedWork[]> => {
  const tasks = works.flatMap((work) =>
    work.tasks.filter(({ jointOf }) => jointOf === null).map((task) => ({ work, task })),
  )
  const judged = await judgePlans(
    db,
    tasks.map(({ task }) => task),
    { ...at, pack },
  )
  const messages = works.flatMap((work) => work.messages.map((message) => ({ work, message })))
  const verdicts = await judgeMessages(db, pack, messages, at)
  const taskOf = new Map(tasks.map(({ work }, index) => [work, judged[index]]))
  const messagesOf = Map.groupBy(
    messages.map(({ work, message }, index) => ({ work, message, verdict: verdicts[index] })),
    ({ work }) => work,
  )
  return works.map((work) => {
    const task = taskOf.get(work)
    const refused = (messagesOf.get(work) ?? []).flatMap(({ message, verdict }) =>
      verdict?.kind === 'allowed' ? [] : [refusalOf(work, message.template, verdict, at.timeZone)],
    )
    const leftOut = [...(task?.kind === 'left_out' ? [task.leftOut] : []), ...refused]
    const hasContact = work.tasks.length + work.messages.length > 0
    const reaches = task?.kind === 'allowed' || work.messages.length > refused.length
    // Who is gone has no case either.
    const isThere = !leftOut.some(({ code }) => code === 'absent')
    const isWanted = reaches || (isThere && (work.cases.length > 0 || !hasContact))
    return { work, isWanted, hasTask: task?.kind === 'allowed', leftOut }
  })
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
