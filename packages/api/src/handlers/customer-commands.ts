import {
  addHelper,
  handOver,
  listHelpers,
  readForm,
  recordContact,
  removeHelper,
  reveal,
  saveAnswers,
} from '@tend/care'
import type { RouteResponse } from '@tend/contract'
import type { Form } from '@tend/pack'
import { type Api, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { requireSnapshot } from '../find-customer.ts'
import { required } from '../outcome.ts'
import { presentForm } from '../present/form.ts'

type Changing = 'saveForm' | 'recordContact' | 'revealField' | 'handOver' | 'addHelper' | 'removeHelper'

export const customerCommandHandlers: Handlers<Changing> = {
  saveForm: async (call) => {
    const { api, person, params, body } = call
    const form = requireForm(api, params.form)
    required(
      await saveAnswers(api.store, commandOf(call, body.idempotencyKey), await person.scope(), form, {
        customerId: params.customerId,
        answers: body.answers,
        isPurposeShown: body.purposeShown,
      }),
    )
    const state = await readForm(api.store, form, params.customerId)
    return presentForm(person.actor, form, state, await api.directory())
  },

  recordContact: async (call) => {
    const { api, person, params, body } = call
    const { idempotencyKey, note, contactLabel, purpose, opinions, ...contact } = body
    const done = required(
      await recordContact(api.store, commandOf(call, idempotencyKey), await person.scope(), api.pack, {
        ...contact,
        customerId: params.customerId,
        ...(note === undefined ? {} : { note }),
        ...(contactLabel === undefined ? {} : { contactLabel }),
        ...(purpose === undefined ? {} : { purpose }),
        ...(opinions === undefined ? {} : { opinions }),
      }),
    )
    return { contactId: String(done.contactId), caseIds: done.caseIds.map(String) }
  },

  revealField: async (call) => {
    const { api, params, body } = call
    const done = required(await reveal(api.store, commandOf(call), { customerId: params.customerId, ...body }))
    if (done.value === null) throw new ApiFailure('nothing-to-reveal')
    return { field: body.field, value: done.value }
  },

  handOver: async (call) => {
    const { api, params, body } = call
    const before = await requireSnapshot(call)
    required(
      await handOver(api.store, commandOf(call, body.idempotencyKey), {
        customerIds: [params.customerId],
        toStaffId: body.ownerId,
        reason: body.reason,
      }),
    )
    const directory = await api.directory()
    const ref = (staffId: string) => ({ staffId, name: directory.staffName(staffId) })
    return {
      customerId: params.customerId,
      owner: ref(body.ownerId),
      previous: before.owner_id === null ? null : ref(before.owner_id),
    }
  },

  addHelper: async (call) => {
    const { staffId, reason, idempotencyKey } = call.body
    const { customerId } = call.params
    required(await addHelper(call.api.store, commandOf(call, idempotencyKey), { customerId, staffId, reason }))
    return helpersOf(call.api, customerId)
  },

  removeHelper: async (call) => {
    const { customerId, staffId } = call.params
    const { reason, idempotencyKey } = call.body
    required(await removeHelper(call.api.store, commandOf(call, idempotencyKey), { customerId, staffId, reason }))
    return helpersOf(call.api, customerId)
  },
}

function requireForm(api: Api, id: string): Form {
  const form = api.pack.forms.get(id)
  if (form === undefined) throw new ApiFailure('not-found')
  return form
}

async function helpersOf(api: Api, customerId: string): Promise<RouteResponse<'addHelper'>> {
  const helpers = await listHelpers(api.store, customerId)
  return { helpers: helpers.map(({ staff_id, name }) => ({ staffId: staff_id, name })) }
}
