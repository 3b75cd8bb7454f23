import type { AssignInput } from '@tend/care'
import type { RouteRequest } from '@tend/contract'
import type { Call } from './call.ts'
import { ApiFailure } from './failure.ts'
import type { Person } from './person.ts'

export type TaskCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }

/** A task's number; text that is none names no task. */
export function taskNumber(taskId: string): number {
  if (!/^\d{1,15}$/.test(taskId)) throw new ApiFailure('not-found')
  return Number(taskId)
}

/** The request as care takes it. */
export function assignInput({ taskIds, take, staffIds }: RouteRequest<'assignTasks'>['body']): AssignInput {
  if (taskIds !== undefined) return { taskIds: taskIds.map(taskNumber), staffIds }
  if (take === undefined)
    throw new ApiFailure('invalid-request', { issues: [{ path: 'body', message: 'taskIds | take' }] })
  const { count, pool, label, unit } = take
  return {
    take: {
      count,
      ...(pool === undefined ? {} : { pool }),
      ...(label === undefined ? {} : { contactLabel: label }),
      ...(unit === undefined ? {} : { unitId: unit }),
    },
    staffIds,
  }
}
