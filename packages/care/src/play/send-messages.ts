import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { instantAt, localDay } from '../days.ts'
import type { PlannedMessage } from '../message/message.ts'
import { queueMessages } from '../message/queue.ts'
import { readWorkingDays, workingDayAfter } from '../task/calendar.ts'
import type { CarryContext } from './carry-out.ts'
import { type LeftOut, leftOutOf, type PlannedWork } from './work.ts'

type Sent = { readonly count: number; readonly keys: readonly string[]; readonly leftOut: readonly LeftOut[] }

/** Puts the messages of works into the outbox; what the policy or its text speaks against is left out. */
export const sendMessages = async (
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
