import { customerScope, type Expression, formatIssues, type Pack, type Play, parseExpression } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { localDay } from '../days.ts'
import { rootUnitId } from '../party/organisation.ts'

/** What a theme is made of, as somebody orders it. `condition` and `value` are CEL over the wide row; empty for everybody, and for nothing at stake. */
export type ThemeOrder = {
  readonly play: string
  readonly condition: string
  readonly value: string
  /** The whole of the person's region where it is absent. */
  readonly unit?: string
  readonly startsOn: string
  readonly endsOn: string
}

export type StartThemeInput = ThemeOrder & { readonly name: string; readonly goal: string }

export type ThemeStarted = { readonly kind: 'done'; readonly themeId: number }

/** An order that holds: its play, unit and value as they are meant. */
export type CheckedOrder = {
  readonly kind: 'checked'
  readonly play: Play
  readonly unitId: string
  readonly value: Expression | undefined
}

/** A theme longer than this is not a theme but the daily work, which moments make. */
const daysMax = 366
const dayMs = 86_400_000

/** Who may start it, whether its play, days and conditions hold, and whether its unit lies within the person's region. */
export const checkTheme = async (
  db: Db,
  { actor, ...at }: Pick<Command, 'actor' | 'now' | 'timeZone'>,
  pack: Pack,
  order: ThemeOrder,
): Promise<CheckedOrder | Refusal> => {
  if (!can(actor, 'themes.manage')) return refuse('forbidden')
  const play = pack.plays.get(order.play)
  if (play === undefined) return refuse('unknown_play', order.play)
  const scope = await scopeOf(db, actor, at)
  const unitId = order.unit ?? (scope.kind === 'all' ? rootUnitId : actor.unitId)
  if (!(await holdsUnit(db, scope, unitId))) return refuse('not_found')
  const days = (Date.parse(order.endsOn) - Date.parse(order.startsOn)) / dayMs
  if (days < 0 || order.endsOn < localDay(at.now, at.timeZone)) return refuse('invalid_value', 'endsOn')
  if (days > daysMax) return refuse('too_large', `endsOn: ${daysMax}`)
  const condition = readExpression(pack, order.condition, 'flag')
  if (condition.problem !== undefined) return refuse('invalid_value', `condition: ${condition.problem}`)
  const value = readExpression(pack, order.value, 'number')
  if (value.problem !== undefined) return refuse('invalid_value', `value: ${value.problem}`)
  return { kind: 'checked', play, unitId, value: value.expression }
}

const holdsUnit = async (db: Db, scope: Scope, unitId: string): Promise<boolean> => {
  if (scope.kind === 'units') return scope.unitIds.includes(unitId)
  if (scope.kind !== 'all') return false
  return (await db.query('select from org_unit where unit_id = $1', [unitId])).length > 0
}

/** CEL over the wide row as a theme keeps it; an empty text is none. */
export const readExpression = (
  pack: Pack,
  text: string,
  type: Expression['type'],
): { readonly expression: Expression | undefined; readonly problem?: string } => {
  if (text.trim() === '') return { expression: undefined }
  const source = { position: { file: 'theme', line: 1, column: 1 }, path: '' }
  const { expression, issues } = parseExpression(text, customerScope(pack), source, type)
  if (expression === undefined) return { expression, problem: formatIssues(issues) }
  const personal = expression.names.find((name) => isPersonal(pack, name))
  return personal === undefined ? { expression } : { expression: undefined, problem: `${personal} is personal` }
}

/** A segment by a personal column would tell what a mask hides. */
const isPersonal = (pack: Pack, name: string): boolean =>
  pack.facts.get('customer')?.columns.some(({ id, sensitivity }) => id === name && sensitivity !== undefined) ?? false

/** Writes the theme down as `building`; whoever carries it out takes it with `takeTheme` and builds it. */
export const startTheme = (
  store: Store,
  command: Command,
  pack: Pack,
  input: StartThemeInput,
): Promise<ThemeStarted | Refusal> =>
  runOnce(store, command, { name: 'startTheme', input }, async (tx) => {
    const checked = await checkTheme(tx, command, pack, input)
    if (checked.kind === 'refused') return checked
    const { actor, now } = command
    const [row] = await tx.query<{ theme_id: number }>(
      `insert into theme (name, play, condition, value, unit_id, starts_on, ends_on, goal, pack_hash, created_by, created_by_name, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       returning theme_id`,
      [
        input.name,
        input.play,
        input.condition.trim(),
        input.value.trim(),
        checked.unitId,
        input.startsOn,
        input.endsOn,
        input.goal,
        pack.hash,
        actor.userId,
        actor.name,
        now,
      ],
    )
    if (row === undefined) throw new Error('The theme was not written.')
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'theme.start',
      subjectKind: 'theme',
      subjectId: String(row.theme_id),
      detail: { ...input, unit: checked.unitId },
    })
    return { kind: 'done', themeId: row.theme_id }
  })

/** Takes a theme that is to be built and that nobody builds: true for one caller only. */
export const takeTheme = async (db: Db, themeId: number, pid: number): Promise<boolean> =>
  (await db.execute("update theme set pid = $2 where theme_id = $1 and state = 'building' and pid is null", [
    themeId,
    pid,
  ])) === 1

/** `problem`: a word for why; `cut-off`, `segment`, `no-data-yet` or `failed`. */
export const failTheme = async (db: Db, themeId: number, problem: string): Promise<void> => {
  await db.execute("update theme set state = 'failed', problem = $2 where theme_id = $1 and state = 'building'", [
    themeId,
    problem,
  ])
}

/** Marks themes as failed whose process died while it built them; nothing of them was written. */
export const failAbandonedThemes = async (db: Db, isAlive: (pid: number) => boolean): Promise<readonly number[]> => {
  const building = await db.query<{ theme_id: number; pid: number }>(
    "select theme_id, pid from theme where state = 'building' and pid is not null order by theme_id",
  )
  const abandoned = building.filter(({ pid }) => !isAlive(pid)).map(({ theme_id }) => theme_id)
  for (const themeId of abandoned) await failTheme(db, themeId, 'cut-off')
  return abandoned
}
