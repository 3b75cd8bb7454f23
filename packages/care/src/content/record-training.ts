import type { Training } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { localDay } from '../days.ts'
import { type Trainings, unitsOf } from './training.ts'

export type TrainingInput = {
  readonly training: string
  /** Oneself where absent. */
  readonly staffIds?: readonly string[]
  readonly learnedOn: string
  readonly note?: string
}

export type TrainingDone = { readonly kind: 'done'; readonly recorded: number; readonly validUntil: string }

/** Records who has learned a text, on a day that has come: oneself, or others whom one sees (S14, S77, S106). */
export const recordTraining = (
  store: Store,
  command: Command,
  pack: Trainings,
  input: TrainingInput,
): Promise<TrainingDone | Refusal> =>
  runOnce(store, command, { name: 'recordTraining', input }, async (tx) => {
    const { actor, now, timeZone } = command
    const training = pack.trainings.get(input.training)
    if (training === undefined) return refuse('invalid_value', input.training)
    if (input.learnedOn > localDay(now, timeZone)) return refuse('invalid_value', input.learnedOn)
    const staffIds = await learnersOf(tx, command, input.staffIds)
    if ('kind' in staffIds) return staffIds
    const validUntil = endOf(training, input.learnedOn)
    await tx.execute(
      `insert into training_record (staff_id, training, learned_on, valid_until, note, recorded_by, recorded_at)
       select staff_id, $2, $3, $4, $5, $6, $7 from unnest($1::text[]) as staff_id`,
      [staffIds, training.id, input.learnedOn, validUntil, input.note?.trim() || null, actor.userId, now],
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'training.record',
      subjectKind: 'training',
      subjectId: training.id,
      detail: { staff: staffIds, learnedOn: input.learnedOn, validUntil },
    })
    return { kind: 'done', recorded: staffIds.length, validUntil }
  })

const learnersOf = async (
  tx: Db,
  command: Command,
  asked: readonly string[] | undefined,
): Promise<readonly string[] | Refusal> => {
  const { actor } = command
  const ids = [...new Set(asked ?? (actor.staffId === null ? [] : [actor.staffId]))]
  if (ids.length === 0) return refuse('unknown_staff')
  if (ids.length === 1 && ids[0] === actor.staffId) return ids
  if (!can(actor, 'people.view')) return refuse('forbidden')
  const units = unitsOf(await scopeOf(tx, actor, command))
  const found = await tx.query<{ staff_id: string }>(
    'select staff_id from staff where staff_id = any($1) and is_active and ($2::text[] is null or unit_id = any($2))',
    [ids, units],
  )
  const unknown = ids.find((id) => !found.some(({ staff_id }) => staff_id === id))
  return unknown === undefined ? ids : refuse('unknown_staff', unknown)
}

/** The same day so many months later; the last day of the month where there is none. */
const endOf = ({ validMonths }: Pick<Training, 'validMonths'>, day: string): string => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 + validMonths, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10)
}
