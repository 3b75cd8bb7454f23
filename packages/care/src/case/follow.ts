import type { Db } from '@tend/store'
import { rootUnitId } from '../party/organisation.ts'
import { routed, routing } from './routing.ts'

/** Open cases that lay with the customer's former owner go along to the new one; what was handed on to others stays with them. */
export const followOwner = (
  tx: Db,
  change: { readonly customerId: string; readonly from: string | null; readonly to: string | null; readonly now: Date },
): Promise<number> =>
  tx.execute(
    `with moved as (
       update care_case set assignee_id = $3 where customer_id = $1 and assignee_id = $2 and closed_at is null returning case_id, state
     )
     ${noteMoves('$3', '$4')}`,
    [change.customerId, change.from, change.to, change.now],
  )

/** The same for all changes of owner of a delivery, as `publishCustomers` has them in its temporary table. */
export const followOwners = (tx: Db, now: Date): Promise<number> =>
  tx.execute(
    `with moved as (
       update care_case set assignee_id = to_owner
       from customer_change as change
       where change.customer_id = care_case.customer_id and is_moved and assignee_id = from_owner and closed_at is null
       returning case_id, state, assignee_id
     )
     ${noteMoves('assignee_id', '$1')}`,
    [now],
  )

/** Open cases of people who are no longer active, and those that lie with nobody, go to whoever is of their route by now. */
export const rerouteCases = (tx: Db, now: Date): Promise<number> =>
  tx.execute(
    `with found as (
       select case_id, ${routed} as to_staff_id
       from care_case join customer using (customer_id)
       ${routing('$2')}
       where closed_at is null and (assignee_id is null or assignee_id in (select staff_id from staff where not is_active))
     ), moved as (
       update care_case set assignee_id = to_staff_id
       from found
       where found.case_id = care_case.case_id and assignee_id is distinct from to_staff_id
       returning care_case.case_id, state, assignee_id
     )
     ${noteMoves('assignee_id', '$1')}`,
    [now, rootUnitId],
  )

const noteMoves = (to: string, now: string): string => `
  insert into case_step (case_id, at, user_id, action, state, to_staff_id)
  select case_id, ${now}::timestamptz, 'system', 'hand_on', state, ${to}::text from moved`
