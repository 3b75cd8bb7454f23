import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findTheme } from './theme.ts'

export type ThemeStopped = { readonly kind: 'done'; readonly tasks: number; readonly messages: number }

/**
 * Stops a theme that runs: its open tasks are closed as failures that nobody closed (outcome `stopped`), its waiting messages are cancelled. What went
 * into tasks of other plays stays there. Customers whom somebody has agreed a time with keep their appointment.
 */
export const stopTheme = (
  store: Store,
  command: Command,
  input: { readonly themeId: number; readonly reason: string },
): Promise<ThemeStopped | Refusal> =>
  runOnce(store, command, { name: 'stopTheme', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'themes.manage')) return refuse('forbidden')
    if (input.reason.trim() === '') return refuse('reason_required')
    await tx.query('select from theme where theme_id = $1 for update', [input.themeId])
    const theme = await findTheme(tx, await scopeOf(tx, actor, command), input.themeId, command)
    if (theme === undefined) return refuse('not_found')
    if (theme.state !== 'running') return refuse('wrong_state', theme.state)
    const closed = await closeThemes(tx, [input.themeId], { code: 'theme-stopped', now })
    await tx.execute(
      "update theme set state = 'stopped', closed_at = $2, closed_by = $3, closed_reason = $4 where theme_id = $1",
      [input.themeId, now, actor.userId, input.reason.trim()],
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'theme.stop',
      subjectKind: 'theme',
      subjectId: String(input.themeId),
      detail: { reason: input.reason.trim(), ...closed },
    })
    return { kind: 'done', ...closed }
  })

/** Ends themes whose last day lies before `today`, as stopping them would. Answers how many. */
export const endThemes = async (tx: Db, today: string, now: Date): Promise<number> => {
  const over = await tx.query<{ theme_id: number }>(
    "select theme_id from theme where state = 'running' and ends_on < $1 order by theme_id for update",
    [today],
  )
  const themeIds = over.map(({ theme_id }) => theme_id)
  if (themeIds.length === 0) return 0
  const closed = await closeThemes(tx, themeIds, { code: 'theme-ended', now })
  await tx.execute("update theme set state = 'ended', closed_at = $2 where theme_id = any($1)", [themeIds, now])
  for (const themeId of themeIds)
    await recordAudit(tx, {
      at: now,
      actor: 'system',
      action: 'theme.end',
      subjectKind: 'theme',
      subjectId: String(themeId),
      detail: { themes: themeIds.length, ...closed },
    })
  return themeIds.length
}

type Closing = { readonly code: 'theme-stopped' | 'theme-ended'; readonly now: Date }

// Tasks, then messages, each in the order of their ids.
const closeThemes = async (
  tx: Db,
  themeIds: readonly number[],
  { code, now }: Closing,
): Promise<{ readonly tasks: number; readonly messages: number }> => {
  const tasks = await tx.execute(
    `with open as materialized (
       select task_id from task where theme_id = any($1) and closed_at is null and appointment_at is null order by task_id for update
     )
     update task set pool = 'failure', outcome = 'stopped', closed_at = $2, closed_by = null, closed_reason = $3
     from open where task.task_id = open.task_id`,
    [themeIds, now, code],
  )
  const messages = await tx.execute(
    `with waiting as materialized (
       select message_id from message where theme_id = any($1) and state = 'waiting' order by message_id for update
     )
     update message set state = 'cancelled', reason = $2, settled_at = $3, settled_by = 'system', revision = nextval('message_revision')
     from waiting where message.message_id = waiting.message_id`,
    [themeIds, code, now],
  )
  return { tasks, messages }
}
