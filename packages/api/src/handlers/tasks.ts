import { getCustomer } from '@tend/analysis'
import {
  assignTasks,
  type Task as CareTask,
  claimNext,
  countTasks,
  findCustomer,
  findTask,
  listTasks,
  listTimeline,
  previewAssignment,
  recordOutcome,
  releaseTask,
  type TaskQuery,
} from '@tend/care'
import type { RouteRequest, TaskSummary, taskRoutes } from '@tend/contract'
import { commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import type { Person } from '../person.ts'
import { presentCustomer } from '../present/customer.ts'
import { presentReason } from '../present/sentence.ts'
import { presentTask } from '../present/task.ts'
import { presentTimelineEntry } from '../present/timeline.ts'
import { scopeFilter } from '../scope-filter.ts'
import { assignInput, type TaskCall, taskNumber } from '../task-input.ts'

export const taskHandlers: Handlers<keyof typeof taskRoutes> = {
  listTasks: async (call) => {
    const { api, person, query, at } = call
    const page = await listTasks(api.store, person.actor, await person.scope(), at, taskQuery(query))
    call.request.viewedCustomers = [...new Set(page.items.map((task) => task.customer_id))]
    return { items: await presentTasks(call, page.items), nextCursor: page.next ?? null }
  },

  countTasks: async ({ api, person, at }) => ({
    ...(await countTasks(api.store, person.actor, at)),
    at: at.now.toISOString(),
  }),

  claimTasks: async (call) => {
    const tasks: CareTask[] = []
    while (tasks.length < call.body.count) {
      // Each claim is a command of its own; the caller's key with a number gives the same tasks again.
      const claimed = required(
        await claimNext(call.api.store, commandOf(call, `${call.body.idempotencyKey}#${tasks.length}`)),
      )
      if (claimed.kind === 'empty') break
      tasks.push(claimed.task)
    }
    return { items: await presentTasks(call, tasks) }
  },

  assignTasks: async (call) => {
    const { api, body, person, at } = call
    const input = assignInput(body)
    const { assignments, skipped } = required(
      body.preview
        ? await previewAssignment(api.store, { actor: person.actor, ...at }, input)
        : await assignTasks(api.store, commandOf(call, body.idempotencyKey), input),
    )
    return {
      preview: body.preview,
      assignments: assignments.map((each) => ({ ...each, taskId: String(each.taskId) })),
      skipped: skipped.map(String),
    }
  },

  getTask: async (call) => {
    const { api, person, at, signal, request } = call
    const { pack } = api
    const task = await requireTask(call)
    const scope = await person.scope()
    const directory = await api.directory()
    const presenter = { pack, directory, actor: person.actor }
    const play = pack.plays.get(task.play)
    const snapshot = await findCustomer(api.store, scope, task.customer_id)
    const row = await api.state.read(signal, (state) => getCustomer(state, task.customer_id, scopeFilter(scope)))
    const timeline = await listTimeline(api.store, task.customer_id, { limit: 50 })
    const named = snapshot ?? { name: task.customer_name, phone: task.customer_phone, id_number: null }
    const isTheirs = isMine(task, person)
    request.viewedCustomer = task.customer_id
    return {
      ...presentTask({ ...presenter, now: at.now }, task),
      script: play?.script ?? { zh: '', en: '' },
      checklist: [...(play?.checklist ?? [])],
      outcomes: [...(play?.outcomes ?? pack.outcomes.keys())].flatMap((id) => {
        const outcome = pack.outcomes.get(id)
        return outcome === undefined ? [] : [{ id, label: outcome.label, result: outcome.result }]
      }),
      reasons: task.reasons.map(({ moment, values }) => ({
        moment,
        sentence: presentReason(pack, person.actor, moment, values),
      })),
      mergedPlays: [...task.conflict.merged],
      deferredBehind: task.conflict.deferredBehind,
      followsTaskId: task.follows_task_id === null ? null : String(task.follows_task_id),
      lastContacts: timeline.items
        .filter(({ kind }) => kind === 'contact')
        .slice(0, 5)
        .map((entry) => presentTimelineEntry({ ...presenter, named }, entry)),
      // A customer whom the files no longer name keeps the task, and the card says no more than the task itself.
      card: presentCustomer(presenter, row ?? rowOfTask(task), snapshot?.owner_id),
      may: {
        work: task.is_open && isTheirs && person.may('tasks.work'),
        release: mayRelease(task, person),
        assign: task.is_open && person.may('tasks.assign'),
      },
    }
  },

  recordOutcome: async (call) => {
    const { api, body, params } = call
    const next = nextContact(body)
    const done = required(
      await recordOutcome(api.store, commandOf(call, body.idempotencyKey), api.pack, {
        taskId: taskNumber(params.taskId),
        outcome: body.outcome,
        ...(body.note === undefined ? {} : { note: body.note }),
        ...(body.channel === undefined ? {} : { channel: body.channel }),
        ...(next === undefined ? {} : { next }),
      }),
    )
    return {
      task: await presentOne(call),
      contactId: String(done.contactId),
      followUpTaskId: done.followUpTaskId === null ? null : String(done.followUpTaskId),
    }
  },

  releaseTask: async (call) => {
    const before = await requireTask(call)
    required(await releaseTask(call.api.store, commandOf(call, call.body.idempotencyKey), { taskId: before.task_id }))
    // Released work may have left the person's scope; what is shown is the task as it lies in its pool.
    const [task] = await presentTasks(call, [{ ...before, assignee_id: null, assignee_name: null, assigned_by: null }])
    return task as TaskSummary
  },
}

type OneTaskCall = TaskCall & { readonly params: { readonly taskId: string } }

async function requireTask({ api, person, params }: OneTaskCall): Promise<CareTask> {
  const task = await findTask(api.store, await person.scope(), taskNumber(params.taskId))
  if (task === undefined) throw new ApiFailure('not-found')
  return task
}

async function presentTasks({ api, person, at }: TaskCall, tasks: readonly CareTask[]): Promise<TaskSummary[]> {
  const presenter = { pack: api.pack, directory: await api.directory(), actor: person.actor, now: at.now }
  return tasks.map((task) => presentTask(presenter, task))
}

async function presentOne(call: OneTaskCall): Promise<TaskSummary> {
  // What was worked on stays within scope for the day, so a fresh reading of the scope finds it.
  const [task] = await presentTasks(call, [await requireTask(call)])
  return task as TaskSummary
}

const isMine = (task: CareTask, { actor }: Person): boolean =>
  actor.staffId !== null &&
  (task.assignee_id === actor.staffId || (task.assignee_id === null && task.owner_id === actor.staffId))

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

function taskQuery(query: RouteRequest<'listTasks'>['query']): TaskQuery {
  return {
    view: query.scope === 'mine' ? 'mine' : 'scope',
    state: query.state,
    limit: query.limit,
    ...(query.pool === undefined ? {} : { pool: query.pool }),
    ...(query.play === undefined ? {} : { play: query.play }),
    ...(query.label === undefined ? {} : { contactLabel: query.label }),
    ...(query.assignee === undefined ? {} : { assigneeId: query.assignee }),
    ...(query.unit === undefined ? {} : { unitId: query.unit }),
    ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
  }
}

function nextContact(body: RouteRequest<'recordOutcome'>['body']) {
  if (body.nextAt !== undefined) return { kind: 'appointment', at: body.nextAt } as const
  if (body.noNextReason !== undefined) return { kind: 'none', reason: body.noNextReason } as const
  return undefined
}
