/**
 * A case: something that a customer said or was promised, followed up until it is closed.
 *
 *   open ── start ──▸ working ── answer ──▸ answered ── close ──▸ closed
 *
 * `answer` (the customer is told) also follows `open` at once; where the kind needs no answer, `close` follows `open` and `working`. From any of the
 * three `decline` ends it, with the explanation that the customer heard (S10: a commitment that cannot be kept is explained). `reopen` brings a
 * closed or declined one back to `working`. `hand_on` and `note` change no state. Whoever it lies with takes the steps, and the leaders and
 * supervisors above; everybody who sees the customer may add a note.
 */
export type CaseState = 'open' | 'working' | 'answered' | 'closed' | 'declined'
export type CaseAction = 'start' | 'note' | 'hand_on' | 'answer' | 'close' | 'decline' | 'reopen'
export type CaseOutcome = 'achieved' | 'not_achieved'

export type CaseDone = { readonly kind: 'done'; readonly caseId: number; readonly state: CaseState }

export const caseActions: readonly CaseAction[] = ['start', 'note', 'hand_on', 'answer', 'close', 'decline', 'reopen']

/** The state after a step; undefined where the step cannot be taken. */
export const stateAfter = (state: CaseState, action: CaseAction, needsAnswer: boolean): CaseState | undefined => {
  const isOver = state === 'closed' || state === 'declined'
  switch (action) {
    case 'start':
      return state === 'open' ? 'working' : undefined
    case 'note':
      return state
    case 'hand_on':
      return isOver ? undefined : state
    case 'answer':
      return state === 'open' || state === 'working' ? 'answered' : undefined
    case 'close':
      return state === 'answered' || (!needsAnswer && !isOver) ? 'closed' : undefined
    case 'decline':
      return isOver ? undefined : 'declined'
    case 'reopen':
      return isOver ? 'working' : undefined
  }
}

export type CareCase = {
  readonly case_id: number
  readonly customer_id: string
  readonly customer_name: string | null
  readonly customer_phone: string | null
  readonly customer_id_number: string | null
  readonly owner_id: string | null
  readonly unit_id: string
  readonly kind: string
  readonly text: string | null
  /** Values of the moment's sentence, where a play opened it. */
  readonly reason: Readonly<Record<string, unknown>>
  readonly state: CaseState
  readonly source: 'contact' | 'visit' | 'desk' | 'online' | 'play'
  readonly route: 'owner' | 'supervisor' | 'leader' | 'head_office'
  readonly needs_answer: boolean
  readonly assignee_id: string | null
  readonly assignee_name: string | null
  readonly referrer_staff_id: string | null
  readonly referrer_staff_name: string | null
  readonly referrer_customer_id: string | null
  readonly contact_id: number | null
  readonly visit_id: number | null
  readonly task_id: number | null
  readonly play: string | null
  readonly moment: string | null
  readonly received_at: string
  readonly due_on: string
  readonly outcome: CaseOutcome | null
  readonly answer: string | null
  readonly answered_at: string | null
  readonly explanation: string | null
  readonly opened_by: string
  readonly closed_at: string | null
}

/** The statement's start that reads a `CareCase`; conditions name `care_case.` and `customer.` columns. The unit is the customer's own. */
export const caseSelect = `
  select case_id, care_case.customer_id, customer.name as customer_name, customer.phone as customer_phone, customer.id_number as customer_id_number,
    customer.owner_id, customer.unit_id, care_case.kind, text, reason, state, source, route, needs_answer, assignee_id, assignee.name as assignee_name,
    referrer_staff_id, referrer.name as referrer_staff_name, referrer_customer_id, contact_id, visit_id, task_id, play, moment, received_at, due_on,
    outcome, answer, answered_at, explanation, opened_by, closed_at
  from care_case
  join customer using (customer_id)
  left join staff as assignee on assignee.staff_id = assignee_id
  left join staff as referrer on referrer.staff_id = referrer_staff_id`

export const caseScopeColumns = {
  customer: 'care_case.customer_id',
  unit: 'customer.unit_id',
  owner: 'customer.owner_id',
}
