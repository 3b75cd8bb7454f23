import type { Reason } from '../play/plan.ts'

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
  readonly play: string
  readonly contact_label: string
  readonly channel: string
  readonly pool: Pool
  readonly is_open: boolean
  readonly attempts: number
  readonly max_attempts: number
  readonly value: number
  readonly urgency: number
  readonly priority: number
  readonly reasons: readonly Reason[]
  readonly conflict: { readonly merged: readonly string[]; readonly deferredBehind: string | null }
  readonly due_at: string
  readonly not_before: string
  readonly time_band: TimeBand | null
  /** An agreed time, where the task is an appointment (S156). */
  readonly appointment_at: string | null
  readonly assignee_id: string | null
  readonly assignee_name: string | null
  readonly assigned_by: string | null
  readonly outcome: string | null
  readonly closed_at: string | null
  readonly created_at: string
  readonly follows_task_id: number | null
  readonly card: Record<string, unknown>
}
