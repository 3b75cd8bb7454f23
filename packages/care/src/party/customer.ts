import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'

/** The narrow snapshot of one customer; raw values, to be masked by the caller with `maskRow` and `customerSensitivity`. */
export type Customer = {
  readonly customer_id: string
  readonly name: string | null
  readonly phone: string | null
  readonly id_number: string | null
  readonly unit_id: string
  readonly unit_name: string | null
  readonly owner_id: string | null
  readonly owner_name: string | null
  readonly as_of: string
  readonly card: Record<string, unknown>
}

const customerSelect = `
  select customer_id, customer.name, phone, id_number, customer.unit_id, org_unit.name as unit_name,
    owner_id, staff.name as owner_name, as_of, card
  from customer
  left join org_unit on org_unit.unit_id = customer.unit_id
  left join staff on staff.staff_id = customer.owner_id`

const scopeColumns = { customer: 'customer.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }

/** Undefined for unknown and for foreign customers alike. */
export const findCustomer = async (db: Db, scope: Scope, customerId: string): Promise<Customer | undefined> => {
  const { sql, params } = scopePredicate(scope, scopeColumns, 2)
  const [customer] = await db.query<Customer>(
    `${customerSelect} where customer.customer_id = $1 and is_present and ${sql}`,
    [customerId, ...params],
  )
  return customer
}

/** Those of the named customers whom the scope holds, by id. */
export const findCustomers = async (
  db: Db,
  scope: Scope,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Customer>> => {
  const { sql, params } = scopePredicate(scope, scopeColumns, 2)
  const found = await db.query<Customer>(
    `${customerSelect} where customer.customer_id = any($1) and is_present and ${sql}`,
    [customerIds, ...params],
  )
  return new Map(found.map((customer) => [customer.customer_id, customer]))
}

/** By id, what masks need to know a customer in a text, also of those who are delivered no more; for texts alone, which scope has been asked for elsewhere. */
export const readNamed = async (
  db: Db,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Pick<Customer, 'name' | 'phone' | 'id_number'>>> => {
  const found = await db.query<Pick<Customer, 'customer_id' | 'name' | 'phone' | 'id_number'>>(
    'select customer_id, name, phone, id_number from customer where customer_id = any($1)',
    [customerIds],
  )
  return new Map(found.map((customer) => [customer.customer_id, customer]))
}

/** By part of the name, start of the customer id, or whole phone number; in order of customer id. */
export const searchCustomers = async (
  db: Db,
  scope: Scope,
  query: PageRequest & { readonly text: string },
): Promise<Page<Customer>> => {
  const text = query.text.trim()
  if (text === '') return { items: [] }
  const parameters = collectParameters()
  const escaped = text.replace(/[\\%_]/g, '\\$&')
  const { sql, params } = scopePredicate(scope, scopeColumns, 1)
  for (const param of params) parameters.add(param)
  const conditions = [
    sql,
    'is_present',
    `(customer.name ilike ${parameters.add(`%${escaped}%`)} or customer_id like ${parameters.add(`${escaped}%`)} or phone = ${parameters.add(text)})`,
  ]
  const [after] = decodeCursor(query.cursor, ['string']) ?? []
  if (after !== undefined) conditions.push(`customer_id > ${parameters.add(after)}`)
  const limit = limitOf(query)
  const rows = await db.query<Customer>(
    `${customerSelect} where ${conditions.join(' and ')} order by customer_id limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.customer_id])
}
