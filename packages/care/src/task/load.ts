import type { Db } from '@tend/store'
import type { Command } from '../command.ts'

/** What a bulk command does to one person: tasks given (or taken), and the open work before and after, in tasks and minutes. */
export type LoadChange = {
  readonly staffId: string
  readonly tasks: number
  readonly openBefore: number
  readonly openAfter: number
  readonly minutesBefore: number
  readonly minutesAfter: number
}

export type Moved = { readonly from: string | null; readonly to: string | null; readonly effortMinutes: number }

/** The load of the people to whom work goes (`to`) or from whom it is taken (`from`), in the order of their ids; before the command has written. */
export const loadChanges = async (
  db: Db,
  moved: readonly Moved[],
  side: 'from' | 'to',
): Promise<readonly LoadChange[]> => {
  const staffIds = [...new Set(moved.flatMap((each) => each[side] ?? []))].sort()
  const rows = await db.query<{ assignee_id: string; open: number; minutes: number }>(
    `select assignee_id, count(*) as open, sum(effort_minutes)::bigint as minutes
     from task where closed_at is null and assignee_id = any($1) group by assignee_id`,
    [staffIds],
  )
  const held = new Map(rows.map((row) => [row.assignee_id, row]))
  const gained = Map.groupBy(moved, ({ to }) => to)
  const lost = Map.groupBy(moved, ({ from }) => from)
  return staffIds.map((staffId) => {
    const { open = 0, minutes = 0 } = held.get(staffId) ?? {}
    const [given, taken] = [gained.get(staffId) ?? [], lost.get(staffId) ?? []]
    return {
      staffId,
      tasks: (side === 'to' ? given : taken).length,
      openBefore: open,
      openAfter: open + given.length - taken.length,
      minutesBefore: minutes,
      minutesAfter: minutes + minutesOf(given) - minutesOf(taken),
    }
  })
}

const minutesOf = (moved: readonly Moved[]): number => moved.reduce((sum, { effortMinutes }) => sum + effortMinutes, 0)

/** One row a task in the audit, in one statement for any number of them. */
export const auditTasks = async (
  tx: Db,
  { actor, now }: Command,
  action: string,
  rows: readonly { readonly taskId: number; readonly detail: Readonly<Record<string, unknown>> }[],
): Promise<void> => {
  await tx.execute(
    `insert into audit (at, actor, action, subject_kind, subject_id, detail)
     select $2, $3, $4, 'task', "taskId"::text, detail from jsonb_to_recordset($1) as entry ("taskId" bigint, detail jsonb)`,
    [JSON.stringify(rows), now, actor.userId, action],
  )
}
