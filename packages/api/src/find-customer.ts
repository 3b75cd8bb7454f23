import { getCustomer, type StateRow } from '@tend/analysis'
import { findCustomer, type Customer as Snapshot } from '@tend/care'
import type { Call } from './call.ts'
import { ApiFailure } from './failure.ts'
import type { Person } from './person.ts'
import { scopeFilter } from './scope-filter.ts'

export type CustomerCall = Pick<Call, 'api' | 'signal'> & {
  readonly person: Person
  readonly params: { readonly customerId: string }
}

/** The customer's snapshot within the person's scope; unknown and foreign customers answer alike. */
export async function requireSnapshot({ api, person, params }: CustomerCall): Promise<Snapshot> {
  const snapshot = await findCustomer(api.store, await person.scope(), params.customerId)
  if (snapshot === undefined) throw new ApiFailure('not-found')
  return snapshot
}

type Found = { readonly snapshot: Snapshot; readonly row: StateRow; readonly asOf: string }

export async function requireCustomer(call: CustomerCall): Promise<Found> {
  const snapshot = await requireSnapshot(call)
  const filter = scopeFilter(await call.person.scope())
  return call.api.state.read(call.signal, async (state) => {
    const row = await getCustomer(state, call.params.customerId, filter)
    if (row === undefined) throw new ApiFailure('not-found')
    return { snapshot, row, asOf: state.asOf }
  })
}
