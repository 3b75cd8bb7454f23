import {
  assignTasks,
  type Task as CareTask,
  claimNext,
  countModules,
  countOverdue,
  countTasks,
  findTask,
  firstLoudInstant,
  handOverTask,
  type LoadChange,
  listTaskColleagues,
  listTasks,
  nextTask,
  previewAssignment,
  previewRecall,
  recallTasks,
  recordAudit,
  recordOutcome,
  releaseTask,
  tickTask,
} from '@tend/care'
import type { LoadChange as ApiLoadChange, RouteRequest, TaskSummary, taskRoutes } from '@tend/contract'
import type { Pack } from '@tend/pack'
import { commandOf, type Handlers } from '../call.ts'
import type { Directory } from '../directory.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import { filledModules } from '../present/modules.ts'
import { presentTask } from '../present/task.ts'
import { presentWholeTask } from '../present/whole-task.ts'
import { assignInput, recallInput, type TaskCall, taskNumber, taskQuery } from '../task-input.ts'

export const taskHandlers: Handlers<keyof typeof taskRoutes> = {
  listTasks: async (call) => {
    const { api, person, query, at } = call
    const page = await listTasks(api.store, person.actor, await person.scope(), at, taskQuery(call, query))
    call.request.viewedCustomers = [...new Set(page.items.map((task) => task.customer_id))]
    return { items: await presentTasks(call, page.items), nextCursor: page.next ?? null }
  },

  countTasks: async ({ api, person, at }) => {
    const counts = await countTasks(api.store, person.actor, at)
    const { staffId } = person.actor
    const [late] = staffId === null ? [] : await countOverdue(api.store, { kind: 'all' }, at, api.pack, { staffId })
    return {
      done: counts.done,
      due: counts.due,
      later: counts.later,
      late: counts.late,
      appointments: {
        done: counts.appointments_done,
        due: counts.appointments_due,
        later: counts.appointments_later,
      },
      overdue: { remind: late?.remind ?? 0, warn: late?.warn ?? 0, escalate: late?.escalate ?? 0 },
      at: at.now.toISOString(),
    }
  },

  listModules: async ({ api, person, query, at }) => {
    const { at: countedAt, value: counts } = await countModules(api.store, person.actor, await person.scope(), at, {
      view: query.scope === 'mine' ? 'mine' : 'scope',
      ...(query.unit === undefined ? {} : { unitId: query.unit }),
    })
    const modules = filledModules(api.pack)
    const known = new Set<string | null>(modules.map(({ id }) => id))
    const others = counts.filter(({ module }) => !known.has(module))
    return {
      at: countedAt.toISOString(),
      items: [
        ...modules.map(({ id, label }) => ({ module: id as string | null, label })),
        ...others.map(({ module }) => ({ module, label: labelOfOther(api.pack, module) })),
      ].map(({ module, label }) => {
        const count = counts.find((each) => each.module === module)
        return {
          module,
          label,
          open: count?.open ?? 0,
          due: count?.due ?? 0,
          later: count?.later ?? 0,
          overdue: count?.overdue ?? 0,
          unassigned: count?.unassigned ?? 0,
          doneToday: count?.done_today ?? 0,
        }
      }),
    }
  },

  claimTasks: async (call) => {
    const tasks: CareTask[] = []
    while (tasks.length < call.body.count) {
      // Each claim is a command of its own; the caller's key with a number gives the same tasks again.
      const command = commandOf(call, `${call.body.idempotencyKey}#${tasks.length}`)
      const claimed = required(await claimNext(call.api.store, command, call.api.pack))
      if (claimed.kind === 'empty') break
      tasks.push(claimed.task)
    }
    return { items: await presentTasks(call, tasks), quietUntil: tasks.length === 0 ? quietUntil(call) : null }
  },

  assignTasks: async (call) => {
    const { api, body, person, at } = call
    const input = assignInput(call, body)
    const { total, people, assignments, skipped } = required(
      body.preview
        ? await previewAssignment(api.store, { actor: person.actor, ...at }, input)
        : await assignTasks(api.store, commandOf(call, body.idempotencyKey), input),
    )
    const directory = await api.directory()
    return {
      preview: body.preview,
      total,
      people: people.map((change) => presentLoad(directory, change)),
      assignments: assignments.map((each) => ({ ...each, taskId: String(each.taskId) })),
      skipped: skipped.map(String),
    }
  },

  recallTasks: async (call) => {
    const { api, body, person, at } = call
    const input = recallInput(call, body)
    const { total, people, skipped } = required(
      body.preview
        ? await previewRecall(api.store, { actor: person.actor, ...at }, input)
        : await recallTasks(api.store, commandOf(call, body.idempotencyKey), input),
    )
    const directory = await api.directory()
    return {
      preview: body.preview,
      total,
      people: people.map((change) => presentLoad(directory, change)),
      skipped: skipped.map(String),
    }
  },

  getTask: async (call) => {
    const task = await requireTask(call)
    call.request.viewedCustomer = task.customer_id
    return presentWholeTask(call, task)
  },

  recordOutcome: async (call) => {
    const { api, body, params } = call
    const next = nextContact(body)
    const command = commandOf(call, body.idempotencyKey)
    const done = required(
      await recordOutcome(api.store, command, api.pack, {
        taskId: taskNumber(params.taskId),
        outcome: body.outcome,
        ...(body.note === undefined ? {} : { note: body.note }),
        ...(body.channel === undefined ? {} : { channel: body.channel }),
        ...(body.happenedAt === undefined ? {} : { happenedAt: body.happenedAt }),
        ...(next === undefined ? {} : { next }),
      }),
    )
    // What comes next is claimed under a key of its own: the same request answers with the same task.
    const following = body.next
      ? await nextTask(api.store, commandOf(call, `${body.idempotencyKey}>`), api.pack)
      : undefined
    return {
      task: await presentOne(call),
      contactId: String(done.contactId),
      followUpTaskId: done.followUpTaskId === null ? null : String(done.followUpTaskId),
      next: following === undefined ? null : await presentNext(call, following),
    }
  },

  releaseTask: async (call) => {
    const before = await requireTask(call)
    required(await releaseTask(call.api.store, commandOf(call, call.body.idempotencyKey), { taskId: before.task_id }))
    // Released work may have left the person's scope; what is shown is the task as it lies in its pool.
    const [task] = await presentTasks(call, [{ ...before, assignee_id: null, assignee_name: null, assigned_by: null }])
    return task as TaskSummary
  },

  tickTask: async (call) => {
    const { api, params, body } = call
    const input = { taskId: taskNumber(params.taskId), index: params.index, isDone: body.isDone }
    const { ticks } = required(await tickTask(api.store, commandOf(call), api.pack, input))
    return { ticks: [...ticks] }
  },

  listColleagues: async (call) => {
    const { api, person, at } = call
    const task = await requireTask(call)
    const colleagues = await listTaskColleagues(api.store, person.actor, await person.scope(), at, task)
    return {
      items: colleagues.map(({ staff_id, name, why, is_away }) => ({
        staff: { staffId: staff_id, name },
        why,
        isAway: is_away,
      })),
    }
  },

  handOverTask: async (call) => {
    const { api, params, body } = call
    const input = { taskId: taskNumber(params.taskId), toStaffId: body.toStaffId, reason: body.reason }
    required(await handOverTask(api.store, commandOf(call, body.idempotencyKey), input))
    const directory = await api.directory()
    return {
      taskId: params.taskId,
      assignee: { staffId: body.toStaffId, name: directory.staffName(body.toStaffId) },
    }
  },
}

