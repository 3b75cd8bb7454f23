import type { Db, Store } from '@tend/store'
import { type At, type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { addDays, instantAt, localDay } from '../days.ts'
import { auditTasks } from '../task/load.ts'
import { type Absence, findAbsence, requireManaged } from './absence.ts'

/** `out`: to the substitute what falls due while the person is away. `back`: to the person what the substitute has not touched. */
export type MoveDirection = 'out' | 'back'
export type MoveInput = { readonly absenceId: number; readonly direction: MoveDirection }
export type AbsenceMove = {
  readonly kind: 'done'
  readonly total: number
  readonly minutes: number
  readonly fromStaffId: string
  readonly toStaffId: string
}

/** The first instant after an absence: open work of the person that is due before it lies in it, or is late already. */
export const absenceEnd = ({ to_day }: Pick<Absence, 'to_day'>, timeZone: string): Date =>
  instantAt(addDays(to_day, 1), '00:00', timeZone)

/** Moves work between the two people of an absence, by the person away or who supervises them; every task keeps why it moved. */
export const moveAbsenceTasks = (store: Store, command: Command, input: MoveInput): Promise<AbsenceMove | Refusal> =>
  runOnce(store, command, { name: 'moveAbsenceTasks', input }, async (tx) => {
    const move = await planMove(tx, command, input, 'for update')
    if (move.kind === 'refused') return move
    const { actor, now } = command
    const taskIds = move.tasks.map(({ task_id }) => task_id)
    await tx.execute(
      `insert into task_hand_over (task_id, from_staff_id, to_staff_id, reason, attempts, absence_id, user_id, at)
       select task_id, $2, $3, $4, attempts, $5, $6, $7 from task where task_id = any($1) order by task_id`,
      [
        taskIds,
        move.result.fromStaffId,
        move.result.toStaffId,
        // Everybody who sees the task reads this; why somebody is away is theirs.
        `${move.absence.from_day} – ${move.absence.to_day}`,
        input.absenceId,
        actor.userId,
        now,
      ],
    )
    await tx.execute('update task set assignee_id = $2 where task_id = any($1)', [taskIds, move.result.toStaffId])
    const detail = { from: move.result.fromStaffId, to: move.result.toStaffId, absence: input.absenceId }
    await auditTasks(
      tx,
      command,
      input.direction === 'out' ? 'absence.move_out' : 'absence.move_back',
      taskIds.map((taskId) => ({ taskId, detail })),
    )
    return move.result
  })

export const previewAbsenceMove = async (
  store: Store,
  command: Omit<Command, 'key'>,
  input: MoveInput,
): Promise<AbsenceMove | Refusal> => {
  const move = await store.transaction((tx) => planMove(tx, { ...command, key: '' }, input, ''))
  return move.kind === 'refused' ? move : move.result
}

type Movable = { readonly task_id: number; readonly effort_minutes: number }
type Move = {
  readonly kind: 'move'
  readonly absence: Absence
  readonly tasks: readonly Movable[]
  readonly result: AbsenceMove
}

const planMove = async (
  tx: Db,
  command: Command,
  { absenceId, direction }: MoveInput,
  hold: 'for update' | '',
): Promise<Move | Refusal> => {
  const absence = await findAbsence(tx, absenceId)
  if (absence === undefined) return refuse('not_found')
  const staff = await requireManaged(tx, command, absence.staff_id)
  if ('kind' in staff) return staff.code === 'unknown_staff' ? refuse('not_found') : staff
  const { staff_id: staffId, substitute_id: substituteId } = absence
  if (substituteId === null) return refuse('wrong_state', 'substitute')
  const isOver = absence.to_day < localDay(command.now, command.timeZone)
  if (direction === 'out' && isOver) return refuse('wrong_state', absence.to_day)
  const tasks = await tx.query<Movable>(
    `select task_id, effort_minutes from task
     where closed_at is null and ${direction === 'out' ? dueWhileAway : untouched}
     order by task_id ${hold}`,
    direction === 'out'
      ? [staffId, absenceEnd(absence, command.timeZone)]
      : [
          staffId,
          absenceEnd(absence, command.timeZone),
          substituteId,
          absenceId,
          instantAt(absence.from_day, '00:00', command.timeZone),
        ],
  )
  const [fromStaffId, toStaffId] = direction === 'out' ? [staffId, substituteId] : [substituteId, staffId]
  const minutes = tasks.reduce((sum, { effort_minutes }) => sum + effort_minutes, 0)
  return {
    kind: 'move',
    absence,
    tasks,
    result: { kind: 'done', total: tasks.length, minutes, fromStaffId, toStaffId },
  }
}

/** Person, end of the absence. */
const dueWhileAway = 'assignee_id = $1 and due_at < $2'

/** Person, end, substitute, absence, begin: what was moved to the substitute, or was made for them in the person's stead, and had no attempt since. */
const untouched = `assignee_id = $3 and (
  exists (
    select from task_hand_over
    where task_hand_over.task_id = task.task_id and absence_id = $4 and to_staff_id = $3 and task_hand_over.attempts = task.attempts
  )
  or (assign = 'owner' and owner_id = $1 and attempts = 0 and created_at >= $5 and created_at < $2)
)`

export type AbsenceWork = { readonly absence_id: number; readonly open_tasks: number; readonly untouched_tasks: number }

/** For each absence how many open tasks fall due in it, and how many the substitute could give back. */
export const countAbsenceTasks = async (
  db: Db,
  absences: readonly Absence[],
  { timeZone }: Pick<At, 'timeZone'>,
): Promise<ReadonlyMap<number, AbsenceWork>> => {
  const rows = await db.query<AbsenceWork>(
    `select absence_id,
       (select count(*) from task where closed_at is null and assignee_id = staff_id and due_at < ends_at) as open_tasks,
       (select count(*) from task where closed_at is null and assignee_id = substitute_id and (
         exists (
           select from task_hand_over as moved
           where moved.task_id = task.task_id and moved.absence_id = given.absence_id and to_staff_id = substitute_id and moved.attempts = task.attempts
         )
         or (assign = 'owner' and owner_id = staff_id and attempts = 0 and created_at >= begins_at and created_at < ends_at)
       )) as untouched_tasks
     from jsonb_to_recordset($1) as given (absence_id bigint, staff_id text, substitute_id text, begins_at timestamptz, ends_at timestamptz)`,
    [
      JSON.stringify(
        absences.map((absence) => ({
          ...absence,
          begins_at: instantAt(absence.from_day, '00:00', timeZone),
          ends_at: absenceEnd(absence, timeZone),
        })),
      ),
    ],
  )
  return new Map(rows.map((row) => [row.absence_id, row]))
}
