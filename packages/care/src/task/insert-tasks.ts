import type { Db } from '@tend/store'
import { instantAt, localDay } from '../days.ts'
import type { PlannedTask } from '../play/conflict.ts'
import { chooseAssignees } from './choose.ts'
import type { CreateContext } from './prepare.ts'
import { shuffleOf } from './shuffle.ts'

/** A plan on its way into the table; `jointOf`: the task beside which a company's manager gets it (S35). */
export type WrittenPlan = { readonly plan: PlannedTask; readonly jointOf: number | null }

/**
 * Writes tasks with what made them, by COPY into a staging table: two statements for any number. Each goes to whom `chooseAssignees` finds; where it finds
 * nobody it lies in its unit's pool. Unit and owner are those of the customer as they are in the snapshot. Answers how many were written.
 */
export const insertTasks = async (tx: Db, plans: readonly WrittenPlan[], context: CreateContext): Promise<number> => {
  if (plans.length === 0) return 0
  const assignees = await assignPlans(tx, plans, context)
  await tx.execute(stage)
  await tx.execute('truncate planned_task')
  await tx.copyIn('planned_task', columns, csvOf(plans, assignees, context))
  const [written] = await tx.query<{ count: number }>(insert, [context.runId, context.pack.hash, context.now])
  return written?.count ?? 0
}

const assignPlans = async (
  tx: Db,
  plans: readonly WrittenPlan[],
  { seed, now, timeZone, pack }: CreateContext,
): Promise<readonly (string | null)[]> => {
  const asked = plans.flatMap(({ plan }, index) =>
    plan.assign === 'pool' ? [] : [{ plan, assign: plan.assign, index }],
  )
  const choices = await chooseAssignees(
    tx,
    asked.map(({ plan, assign }) => ({
      customerId: plan.customerId,
      unitId: plan.unitId,
      assign,
      skill: plan.skill,
      effortMinutes: plan.effortMinutes,
      day: plan.notBeforeOn,
      unowned: pack.channels.get(plan.channel)?.isInPerson ? 'people' : pack.work.unowned,
    })),
    { seed, today: localDay(now, timeZone), minutesPerDay: pack.work.minutesPerDay },
  )
  const found = plans.map((): string | null => null)
  for (const [place, { index }] of asked.entries()) found[index] = choices[place]?.staffId ?? null
  return found
}

const columns = [
  'customer_id',
  'unit_id',
  'owner_id',
  'play',
  'purpose',
  'contact_label',
  'module',
  'skill',
  'channel',
  'assign',
  'assignee_id',
  'dedupe_key',
  'max_attempts',
  'value',
  'urgency',
  'chance',
  'effort_minutes',
  'service_value',
  'terms',
  'priority',
  'reasons',
  'conflict',
  'due_at',
  'not_before',
  'shuffle',
  'joint_of',
  'theme_id',
] as const

const stage = `
  create temp table if not exists planned_task (
    place bigint generated always as identity, customer_id text, unit_id text, owner_id text, play text, purpose text, contact_label text, module text,
    skill text, channel text, assign text, assignee_id text, dedupe_key text, max_attempts smallint, value bigint, urgency double precision,
    chance double precision, effort_minutes integer, service_value double precision, terms jsonb, priority double precision, reasons jsonb,
    conflict jsonb, due_at timestamptz, not_before timestamptz, shuffle bigint, joint_of bigint, theme_id bigint
  ) on commit drop`

const insert = `
  with written as (
    insert into task (customer_id, unit_id, owner_id, play, purpose, contact_label, module, skill, channel, assign, assignee_id, dedupe_key,
      max_attempts, value, urgency, chance, effort_minutes, service_value, terms, priority, reasons, conflict, due_at, not_before, shuffle, joint_of,
      theme_id, run_id, pack_hash, created_at)
    select planned_task.customer_id, coalesce(customer.unit_id, planned_task.unit_id), coalesce(customer.owner_id, planned_task.owner_id), play, purpose,
      contact_label, module, skill, channel, assign, assignee_id, dedupe_key, max_attempts, value, urgency, chance, effort_minutes, service_value, terms,
      priority, reasons, conflict, due_at, not_before, shuffle, joint_of, theme_id, $1, $2, $3
    from planned_task left join customer on customer.customer_id = planned_task.customer_id
    order by place
    on conflict (dedupe_key) do nothing
    returning task_id, customer_id, dedupe_key, reasons
  ), reasoned as (
    insert into task_reason (customer_id, play, moment, key, fired_on, moment_id, task_id)
    select written.customer_id, reason.play, reason.moment, reason.key, reason.fired_on, reason.moment_id, written.task_id
    from written, jsonb_to_recordset(reasons) as reason (play text, moment text, key text, fired_on date, moment_id text)
    on conflict do nothing
  )
  select count(*) from written`

/** The terms as the table keeps them. */
export const termsOf = ({ valueMinor, urgency, chance, effortMinutes, serviceValue, factors }: PlannedTask) => ({
  value: valueMinor,
  urgency,
  chance: chance ?? 0,
  effort_minutes: effortMinutes,
  service_value: serviceValue,
  terms: { chance, ...(factors === null ? {} : { factors }) },
})

const rowsAtOnce = 500

async function* csvOf(
  plans: readonly WrittenPlan[],
  assignees: readonly (string | null)[],
  context: CreateContext,
): AsyncGenerator<string> {
  const startOf = startOfDays(context.timeZone)
  for (let from = 0; from < plans.length; from += rowsAtOnce) {
    yield plans
      .slice(from, from + rowsAtOnce)
      .map((written, index) => csvRow(valuesOf(written, assignees[from + index] ?? null, context.seed, startOf)))
      .join('')
  }
}

const valuesOf = (
  { plan, jointOf }: WrittenPlan,
  assignee: string | null,
  seed: string,
  startOf: (day: string) => string,
): Readonly<Record<(typeof columns)[number], unknown>> => ({
  customer_id: plan.customerId,
  unit_id: plan.unitId,
  owner_id: plan.ownerId,
  play: plan.play,
  purpose: plan.purpose,
  contact_label: plan.contactLabel,
  module: plan.module,
  skill: plan.skill,
  channel: plan.channel,
  assign: assignee === null ? 'pool' : plan.assign,
  assignee_id: assignee,
  dedupe_key: plan.dedupeKey,
  max_attempts: plan.maxAttempts,
  ...termsOf(plan),
  priority: plan.priority,
  reasons: plan.reasons,
  conflict: plan.conflict,
  due_at: startOf(plan.dueOn),
  not_before: startOf(plan.notBeforeOn),
  shuffle: shuffleOf(seed, plan.dedupeKey),
  joint_of: jointOf,
  theme_id: plan.themeId,
})

const csvRow = (values: Readonly<Record<(typeof columns)[number], unknown>>): string =>
  `${columns.map((column) => csvField(values[column])).join(',')}\n`

const csvField = (value: unknown): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `"${text.replaceAll('"', '""')}"`
}

/** Thousands of tasks share a few days. */
const startOfDays = (timeZone: string): ((day: string) => string) => {
  const known = new Map<string, string>()
  return (day) => {
    const found = known.get(day) ?? instantAt(day, '00:00', timeZone).toISOString()
    known.set(day, found)
    return found
  }
}
