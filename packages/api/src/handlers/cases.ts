import {
  countCases,
  countGrants,
  customerSensitivity,
  type CareCase as Found,
  findCase,
  findCustomers,
  findGrant,
  listCaseSteps,
  listCases,
  listGiftRegister,
  listGrants,
  listHandOn,
  maskRow,
  recordCase,
  recordOffer,
  settleGrant,
  stepCase,
  stepsOf,
  subtreeOf,
} from '@tend/care'
import type { CareCase, caseRoutes, Grant, Label } from '@tend/contract'
import { type Api, type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { requireSnapshot } from '../find-customer.ts'
import { required } from '../outcome.ts'
import { pageRequest } from '../page-request.ts'
import type { Person } from '../person.ts'
import { caseText, presentCase, presentGrant } from '../present/case.ts'
import { optionalRow, rowNumber } from '../row-number.ts'

type PersonCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }

export const caseHandlers: Handlers<keyof typeof caseRoutes> = {
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

  listGrants: async ({ api, person, query, at, request }) => {
    const page = await listGrants(api.store, await person.scope(), at, {
      ...pageRequest(query),
      state: query.state,
      toApprove: query.toApprove === 'true',
      unitIds: await unitsOf(api, query.unit),
    })
    request.viewedCustomers = [...new Set(page.items.map(({ customer_id }) => customer_id))]
    return {
      items: page.items.map((grant) => presentGrant(api.pack, person.actor, grant)),
      nextCursor: page.next ?? null,
    }
  },

  listCustomerGrants: async (call) => {
    const { api, person, params, at } = call
    await requireSnapshot(call)
    const { customerId } = params
    const page = await listGrants(api.store, await person.scope(), at, { customerId, limit: 200 })
    const used = await countGrants(api.store, customerId, at)
    return {
      items: page.items.map((grant) => presentGrant(api.pack, person.actor, grant)),
      left: [...api.pack.benefits.values()].map(({ id, label, perYear }) => ({
        benefit: id,
        label,
        left: Math.max(0, perYear - (used.get(id) ?? 0)),
        perYear,
      })),
      mayOffer: person.may('contacts.record'),
    }
  },

  offerBenefit: async (call) => {
    const { api, params, body } = call
    const done = required(
      await recordOffer(api.store, commandOf(call, body.idempotencyKey), api.pack, {
        customerId: params.customerId,
        benefit: body.benefit,
        taskId: optionalRow(body.taskId),
      }),
    )
    return readGrant(call, done.grantId)
  },

  settleGrant: async (call) => {
    const grantId = rowNumber(call.params.grantId)
    const { idempotencyKey, ...step } = call.body
    required(await settleGrant(call.api.store, commandOf(call, idempotencyKey), { ...step, grantId }))
    return readGrant(call, grantId)
  },

  listGiftRegister: async ({ api, person, query, request }) => {
    const page = await listGiftRegister(api.store, await person.scope(), {
      ...pageRequest(query),
      year: query.year,
      unitIds: await unitsOf(api, query.unit),
    })
    const directory = await api.directory()
    request.viewedCustomers = page.items.map(({ customer_id }) => customer_id)
    return {
      items: page.items.map(({ customer_id, customer_name, unit_id, given, cost, by_benefit }) => ({
        customer: {
          customerId: customer_id,
          name: maskRow(person.actor, { customer_name }, customerSensitivity).customer_name,
        },
        unit: { unitId: unit_id, name: directory.unitName(unit_id) },
        given,
        costMinor: cost,
        byBenefit: by_benefit.map((each) => ({
          benefit: each.benefit,
          label: labelOf(api.pack.benefits, each.benefit),
          given: each.given,
          costMinor: each.cost,
        })),
      })),
      nextCursor: page.next ?? null,
    }
  },
}

const labelOf = (definitions: ReadonlyMap<string, { readonly label: Label }>, id: string): Label =>
  definitions.get(id)?.label ?? { zh: id, en: id }

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

async function readGrant({ api, person, at }: PersonCall, grantId: number): Promise<Grant> {
  const grant = await findGrant(api.store, await person.scope(), at, grantId)
  if (grant === undefined) throw new ApiFailure('not-found')
  return presentGrant(api.pack, person.actor, grant)
}

/** A unit and all below it; scope narrows it further. */
const unitsOf = async (api: Api, unit: string | undefined): Promise<readonly string[] | undefined> =>
  unit === undefined ? undefined : subtreeOf(api.store, unit)
