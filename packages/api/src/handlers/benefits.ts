import {
  countGrants,
  customerSensitivity,
  findGrant,
  listGiftRegister,
  listGrants,
  maskRow,
  recordOffer,
  settleGrant,
} from '@tend/care'
import type { caseRoutes, Grant } from '@tend/contract'
import { type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { requireSnapshot } from '../find-customer.ts'
import { required } from '../outcome.ts'
import { pageRequest } from '../page-request.ts'
import type { Person } from '../person.ts'
import { presentGrant } from '../present/case.ts'
import { labelOf } from '../present/label.ts'
import { optionalRow, rowNumber } from '../row-number.ts'
import { unitsOf } from '../units-of.ts'

type Benefits = Extract<keyof typeof caseRoutes, `${string}Grant${string}` | 'offerBenefit' | 'listGiftRegister'>
type PersonCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }

export const benefitHandlers: Handlers<Benefits> = {
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

async function readGrant({ api, person, at }: PersonCall, grantId: number): Promise<Grant> {
  const grant = await findGrant(api.store, await person.scope(), at, grantId)
  if (grant === undefined) throw new ApiFailure('not-found')
  return presentGrant(api.pack, person.actor, grant)
}
