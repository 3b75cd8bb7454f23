import type { Store } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { At } from '../command.ts'
import type { Parameters } from '../parameters.ts'
import { judgeContacts } from './judge.ts'
import { type Pair, renderJudgement } from './render.ts'
import type { PolicyPack, RefusalReason, Verdict } from './verdict.ts'
import { windowsOf } from './windows.ts'

/** Whom a board is about: the customers of a scope, narrowed to units where these are given, for one channel and purpose. */
export type BoardQuestion = Pair & {
  readonly scope: Scope
  readonly unitIds?: readonly string[]
}

/** Customers of one unit and level, by the first reason that speaks against a contact; `code` null: they may be contacted. */
export type PolicyCount = {
  readonly unit_id: string
  /** Of a rules scheme each tag counts for itself, so that a customer may be counted twice; null: without a level. */
  readonly level: string | null
  readonly code: RefusalReason | null
  readonly customers: number
  /** Of these, those with fewer reached contacts than their level may expect. */
  readonly below_minimum: number
}

/** How many customers may be contacted at the instant, by unit and level; the hour is left aside. One pass over the scope, whatever its size. */
export const countPolicy = (
  store: Store,
  pack: PolicyPack,
  question: BoardQuestion & { readonly scheme: string },
  at: At,
): Promise<PolicyCount[]> =>
  store.transaction(async (tx) => {
    // Joins of whole tables: in memory they take half the time.
    await tx.execute("set local work_mem = '64MB'")
    const { sql, params } = renderJudgement(pack, {
      pairs: [question],
      windows: windowsOf(pack, at.now, at.timeZone),
      asked: (p) => renderScope(question, p),
      select: (p) => `
        select unit_id, level, code, count(*) as customers, count(*) filter (where is_below and code is distinct from 'absent') as below_minimum
        from judged
        left join lateral unnest(string_to_array(nullif(card ->> ${p.add(question.scheme)}, ''), ',')) as level on true
        group by unit_id, level, code
        order by unit_id, level, code`,
    })
    return tx.query<PolicyCount>(sql, params)
  })

export type PolicyGroup = 'reachable' | 'below-minimum' | RefusalReason

export type PolicyListQuestion = BoardQuestion & {
  readonly group: PolicyGroup
  readonly level?: { readonly scheme: string; readonly level: string }
  readonly after?: string
  readonly limit: number
}

export type PolicyCustomer = {
  readonly customer_id: string
  readonly name: string | null
  readonly unit_id: string
  readonly owner_id: string | null
  readonly verdict: Verdict
}

/** The customers behind a count, by id, with the verdict without the hour; `limit` of them at most. Names are raw. */
export const listPolicyCustomers = async (
  store: Store,
  pack: PolicyPack,
  question: PolicyListQuestion,
  at: At,
): Promise<PolicyCustomer[]> => {
  const { group, level, limit, channel, purpose } = question
  const { sql, params } = renderJudgement(pack, {
    pairs: [question],
    windows: windowsOf(pack, at.now, at.timeZone),
    asked: (p) => renderScope(question, p),
    select: (p) => {
      const conditions = [
        group === 'below-minimum'
          ? "is_below and code is distinct from 'absent'"
          : group === 'reachable'
            ? 'code is null'
            : `code = ${p.add(group)}`,
      ]
      if (level)
        conditions.push(`string_to_array(card ->> ${p.add(level.scheme)}, ',') @> array[${p.add(level.level)}]::text[]`)
      return `select customer_id, name, unit_id, owner_id from judged where ${conditions.join(' and ')} order by customer_id limit ${p.add(limit)}`
    },
  })
  const found = await store.query<Omit<PolicyCustomer, 'verdict'>>(sql, params)
  const asks = found.map(({ customer_id }) => ({ customerId: customer_id, channel, purpose, at: at.now }))
  const verdicts = await judgeContacts(store, pack, asks, { hour: false, timeZone: at.timeZone })
  return found.flatMap((customer, index) => {
    const verdict = verdicts[index]
    return verdict === undefined ? [] : [{ ...customer, verdict }]
  })
}

const renderScope = (
  { scope, unitIds, ...question }: BoardQuestion & { readonly after?: string },
  p: Parameters,
): string => {
  const columns = { customer: 'customer_id', unit: 'unit_id', owner: 'owner_id' }
  const { sql, params } = scopePredicate(scope, columns, p.values.length + 1)
  for (const param of params) p.add(param)
  const conditions = ['is_present', sql]
  if (unitIds !== undefined) conditions.push(`unit_id = any(${p.add(unitIds)}::text[])`)
  if (question.after !== undefined) conditions.push(`customer_id > ${p.add(question.after)}`)
  return `select (row_number() over ())::int as ordinal, customer_id, 1 as pair, null::bigint as message_id, false as is_agreed
    from customer where ${conditions.join(' and ')}`
}
