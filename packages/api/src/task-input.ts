import {
  type AssignInput,
  overdueBefore,
  type RecallInput,
  type Selection,
  type Take,
  type TaskQuery,
} from '@tend/care'
import type { RouteRequest, TaskSelection } from '@tend/contract'
import type { Call } from './call.ts'
import { ApiFailure } from './failure.ts'
import type { Person } from './person.ts'

export type TaskCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }
type Asked = Pick<Call, 'api' | 'at'>

/** A task's number; text that is none names no task. */
export function taskNumber(taskId: string): number {
  if (!/^\d{1,15}$/.test(taskId)) throw new ApiFailure('not-found')
  return Number(taskId)
}

/** A filter as care takes it; the steps of the overdue ladder become the instant before which the work was due. */
export function filterOf(
  { api, at }: Asked,
  filter: Partial<Pick<RouteRequest<'listTasks'>['query'], FilterName | 'customer'>>,
): Omit<TaskQuery, 'view' | 'state' | 'limit' | 'cursor'> {
  return {
    ...(filter.pool === undefined ? {} : { pool: filter.pool }),
    ...(filter.play === undefined ? {} : { play: filter.play }),
    ...(filter.label === undefined ? {} : { contactLabel: filter.label }),
    ...(filter.module === undefined ? {} : { module: filter.module }),
    ...(filter.channel === undefined ? {} : { channel: filter.channel }),
    ...(filter.theme === undefined ? {} : { themeId: taskNumber(filter.theme) }),
    ...(filter.overdue === undefined ? {} : { dueBefore: overdueBefore(filter.overdue, api.pack.work, at) }),
    ...(filter.assignee === undefined ? {} : { assigneeId: filter.assignee }),
    ...(filter.unit === undefined ? {} : { unitId: filter.unit }),
    ...(filter.customer === undefined ? {} : { customerId: filter.customer }),
  }
}

type FilterName = Exclude<keyof TaskSelection, 'held'>

export const taskQuery = (asked: Asked, query: RouteRequest<'listTasks'>['query']): TaskQuery => ({
  view: query.scope === 'mine' ? 'mine' : 'scope',
  state: query.state,
  limit: query.limit,
  ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
  ...filterOf(asked, query),
})

type Chosen = {
  readonly taskIds?: readonly string[] | undefined
  readonly take?: (Partial<TaskSelection> & { readonly count?: number | undefined }) | undefined
}

function selectionOf(asked: Asked, { taskIds, take }: Chosen): Selection {
  if (taskIds !== undefined) return { taskIds: taskIds.map(taskNumber) }
  if (take === undefined)
    throw new ApiFailure('invalid-request', { issues: [{ path: 'body', message: 'taskIds | take' }] })
  const { count, held } = take
  return {
    take: {
      ...filterOf(asked, take),
      ...(count === undefined ? {} : { count }),
      ...(held === undefined ? {} : { held }),
    } satisfies Take,
  }
}

/** The request as care takes it. */
export const assignInput = (asked: Asked, body: RouteRequest<'assignTasks'>['body']): AssignInput => ({
  ...selectionOf(asked, body),
  staffIds: body.staffIds,
})

export const recallInput = (asked: Asked, body: RouteRequest<'recallTasks'>['body']): RecallInput => ({
  ...selectionOf(asked, body),
  reason: body.reason,
})
