import { type Task as CareTask, can, findStaff, findTask, listTasks } from '@tend/care'
import type { RouteRequest } from '@tend/contract'
import type { Api, Call } from './call.ts'
import { ApiFailure } from './failure.ts'
import type { Person } from './person.ts'

export type TaskCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }
/** A task's number; text that is none names no task. */
export function taskNumber(taskId: string): number {
  if (!/^\d{1,15}$/.test(taskId)) throw new ApiFailure('not-found')
  return Number(taskId)
}

type Selected = { readonly tasks: CareTask[]; readonly skipped: string[] }
type AssignBody = RouteRequest<'assignTasks'>['body']

/** The named tasks that are open and within scope, or the unassigned ones of highest worth. */
export async function tasksToAssign(call: TaskCall, { taskIds, take }: AssignBody): Promise<Selected> {
  if (taskIds !== undefined) {
    const scope = await call.person.scope()
    const found = await Promise.all(taskIds.map((taskId) => findTask(call.api.store, scope, taskNumber(taskId))))
    const tasks = found.filter((task) => task !== undefined).filter((task) => task.is_open)
    const open = new Set(tasks.map((task) => String(task.task_id)))
    return { tasks, skipped: taskIds.filter((taskId) => !open.has(taskId)) }
  }
  if (take === undefined)
    throw new ApiFailure('invalid-request', { issues: [{ path: 'body', message: 'taskIds | take' }] })
  return { tasks: await unassignedTasks(call, take), skipped: [] }
}

async function unassignedTasks(
  { api, person, at }: TaskCall,
  take: NonNullable<AssignBody['take']>,
): Promise<CareTask[]> {
  const tasks: CareTask[] = []
  let cursor: string | undefined
  do {
    const page = await listTasks(api.store, person.actor, await person.scope(), at, {
      view: 'scope',
      limit: 500,
      ...(take.pool === undefined ? {} : { pool: take.pool }),
      ...(take.label === undefined ? {} : { contactLabel: take.label }),
      ...(take.unit === undefined ? {} : { unitId: take.unit }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    tasks.push(...page.items.filter(({ assignee_id }) => assignee_id === null))
    cursor = page.next
  } while (cursor !== undefined && tasks.length < take.count)
  return tasks.slice(0, take.count)
}

/** What a preview can say of a person before the command itself judges. */
export async function requireAssignee(api: Api, staffId: string): Promise<void> {
  const staff = await findStaff(api.store, staffId)
  if (!staff?.is_active || !can(staff, 'tasks.work')) throw new ApiFailure('unknown-staff', { detail: staffId })
}
