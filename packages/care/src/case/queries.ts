import type { Db } from '@tend/store'
import { type Actor, can, roles } from '../access/roles.ts'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { localDay } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters, type Parameters } from '../parameters.ts'
import { rootUnitId } from '../party/organisation.ts'
import { type CareCase, type CaseAction, caseActions, caseScopeColumns, caseSelect, stateAfter } from './case.ts'

export type CaseQuery = PageRequest & {
  /** `mine`: those that lie with the person. */
  readonly view: 'mine' | 'scope'
  /** `due`: the last day has come or passed; `late`: it has passed; `done`: closed and declined. */
  readonly state: 'open' | 'due' | 'late' | 'answered' | 'done' | 'all'
  readonly kind?: string | undefined
  readonly unitIds?: readonly string[] | undefined
  readonly assigneeId?: string | undefined
  readonly customerId?: string | undefined
}

/** Cases of customers in scope, those due first in front; finished ones and `all` the latest first. */
export const listCases = async (
  db: Db,
  actor: Actor,
  scope: Scope,
  at: At,
  query: CaseQuery,
): Promise<Page<CareCase>> => {
  if (!can(actor, 'cases.work')) return { items: [] }
  const parameters = collectParameters()
  const conditions = [...conditionsOf(parameters, actor, scope, query), stateCondition(parameters, at, query.state)]
  const isLatestFirst = query.state === 'done' || query.state === 'all'
  const [dueOn, id] = decodeCursor(query.cursor, ['string', 'number']) ?? []
  if (id !== undefined)
    conditions.push(
      isLatestFirst
        ? `case_id < ${parameters.add(id)}`
        : `(due_on, case_id) > (${parameters.add(dueOn)}::date, ${parameters.add(id)})`,
    )
  const limit = limitOf(query)
  const rows = await db.query<CareCase>(
    `${caseSelect} where ${conditions.join(' and ')}
     order by ${isLatestFirst ? 'case_id desc' : 'due_on, case_id'} limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.due_on, last.case_id])
}

const conditionsOf = (
  parameters: Parameters,
  actor: Actor,
  scope: Scope,
  query: Omit<CaseQuery, 'state' | keyof PageRequest>,
): string[] => {
  const predicate = scopePredicate(scope, caseScopeColumns, 1)
  for (const param of predicate.params) parameters.add(param)
  const conditions = [predicate.sql]
  if (query.view === 'mine') conditions.push(`assignee_id = ${parameters.add(actor.staffId)}`)
  if (query.kind !== undefined) conditions.push(`care_case.kind = ${parameters.add(query.kind)}`)
  if (query.unitIds !== undefined) conditions.push(`customer.unit_id = any(${parameters.add(query.unitIds)}::text[])`)
  if (query.assigneeId !== undefined) conditions.push(`assignee_id = ${parameters.add(query.assigneeId)}`)
  if (query.customerId !== undefined) conditions.push(`care_case.customer_id = ${parameters.add(query.customerId)}`)
  return conditions
}

const stateCondition = (parameters: Parameters, { now, timeZone }: At, state: CaseQuery['state']): string => {
  const today = () => `${parameters.add(localDay(now, timeZone))}::date`
  switch (state) {
    case 'open':
      return 'closed_at is null'
    case 'due':
      return `closed_at is null and due_on <= ${today()}`
    case 'late':
      return `closed_at is null and due_on < ${today()}`
    case 'answered':
      return "state = 'answered'"
    case 'done':
      return 'closed_at is not null'
    case 'all':
      return 'true'
  }
}

export type CaseCounts = {
  readonly kind: string
  readonly open: number
  readonly due: number
  readonly late: number
}

/** Open cases by kind, and how many of them are due (the last day has come or passed) and late. */
export const countCases = (
  db: Db,
  actor: Actor,
  scope: Scope,
  { now, timeZone }: At,
  view: CaseQuery['view'],
): Promise<CaseCounts[]> => {
  if (!can(actor, 'cases.work')) return Promise.resolve([])
  const parameters = collectParameters()
  const conditions = conditionsOf(parameters, actor, scope, { view })
  const today = `${parameters.add(localDay(now, timeZone))}::date`
  return db.query<CaseCounts>(
    `select care_case.kind, count(*) as open, count(*) filter (where due_on <= ${today}) as due, count(*) filter (where due_on < ${today}) as late
     from care_case join customer using (customer_id)
     where closed_at is null and ${conditions.join(' and ')} group by care_case.kind order by care_case.kind`,
    parameters.values,
  )
}

/** One case within the scope. */
export const findCase = async (db: Db, scope: Scope, caseId: number): Promise<CareCase | undefined> => {
  const { sql, params } = scopePredicate(scope, caseScopeColumns, 2)
  const [found] = await db.query<CareCase>(`${caseSelect} where case_id = $1 and ${sql}`, [caseId, ...params])
  return found
}

export type CaseStep = {
  readonly step_id: number
  readonly at: string
  readonly by_name: string
  readonly action: CaseAction | 'open'
  readonly state: CareCase['state']
  readonly text: string | null
  readonly to_staff_id: string | null
}

/** Oldest first; the caller has checked the scope. */
export const listCaseSteps = (db: Db, caseId: number): Promise<CaseStep[]> =>
  db.query<CaseStep>(
    `select step_id, at, coalesce(staff.name, app_user.name, user_id) as by_name, action, state, text, to_staff_id
     from case_step left join app_user on app_user.id = user_id left join staff using (staff_id)
     where case_id = $1 order by step_id`,
    [caseId],
  )

/** Whom a customer's case can be handed on to: manager and helpers, supervisors and leaders above the customer's unit, and the desk of the unit. */
export const listHandOn = (db: Db, customerId: string): Promise<{ staff_id: string; name: string }[]> =>
  db.query(
    `select distinct staff_id, staff.name from staff, customer left join org_unit using (unit_id)
     where customer_id = $1 and is_active and (
       staff_id = owner_id
       or staff_id in (select staff_id from customer_helper where customer_helper.customer_id = $1)
       or (role in ('supervisor', 'leader') and staff.unit_id = any(coalesce(path, array[$2])))
       or (role = 'front_desk' and staff.unit_id = customer.unit_id)
     )
     order by staff.name, staff_id`,
    [customerId, rootUnitId],
  )

/** Steps that the person may take, as `case.ts` draws them. */
export const stepsOf = (actor: Actor, found: CareCase): CaseAction[] => {
  if (!can(actor, 'cases.work')) return []
  const isTheirs = actor.staffId !== null && found.assignee_id === actor.staffId
  const isAbove = roles[actor.role].scope === 'region'
  return caseActions.filter(
    (action) =>
      (action === 'note' || isTheirs || isAbove) && stateAfter(found.state, action, found.needs_answer) !== undefined,
  )
}
