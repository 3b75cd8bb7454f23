import { getCustomers } from '@tend/analysis'
import {
  type Task as CareTask,
  explainReason,
  findCustomer,
  isWorkOf,
  judgeContacts,
  keepsAgreedTime,
  listTaskHandOvers,
  listTicks,
  listTimeline,
  maskText,
} from '@tend/care'
import type { Task, Verdict } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Api, Call } from '../call.ts'
import type { Person } from '../person.ts'
import { presentCustomer } from './customer.ts'
import { presentReason } from './sentence.ts'
import { namedOf, presentTask } from './task.ts'
import { presentTimelineEntry } from './timeline.ts'
import { presentVerdict } from './verdict.ts'

type TaskCall = Pick<Call, 'api' | 'at' | 'signal'> & { readonly person: Person }

/** A task with all that the person who works it needs; the caller has found it within the person's scope. */
export async function presentWholeTask(call: TaskCall, task: CareTask): Promise<Task> {
  const { api, person, at, signal } = call
  const { pack, store } = api
  const [scope, directory] = await Promise.all([person.scope(), api.directory()])
  const presenter = { pack, directory, actor: person.actor }
  const [snapshot, timeline, ticks, handOvers, mayContact] = await Promise.all([
    findCustomer(store, scope, task.customer_id),
    listTimeline(store, task.customer_id, { limit: 5, kinds: ['contact'] }),
    listTicks(store, task.task_id),
    listTaskHandOvers(store, task.task_id),
    judgeTask(call, task),
  ])
  // A customer whom the files no longer name keeps the task, and the card says no more than the task itself.
  const row = snapshot && (await wideRow(api, signal, task.customer_id))
  const named = snapshot ?? namedOf(task)
  const staff = (staffId: string | null) => (staffId === null ? null : { staffId, name: directory.staffName(staffId) })
  return {
    ...presentTask({ ...presenter, now: at.now }, task),
    ...protocolOf(pack, task),
    reasons: task.reasons.map(({ moment, values }) => ({
      moment,
      sentence: presentReason(pack, person.actor, moment, values),
    })),
    mergedPlays: [...task.conflict.merged],
    deferredBehind: task.conflict.deferredBehind,
    followsTaskId: task.follows_task_id === null ? null : String(task.follows_task_id),
    closedBecause: closedBecauseOf(pack, task, (text) => maskText(person.actor.role, text, named)),
    lastContacts: timeline.items.map((entry) => presentTimelineEntry({ ...presenter, named }, entry)),
    card: presentCustomer(presenter, row ?? rowOfTask(task), snapshot?.owner_id),
    ticks,
    handOvers: handOvers.map((each) => ({
      from: staff(each.from_staff_id),
      to: staff(each.to_staff_id),
      reason: maskText(person.actor.role, each.reason, named),
      at: each.at,
    })),
    mayContact,
    may: rightsOn(task, person),
  }
}

/** What stopped a task is told in the words of the rule, what a person cancelled in theirs. */
const closedBecauseOf = (pack: Pack, task: CareTask, mask: (text: string) => string): Task['closedBecause'] => {
  const { closed_reason: reason, outcome, channel, purpose } = task
  if (reason === null) return null
  if (outcome === 'stopped') return explainReason(pack, reason, { channel, purpose, timeZone: pack.timeZone })
  const text = mask(reason)
  return { zh: text, en: text }
}

/** The wide row without the reasons of the levels, which a task does not show. */
const wideRow = (api: Api, signal: AbortSignal, customerId: string) =>
  api.state.read(signal, async (state) => (await getCustomers(state, [customerId])).get(customerId))

/** What a play asks for: what to say, what to see to, what it may come to. */
const protocolOf = (pack: Pack, task: CareTask): Pick<Task, 'script' | 'checklist' | 'outcomes'> => {
  const play = pack.plays.get(task.play)
  return {
    script: play?.script ?? { zh: '', en: '' },
    checklist: [...(play?.checklist ?? [])],
    outcomes: [...(play?.outcomes ?? pack.outcomes.keys())].flatMap((id) => {
      const outcome = pack.outcomes.get(id)
      return outcome === undefined ? [] : [{ id, label: outcome.label, result: outcome.result }]
    }),
  }
}

async function judgeTask({ api, at }: Pick<TaskCall, 'api' | 'at'>, task: CareTask): Promise<Verdict> {
  const { channel, purpose } = task
  const isAgreed = keepsAgreedTime(task, at.now, at.timeZone)
  const ask = { customerId: task.customer_id, channel, purpose, at: at.now, isAgreed }
  const [verdict] = await judgeContacts(api.store, api.pack, [ask], { hour: true, timeZone: at.timeZone })
  if (verdict === undefined) throw new Error('A question was not answered.')
  return presentVerdict(api.pack, verdict, { channel, purpose })
}

function rightsOn(task: CareTask, person: Person): Task['may'] {
  const { may } = person
  const mayWork = task.is_open && isWorkOf(task, person.actor.staffId) && may('tasks.work')
  return {
    work: mayWork,
    release: mayRelease(task, person),
    assign: task.is_open && may('tasks.assign'),
    handOver: mayWork || (task.is_open && may('tasks.assign')),
    reschedule: mayWork && task.appointment_at !== null && task.assignee_id === person.actor.staffId,
  }
}

function mayRelease(task: CareTask, { actor, may }: Person): boolean {
  if (!task.is_open || task.assignee_id === null) return false
  const wasClaimed = task.assignee_id === actor.staffId && task.assign === 'pool' && task.assigned_by === null
  return may('tasks.assign') || (may('tasks.work') && wasClaimed)
}

const rowOfTask = (task: CareTask) => ({
  customer_id: task.customer_id,
  name: task.customer_name,
  phone: task.customer_phone,
  unit_id: task.unit_id,
  owner_id: task.owner_id,
})
