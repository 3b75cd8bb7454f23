import {
  countCases,
  type CareCase as Found,
  findCase,
  findCustomers,
  listCaseSteps,
  listCases,
  listHandOn,
  recordCase,
  stepCase,
  stepsOf,
} from '@tend/care'
import type { CareCase, caseRoutes } from '@tend/contract'
import { type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import { pageRequest } from '../page-request.ts'
import type { Person } from '../person.ts'
import { caseText, presentCase } from '../present/case.ts'
import { labelOf } from '../present/label.ts'
import { optionalRow, rowNumber } from '../row-number.ts'
import { unitsOf } from '../units-of.ts'
import { benefitHandlers } from './benefits.ts'

type PersonCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }

export const caseHandlers: Handlers<keyof typeof caseRoutes> = {
  ...benefitHandlers,

  listCases: async (call) => {
    const { api, person, query, at, request } = call
    const page = await listCases(api.store, person.actor, await person.scope(), at, {
      ...pageRequest(query),
      view: query.scope === 'mine' ? 'mine' : 'scope',
      state: query.state,
      kind: query.kind,
      assigneeId: query.assignee,
      customerId: query.customer,
      unitIds: await unitsOf(api, query.unit),
    })
    request.viewedCustomers = [...new Set(page.items.map(({ customer_id }) => customer_id))]
    const presenter = await presenterOf(call, page.items)
    return { items: page.items.map((found) => presentCase(presenter, found)), nextCursor: page.next ?? null }
  },

  countCases: async ({ api, person, query, at }) => {
    const view = query.scope === 'mine' ? 'mine' : 'scope'
    const kinds = await countCases(api.store, person.actor, await person.scope(), at, view)
    const total = (count: (kind: (typeof kinds)[number]) => number) => kinds.reduce((sum, kind) => sum + count(kind), 0)
    return {
      open: total(({ open }) => open),
      due: total(({ due }) => due),
      late: total(({ late }) => late),
      byKind: kinds.map(({ kind, open, late }) => ({ kind, label: labelOf(api.pack.cases, kind), open, late })),
    }
  },

  getCase: (call) => readCase(call, rowNumber(call.params.caseId)),

  openCase: async (call) => {
    const { api, params, body } = call
    const { idempotencyKey, contactId, visitId, taskId, ...input } = body
    const done = required(
      await recordCase(api.store, commandOf(call, idempotencyKey), api.pack, {
        ...input,
        customerId: params.customerId,
        contactId: optionalRow(contactId),
        visitId: optionalRow(visitId),
        taskId: optionalRow(taskId),
      }),
    )
    return readCase(call, done.caseId)
  },

  stepCase: async (call) => {
    const { idempotencyKey, ...step } = call.body
    const caseId = rowNumber(call.params.caseId)
    required(await stepCase(call.api.store, commandOf(call, idempotencyKey), call.api.pack, { ...step, caseId }))
    return readCase(call, caseId)
  },
}

async function presenterOf({ api, person, at }: PersonCall, cases: readonly Found[]) {
  const referrers = cases.flatMap(({ referrer_customer_id: id }) => (id === null ? [] : [id]))
  const known = await findCustomers(api.store, await person.scope(), referrers)
  const knownReferrers: ReadonlySet<string> = new Set(known.keys())
  return { pack: api.pack, actor: person.actor, directory: await api.directory(), at, knownReferrers }
}

async function readCase(call: PersonCall & Pick<Call, 'request'>, caseId: number): Promise<CareCase> {
  const { api, person } = call
  const { actor } = person
  const found = await findCase(api.store, await person.scope(), caseId)
  if (found === undefined) throw new ApiFailure('not-found')
  call.request.viewedCustomer = found.customer_id
  const presenter = await presenterOf(call, [found])
  const steps = await listCaseSteps(api.store, caseId)
  const people = await listHandOn(api.store, found.customer_id)
  const read = (text: string | null): string | null => (text === null ? null : caseText(actor, found, text))
  const idOf = (id: number | null): string | null => (id === null ? null : String(id))
  return {
    ...presentCase(presenter, found),
    answer: read(found.answer),
    explanation: read(found.explanation),
    contactId: idOf(found.contact_id),
    visitId: idOf(found.visit_id),
    taskId: idOf(found.task_id),
    steps: steps.map((step) => ({
      stepId: String(step.step_id),
      at: step.at,
      by: step.by_name,
      action: step.action,
      state: step.state,
      text: read(step.text),
      to:
        step.to_staff_id === null
          ? null
          : { staffId: step.to_staff_id, name: presenter.directory.staffName(step.to_staff_id) },
    })),
    may: stepsOf(actor, found),
    handOnTo: people
      .filter(({ staff_id }) => staff_id !== found.assignee_id)
      .map(({ staff_id, name }) => ({ staffId: staff_id, name })),
  }
}
