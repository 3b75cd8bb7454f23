import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import { collectParameters } from '../parameters.ts'
import { taskConditions } from './filter.ts'
import { taskScopeColumns } from './task.ts'

/** What a period came to, by the unique label of each kind of contact (S161, X20). */
export type LabelResult = {
  readonly contact_label: string
  readonly module: string | null
  /** Outbound attempts at tasks; each reached the customer or was not answered. */
  readonly attempts: number
  readonly reached: number
  readonly no_answer: number
  /** Of those reached, who declined. */
  readonly refusals: number
  readonly customers: number
  /** Tasks that an attempt closed in the period: purpose reached, or not. */
  readonly success: number
  readonly failure: number
}

export type ResultQuery = {
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
  readonly unitId?: string
  readonly module?: string
}

/** Within the scope, by label. Tasks that were stopped or cancelled without an attempt count as neither success nor failure. */
export const resultsByLabel = (db: Db, scope: Scope, query: ResultQuery): Promise<LabelResult[]> => {
  const parameters = collectParameters()
  const scoped = scopePredicate(scope, taskScopeColumns, 1)
  for (const param of scoped.params) parameters.add(param)
  const [from, to] = [parameters.add(query.from), parameters.add(query.to)]
  const conditions = [
    scoped.sql,
    ...taskConditions(
      {
        ...(query.unitId === undefined ? {} : { unitId: query.unitId }),
        ...(query.module === undefined ? {} : { module: query.module }),
      },
      parameters,
    ),
  ].join(' and ')
  return db.query<LabelResult>(
    `select contact_label, max(module) as module, sum(attempts)::bigint as attempts, sum(reached)::bigint as reached,
       sum(attempts - reached)::bigint as no_answer, sum(refusals)::bigint as refusals, sum(customers)::bigint as customers,
       sum(success)::bigint as success, sum(failure)::bigint as failure
     from (
       select task.contact_label, task.module, count(*) as attempts, count(*) filter (where result <> 'retry') as reached,
         count(*) filter (where refusal is not null) as refusals, count(distinct task.customer_id) as customers, 0 as success, 0 as failure
       from contact
       join task on task.task_id = contact.task_id
       left join customer on customer.customer_id = task.customer_id
       where contact.at >= ${from} and contact.at < ${to} and direction = 'outbound' and ${conditions}
       group by task.contact_label, task.module
       union all
       select task.contact_label, task.module, 0, 0, 0, 0, count(*) filter (where pool = 'success'), count(*) filter (where pool = 'failure')
       from task
       left join customer on customer.customer_id = task.customer_id
       where task.closed_at >= ${from} and task.closed_at < ${to} and task.closed_reason is null and ${conditions}
       group by task.contact_label, task.module
     ) as counted
     group by contact_label
     order by contact_label`,
    parameters.values,
  )
}
