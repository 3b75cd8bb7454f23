import { type Customer, findCustomers, maskRow } from '@tend/care'
import type { Api } from '../call.ts'
import type { Person } from '../person.ts'

/** Names for the rows of a list, masked by role; only of customers within the person's scope. */
export type NamedCustomers = {
  /** Those that are shown. */
  readonly ids: readonly string[]
  readonly name: (customerId: string) => string | null
  readonly unit: (unitId: string) => { unitId: string; name: string }
  /** The owner of today; `fallback` for a customer that the snapshot has not. */
  readonly owner: (customerId: string, fallback: string | null) => { staffId: string; name: string } | null
}

export async function customersShown(
  { api, person }: { readonly api: Api; readonly person: Person },
  customerIds: readonly string[],
): Promise<NamedCustomers> {
  const ids = [...new Set(customerIds)]
  const customers: ReadonlyMap<string, Customer> = await findCustomers(api.store, await person.scope(), ids)
  const directory = await api.directory()
  return {
    ids,
    name: (customerId) => maskRow(person.actor, { name: customers.get(customerId)?.name ?? null }, () => 'name').name,
    unit: (unitId) => ({ unitId, name: directory.unitName(unitId) }),
    owner: (customerId, fallback) => {
      const customer = customers.get(customerId)
      const staffId = customer === undefined ? fallback : customer.owner_id
      return staffId === null ? null : { staffId, name: directory.staffName(staffId) }
    },
  }
}
