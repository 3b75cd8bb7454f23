import type { Conflict, Reason } from '../play/conflict.ts'

/** The five pools of S162; a task is in exactly one. */
export type Pool = 'total' | 'second' | 'third' | 'success' | 'failure'
export type TimeBand = 'morning' | 'afternoon' | 'evening'

/** A task as lists and details show it; `value` in minor units, raw customer name and phone for the caller to mask. */
export type Task = {
  readonly task_id: number
  readonly customer_id: string
  readonly customer_name: string | null
  readonly customer_phone: string | null
  readonly unit_id: string
  readonly owner_id: string | null
  /** People beside the owner, who see the customer as their own. */
  readonly helper_ids: readonly string[]
  readonly play: string
  readonly contact_label: string
  readonly channel: string
  readonly assign: 'owner' | 'pool' | 'leader'
  /** Why the customer is contacted (`pack.purposes`). */
  readonly purpose: string
  /** Module view (`pack.modules`). */
  readonly module: string | null
  readonly skill: string | null
  readonly pool: Pool
  readonly is_open: boolean
  readonly attempts: number
  readonly max_attempts: number
  /** Value at stake in minor units. */
  readonly value: number
  readonly urgency: number
  readonly chance: number
  readonly effort_minutes: number
  readonly service_value: number
  /** By the pack's formula over the terms above (`work.priority`). */
  readonly priority: number
  readonly theme_id: number | null
  readonly theme_name: string | null
  readonly joint_of: number | null
  readonly reasons: readonly Reason[]
  readonly conflict: Conflict
  readonly due_at: string
  /** Instant from which it may be worked on. */
  readonly not_before: string
  /** The band that the next attempt is planned for. */
  readonly time_band: TimeBand | null
  /** An agreed time, where the task is an appointment (S156). */
  readonly appointment_at: string | null
  /** Null while it waits in its unit's pool. */
  readonly assignee_id: string | null
  readonly assignee_name: string | null
  readonly assigned_by: string | null
  readonly outcome: string | null
  readonly closed_at: string | null
  readonly closed_by: string | null
  /** Why it was closed without an attempt: a theme was stopped, a customer withdrew, an appointment was cancelled. */
  readonly closed_reason: string | null
  readonly created_at: string
  readonly follows_task_id: number | null
  /** Levels and a few indicators of the customer, from the snapshot. */
  readonly card: Record<string, unknown>
  /** Place in the fixed shuffled order of its pool. */
  readonly shuffle: number
}

/** A select of `Task` from rows of the table, and of more where that is wanted; conditions name `task.` and `customer.` columns. */
export const renderSelectTask = (rows: string, more?: string): string => `
  select ${more === undefined ? '' : `${more}, `}task_id, task.customer_id, customer.name as customer_name, customer.phone as customer_phone, task.unit_id,
    coalesce(customer.owner_id, task.owner_id) as owner_id,
    array(select staff_id from customer_helper where customer_helper.customer_id = task.customer_id order by staff_id) as helper_ids, play, contact_label, channel, assign, purpose, module, skill, pool,
    task.closed_at is null as is_open, attempts, max_attempts, value, urgency, chance, effort_minutes, service_value, priority, task.theme_id,
    (select theme.name from theme where theme.theme_id = task.theme_id) as theme_name, joint_of, reasons, conflict, due_at, not_before, time_band,
    appointment_at, assignee_id, staff.name as assignee_name, assigned_by, outcome, task.closed_at, task.closed_by, task.closed_reason, task.created_at,
    follows_task_id, coalesce(customer.card, '{}') as card, shuffle
  from ${rows} as task
  left join customer on customer.customer_id = task.customer_id
  left join staff on staff.staff_id = task.assignee_id`

/** The statement's start that reads a `Task`. */
export const taskSelect = renderSelectTask('task')

/**
 * Open work follows its customer: whatever moves a customer or gives them another owner moves the open tasks in the same transaction, so that lists of
 * open work read the task's own columns, which are indexed.
 */
export const openTaskScopeColumns = { customer: 'task.customer_id', unit: 'task.unit_id', owner: 'task.owner_id' }

/** Closed work keeps the place where it was done; who may see it goes by where the customer is. */
export const taskScopeColumns = {
  customer: 'task.customer_id',
  unit: 'coalesce(customer.unit_id, task.unit_id)',
  owner: 'coalesce(customer.owner_id, task.owner_id)',
}

/**
 * Whose work it is: the person's who holds it, else the owner's. Of customers who are looked after together (G64) each of them may do what is not claimed
 * from a pool.
 */
export const isWorkOf = (
  task: Pick<Task, 'assignee_id' | 'owner_id' | 'helper_ids' | 'assign'>,
  staffId: string | null,
): boolean => {
  if (staffId === null) return false
  const isHeld = (task.assignee_id ?? task.owner_id) === staffId
  return isHeld || (task.assign !== 'pool' && (task.owner_id === staffId || task.helper_ids.includes(staffId)))
}
