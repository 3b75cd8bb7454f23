import type { Parameters } from '../parameters.ts'
import type { Pool } from './task.ts'

/** What lists and bulk commands choose by; all that is named must hold. */
export type TaskFilter = {
  readonly pool?: Pool
  readonly play?: string
  readonly contactLabel?: string
  readonly module?: string
  readonly channel?: string
  readonly themeId?: number
  /** Due before this instant: late by a step of the ladder (`overdueBefore`). */
  readonly dueBefore?: Date
  readonly assigneeId?: string
  /** The unit and all below it. */
  readonly unitId?: string
  readonly customerId?: string
}

/** The filter as conditions on `task`, its values bound. */
export const taskConditions = (filter: TaskFilter, parameters: Parameters): string[] => {
  const conditions: string[] = []
  const equals = (column: string, value: unknown): void => {
    if (value !== undefined) conditions.push(`${column} = ${parameters.add(value)}`)
  }
  equals('task.pool', filter.pool)
  equals('task.play', filter.play)
  equals('task.contact_label', filter.contactLabel)
  equals('task.module', filter.module)
  equals('task.channel', filter.channel)
  equals('task.theme_id', filter.themeId)
  equals('task.assignee_id', filter.assigneeId)
  equals('task.customer_id', filter.customerId)
  if (filter.unitId !== undefined) {
    const unit = parameters.add(filter.unitId)
    // As an array that the planner sees as one value: a unit without any below it is read in the order of its index.
    conditions.push(`task.unit_id = any(array(select unit_id from org_unit where path @> array[${unit}]::text[]))`)
  }
  if (filter.dueBefore !== undefined) conditions.push(`task.due_at < ${parameters.add(filter.dueBefore)}`)
  return conditions
}
