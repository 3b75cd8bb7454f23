import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { localDay } from '../days.ts'
import { readWorkingDays, workingDayAfter } from '../task/calendar.ts'
import { auditCase } from './audit.ts'
import { type CareCase, type CaseAction, type CaseDone, type CaseOutcome, type CaseState, stateAfter } from './case.ts'
import { findCase, listHandOn, stepsOf } from './queries.ts'

export type StepInput = {
  readonly caseId: number
  readonly action: CaseAction
  /** note, hand_on, answer, decline and reopen need it: what was done, why, what the customer was told. */
  readonly text?: string | undefined
  readonly toStaffId?: string | undefined
  /** Needed to close. */
  readonly outcome?: CaseOutcome | undefined
}

/** Takes a case one step further, as `case.ts` draws it. */
export const stepCase = (
  store: Store,
  command: Command,
  pack: Pick<Pack, 'cases'>,
  input: StepInput,
): Promise<CaseDone | Refusal> =>
  runOnce(store, command, { name: 'stepCase', input }, async (tx) => {
    const found = await lockCase(tx, command, input.caseId)
    if (found === undefined) return refuse('not_found')
    const state = stateAfter(found.state, input.action, found.needs_answer)
    if (state === undefined) return refuse('wrong_state', found.state)
    if (!stepsOf(command.actor, found).includes(input.action)) return refuse('forbidden')
    const problem = await problemOf(tx, found, input)
    if (problem) return problem
    await applyStep(tx, command, pack, { found, state, input })
    await tx.execute(
      'insert into case_step (case_id, at, user_id, action, state, text, to_staff_id) values ($1, $2, $3, $4, $5, $6, $7)',
      [
        found.case_id,
        command.now,
        command.actor.userId,
        input.action,
        state,
        input.text?.trim() || null,
        input.toStaffId ?? null,
      ],
    )
    await auditCase(tx, command, `case.${input.action}`, found, { state, outcome: input.outcome, to: input.toStaffId })
    return { kind: 'done', caseId: found.case_id, state }
  })

// The customer before the case, as everywhere.
const lockCase = async (tx: Db, command: Command, caseId: number): Promise<CareCase | undefined> => {
  if (!can(command.actor, 'cases.work')) return undefined
  await tx.query(
    'select customer_id from customer where customer_id = (select customer_id from care_case where case_id = $1) for update',
    [caseId],
  )
  await tx.query('select case_id from care_case where case_id = $1 for update', [caseId])
  return findCase(tx, await scopeOf(tx, command.actor, command), caseId)
}

const needsText: readonly CaseAction[] = ['note', 'hand_on', 'answer', 'decline', 'reopen']

const problemOf = async (tx: Db, found: CareCase, input: StepInput): Promise<Refusal | undefined> => {
  if (needsText.includes(input.action) && !input.text?.trim()) return refuse('reason_required', 'text')
  if (input.action === 'close' && input.outcome === undefined) return refuse('unknown_outcome', '')
  if (input.action !== 'hand_on') return undefined
  if (input.toStaffId === found.assignee_id) return refuse('unchanged')
  const people = await listHandOn(tx, found.customer_id)
  return people.some((person) => person.staff_id === input.toStaffId)
    ? undefined
    : refuse('unknown_staff', input.toStaffId)
}

type Step = { readonly found: CareCase; readonly state: CaseState; readonly input: StepInput }

const applyStep = async (
  tx: Db,
  { actor, now, timeZone }: Command,
  pack: Pick<Pack, 'cases'>,
  { found, state, input }: Step,
): Promise<void> => {
  const id = found.case_id
  const text = input.text?.trim() || null
  switch (input.action) {
    case 'note':
      return
    case 'start':
      // Work that lay with nobody is taken up by whoever begins it.
      await tx.execute('update care_case set state = $2, assignee_id = coalesce(assignee_id, $3) where case_id = $1', [
        id,
        state,
        actor.staffId,
      ])
      return
    case 'hand_on':
      await tx.execute('update care_case set assignee_id = $2 where case_id = $1', [id, input.toStaffId])
      return
    case 'answer':
      await tx.execute('update care_case set state = $2, answer = $3, answered_at = $4 where case_id = $1', [
        id,
        state,
        text,
        now,
      ])
      return
    case 'close':
    case 'decline':
      await tx.execute(
        `update care_case set state = $2, outcome = $3, explanation = case when $2 = 'declined' then $4 end, closed_at = $5, closed_by = $6
         where case_id = $1`,
        [id, state, input.action === 'close' ? input.outcome : null, text, now, actor.userId],
      )
      return
    case 'reopen': {
      const days = pack.cases.get(found.kind)?.dueWorkingDays ?? 1
      const dueOn = workingDayAfter(localDay(now, timeZone), days, await readWorkingDays(tx))
      await tx.execute(
        `update care_case set state = $2, due_on = $3, outcome = null, explanation = null, answer = null, answered_at = null, closed_at = null,
           closed_by = null
         where case_id = $1`,
        [id, state, dueOn],
      )
    }
  }
}
