import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'
import { grantScopeColumns } from './grant.ts'

/** What one customer was given in a year; `cost` in minor units. */
export type GiftRecipient = {
  readonly customer_id: string
  readonly customer_name: string | null
  readonly unit_id: string
  readonly given: number
  readonly cost: number
  readonly by_benefit: readonly { readonly benefit: string; readonly given: number; readonly cost: number }[]
}

/** The register of gifts: what was given in a local year and what it cost, by recipient, the dearest first (G72). */
export const listGiftRegister = async (
  db: Db,
  scope: Scope,
  query: PageRequest & { readonly year: number; readonly unitIds?: readonly string[] | undefined },
): Promise<Page<GiftRecipient>> => {
  const parameters = collectParameters()
  const predicate = scopePredicate(scope, grantScopeColumns, 1)
  for (const param of predicate.params) parameters.add(param)
  const conditions = [predicate.sql, `year = ${parameters.add(query.year)}`, "state = 'given'"]
  if (query.unitIds !== undefined) conditions.push(`customer.unit_id = any(${parameters.add(query.unitIds)}::text[])`)
  const [cost, id] = decodeCursor(query.cursor, ['number', 'string']) ?? []
  const after =
    id === undefined ? 'true' : `(-cost, customer_id) > (-${parameters.add(cost)}::bigint, ${parameters.add(id)})`
  const limit = limitOf(query)
  const rows = await db.query<GiftRecipient>(
    `with kinds as (
       select customer_id, customer.name as customer_name, customer.unit_id, benefit, count(*) as given, sum(cost) as cost
       from benefit_grant join customer using (customer_id)
       where ${conditions.join(' and ')} group by customer_id, customer.name, customer.unit_id, benefit
     ), recipients as (
       select customer_id, customer_name, unit_id, sum(given) as given, sum(cost)::bigint as cost,
         jsonb_agg(jsonb_build_object('benefit', benefit, 'given', given, 'cost', cost) order by benefit) as by_benefit
       from kinds group by customer_id, customer_name, unit_id
     )
     select * from recipients where ${after} order by cost desc, customer_id limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.cost, last.customer_id])
}