type OneTaskCall = TaskCall & { readonly params: { readonly taskId: string } }

async function requireTask({ api, person, params }: OneTaskCall): Promise<CareTask> {
  const task = await findTask(api.store, await person.scope(), taskNumber(params.taskId))
  if (task === undefined) throw new ApiFailure('not-found')
  return task
}

export async function presentTasks({ api, person, at }: TaskCall, tasks: readonly CareTask[]): Promise<TaskSummary[]> {
  const presenter = { pack: api.pack, directory: await api.directory(), actor: person.actor, now: at.now }
  return tasks.map((task) => presentTask(presenter, task))
}

async function presentOne(call: OneTaskCall): Promise<TaskSummary> {
  // What was worked on stays within scope for the day, so a fresh reading of the scope finds it.
  const [task] = await presentTasks(call, [await requireTask(call)])
  return task as TaskSummary
}

/** The next task tells of another customer than the request named: its view is written down like any other. */
async function presentNext(call: Parameters<typeof presentWholeTask>[0], task: CareTask) {
  const { api, person, at } = call
  const whole = await presentWholeTask(call, task)
  await recordAudit(api.store, {
    at: at.now,
    actor: person.actor.userId,
    action: 'customer.view.getTask',
    subjectKind: 'customer',
    subjectId: task.customer_id,
    detail: { taskId: whole.taskId },
  })
  return whole
}

const labelOfOther = (pack: Pack, module: string | null) =>
  module === null ? { zh: '其他', en: 'Other' } : (pack.modules.get(module)?.label ?? { zh: module, en: module })

const presentLoad = (directory: Directory, change: LoadChange): ApiLoadChange => ({
  staff: { staffId: change.staffId, name: directory.staffName(change.staffId) },
  tasks: change.tasks,
  openBefore: change.openBefore,
  openAfter: change.openAfter,
  hoursBefore: change.minutesBefore / 60,
  hoursAfter: change.minutesAfter / 60,
})

function nextContact(body: RouteRequest<'recordOutcome'>['body']) {
  if (body.nextAt !== undefined) return { kind: 'appointment', at: body.nextAt } as const
  if (body.noNextReason !== undefined) return { kind: 'none', reason: body.noNextReason } as const
  return undefined
}

/** The end of quiet hours, which hold for every kind of work of the pool alike; null outside of them. */
const quietUntil = ({ api, at: { now, timeZone } }: TaskCall): string | null => {
  const policies = [...api.pack.policies.values()]
  const hours = { policies, basis: 'contract', channel: { isQuiet: false }, workingDays: new Map(), timeZone } as const
  const loud = firstLoudInstant(now, hours)
  return loud === null || loud <= now ? null : loud.toISOString()
}
