import type { Db, Store } from '@tend/store'
import type { Actor } from './access/roles.ts'

/** A moment of judging: the instant and the institution's time zone, which fixes what `today` is. */
export type At = { readonly now: Date; readonly timeZone: string }

/**
 * Who does something, when, and under which idempotency key. The same person's same key gives the first result again and changes nothing;
 * keys are fresh random texts of the caller (a button pressed once is one key).
 */
export type Command = At & { readonly actor: Actor; readonly key: string }

/** Why a command was not carried out. Nothing was changed; the same key may be used again. */
export type RefusalCode =
  | 'forbidden'
  | 'not_found'
  | 'task_closed'
  | 'task_taken'
  | 'attempts_used'
  | 'too_early'
  | 'reason_required'
  | 'next_contact_required'
  | 'appointment_in_past'
  | 'unknown_outcome'
  | 'unknown_staff'
  | 'unknown_field'
  | 'invalid_value'
  | 'key_reused'
  | 'unchanged'

/** `detail` names what was wrong: a field, an id, a bound. */
export type Refusal = { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail?: string }

export const refuse = (code: RefusalCode, detail?: string): Refusal =>
  detail === undefined ? { kind: 'refused', code } : { kind: 'refused', code, detail }

/** One page of a list; `next` is the cursor of the following page, absent at the end. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next?: string }
export type PageRequest = { readonly cursor?: string; readonly limit?: number }

/**
 * Carries a command out once per person and key, in one transaction. Of two at once with the same key, the second waits on the first's row
 * and then reads its result. A refusal is rolled back, key and all.
 */
export const runOnce = async <Done extends { readonly kind: string }>(
  store: Store,
  command: Command,
  name: string,
  carryOut: (tx: Db) => Promise<Done | Refusal>,
): Promise<Done | Refusal> => {
  try {
    return await store.transaction(async (tx) => {
      const { userId } = command.actor
      const isFirst = await tx.execute(
        'insert into command (user_id, key, name, at) values ($1, $2, $3, $4) on conflict do nothing',
        [userId, command.key, name, command.now],
      )
      if (isFirst === 0) return await readResult<Done>(tx, command, name)
      const result = await carryOut(tx)
      if (isRefusal(result)) throw new RolledBack(result)
      await tx.execute('update command set result = $3 where user_id = $1 and key = $2', [
        userId,
        command.key,
        JSON.stringify(result),
      ])
      return result
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal
    throw error
  }
}

const isRefusal = (result: { readonly kind: string }): result is Refusal => result.kind === 'refused'

const readResult = async <Done>(tx: Db, command: Command, name: string): Promise<Done | Refusal> => {
  const [first] = await tx.query<{ name: string; result: Done }>(
    'select name, result from command where user_id = $1 and key = $2',
    [command.actor.userId, command.key],
  )
  if (first?.name !== name) return refuse('key_reused', first?.name)
  return first.result
}

class RolledBack extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}
