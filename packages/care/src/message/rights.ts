import type { Actor } from '../access/roles.ts'
import { type Predicate, type Scope, scopePredicate } from '../access/scope.ts'

const columns = { customer: 'message.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }

/**
 * Which messages a person reaches: those of the customers in scope. An administrator has no customers and reaches every message, but reads nothing
 * of whom it went to or what it says (`readsMessages`).
 */
export const messagePredicate = (actor: Actor, scope: Scope, firstParam: number): Predicate =>
  isBlind(actor) ? { sql: 'true', params: [] } : scopePredicate(scope, columns, firstParam)

/** Whether text, name and address of messages may be shown at all (masked by role). */
export const readsMessages = (actor: Actor): boolean => !isBlind(actor)

const isBlind = (actor: Actor): boolean => actor.role === 'admin'
