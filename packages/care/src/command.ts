import { createHash } from 'node:crypto'
import type { Db, How, Store } from '@tend/store'
import type { Actor } from './access/roles.ts'

/** A moment of judging: the instant and the institution's time zone, which fixes what `today` is. */
export type At = { readonly now: Date; readonly timeZone: string }

/**
 * Who does something, when, and under which idempotency key. The same person's same key gives the first result again and changes nothing;
 * keys are fresh random texts of the caller (a button pressed once is one key). `recordedAt` is the clock of who writes down what happened at `now`, where that is earlier.
 */
export type Command = At & { readonly actor: Actor; readonly key: string; readonly recordedAt?: Date }

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
  | 'busy'
  | 'maker_is_checker'
  | 'not_the_maker'
  | 'content_differs'
  | 'edited_meanwhile'
  | 'version_has_mistakes'
  | 'version_behind'
  | 'version_state'
  | 'unknown_segment'
  | 'name_taken'
  | 'not_permitted'
  | 'unknown_purpose'
  | 'unknown_channel'
  | 'unknown_template'
  | 'lint_failed'
  | 'wrong_state'
  | 'unknown_case'
  | 'unknown_play'
  | 'unknown_benefit'
  | 'limit_reached'
  | 'too_large'
  | 'overlap'
  | 'not_classed'

/** `detail` names what was wrong: a field, an id, a bound. */
export type Refusal = { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail?: string }

export const refuse = (code: RefusalCode, detail?: string): Refusal =>
  detail === undefined ? { kind: 'refused', code } : { kind: 'refused', code, detail }

/** One page of a list; `next` is the cursor of the following page, absent at the end. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next?: string }
export type PageRequest = { readonly cursor?: string; readonly limit?: number }

/** What is to be done, as the caller gave it. */
export type Ordered = {
  readonly name: string
  readonly input: object
  /** Of commands about a single thing that are given thousands of times an hour (`Store.transaction`). */
  readonly how?: How
}

/**
 * Carries a command out once per person and key, in one transaction. Of two at once with the same key, the second waits on the first's row
 * and then reads its result. A refusal is rolled back, key and all. The same key with another `input` is `key_reused`: to answer it with the first
 * result would lose what was meant.
 */
export const runOnce = async <Done extends { readonly kind: string }>(
  store: Store,
  command: Command,
  { name, input, how }: Ordered,
  carryOut: (tx: Db) => Promise<Done | Refusal>,
): Promise<Done | Refusal> => {
  try {
    return await store.transaction(async (tx) => {
      const { userId } = command.actor
      const inputHash = hashOf(input)
      const isFirst = await tx.execute(
        'insert into command (user_id, key, name, at, input_hash) values ($1, $2, $3, $4, $5) on conflict do nothing',
        [userId, command.key, name, command.now, inputHash],
        { isPrepared: true },
      )
      if (isFirst === 0) return await readResult<Done>(tx, command, name, inputHash)
      const result = await carryOut(tx)
      if (isRefusal(result)) throw new RolledBack(result)
      await tx.execute(
        'update command set result = $3 where user_id = $1 and key = $2',
        [userId, command.key, JSON.stringify(result)],
        { isPrepared: true },
      )
      return result
    }, how)
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal
    throw error
  }
}

/** SHA-256 of an input, names in order, so that two writings of the same input are one. */
export const hashOf = (input: object): string =>
  createHash('sha256')
    .update(
      JSON.stringify(input, (_name, value: unknown) =>
        isPlain(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
      ),
    )
    .digest('hex')

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isRefusal = (result: { readonly kind: string }): result is Refusal => result.kind === 'refused'

const readResult = async <Done>(tx: Db, command: Command, name: string, inputHash: string): Promise<Done | Refusal> => {
  const [first] = await tx.query<{ name: string; result: Done; input_hash: string | null }>(
    'select name, result, input_hash from command where user_id = $1 and key = $2',
    [command.actor.userId, command.key],
  )
  if (first?.name !== name || (first.input_hash ?? inputHash) !== inputHash) return refuse('key_reused', first?.name)
  return first.result
}

class RolledBack extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}
