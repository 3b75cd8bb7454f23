import type { Work } from '@tend/pack'
import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { At } from '../command.ts'
import { addDays, instantAt, localDay } from '../days.ts'
import { openTaskScopeColumns } from './task.ts'

/**
 * How long work may lie: days after the due day on which the person is reminded, warned, and the supervisor is told (`work.overdueDays`). Nothing is
 * stored: the step follows from the due day and the instant of asking.
 */
export type OverdueStage = 'remind' | 'warn' | 'escalate'

export const overdueStages: readonly OverdueStage[] = ['remind', 'warn', 'escalate']

/** Open tasks that were due before this instant have reached the step. */
export const overdueBefore = (
  stage: OverdueStage,
  { overdueDays }: Pick<Work, 'overdueDays'>,
  { now, timeZone }: At,
): Date => {
  const days = overdueDays[overdueStages.indexOf(stage)] ?? 0
  return instantAt(addDays(localDay(now, timeZone), 1 - days), '00:00', timeZone)
}

/** Local days since the due day; 0 on it and before. */
export const overdueDaysOf = (dueAt: string, { now, timeZone }: At): number => {
  const [due, today] = [localDay(new Date(dueAt), timeZone), localDay(now, timeZone)]
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(due)) / 86_400_000))
}

export const overdueStageOf = (
  dueAt: string,
  { overdueDays }: Pick<Work, 'overdueDays'>,
  at: At,
): OverdueStage | null => {
  const days = overdueDaysOf(dueAt, at)
  return overdueStages.findLast((_stage, index) => days >= (overdueDays[index] ?? Number.POSITIVE_INFINITY)) ?? null
}

/** Open tasks that have reached a step at least, of one person; `staff_id` is null where nobody holds them. */
export type PersonOverdue = {
  readonly staff_id: string | null
  readonly unit_id: string
  readonly remind: number
  readonly warn: number
  readonly escalate: number
}

type Measure = { readonly work: Pick<Work, 'overdueDays'> }

/** Of everybody within the scope, who has most that is late for longest first; within a unit and all below where one is named. */
export const countOverdue = (
  db: Db,
  scope: Scope,
  at: At,
  { work }: Measure,
  query: { readonly unitId?: string; readonly staffId?: string } = {},
): Promise<PersonOverdue[]> => {
  const { sql, params } = scopePredicate(scope, openTaskScopeColumns, 6)
  return db.query<PersonOverdue>(
    `select assignee_id as staff_id, coalesce(max(staff.unit_id), max(task.unit_id)) as unit_id, count(*) as remind,
       count(*) filter (where due_at < $2) as warn, count(*) filter (where due_at < $3) as escalate
     from task left join staff on staff.staff_id = assignee_id
     where closed_at is null and due_at < $1
     and ($4::text is null or task.unit_id in (select unit_id from org_unit where path @> array[$4]))
     and ($5::text is null or assignee_id = $5) and ${sql}
     group by assignee_id
     order by escalate desc, warn desc, remind desc, staff_id`,
    [
      ...overdueStages.map((stage) => overdueBefore(stage, work, at)),
      query.unitId ?? null,
      query.staffId ?? null,
      ...params,
    ],
  )
}
