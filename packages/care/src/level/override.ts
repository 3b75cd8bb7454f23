import type { Pack, Scheme } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { holdInScope } from '../contact/lock.ts'
import { localDay } from '../days.ts'

export type OverrideInput = {
  readonly customerId: string
  readonly scheme: string
  /** Null holds the level that the customer has. */
  readonly level: string | null
  /** Last day on which it counts, `YYYY-MM-DD`. */
  readonly until: string
  readonly reason: string
}

/**
 * Gives a customer a level by hand, or holds the present one, until a day (G27). The next night reads it; a later one for the same
 * scheme replaces it. Refused for a scheme that is not `manual`, an unknown level, a day that has passed, or without a reason;
 * and where the scheme does not class the customer, which the caller knows by the customer's row (`isClassed`).
 */
export const overrideLevel = (
  store: Store,
  command: Command,
  scope: Scope,
  pack: Pick<Pack, 'schemes'>,
  input: OverrideInput,
  isClassed: (scheme: Scheme) => boolean = () => true,
): Promise<{ readonly kind: 'done'; readonly overrideId: number } | Refusal> =>
  runOnce(store, command, { name: 'overrideLevel', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'levels.override')) return refuse('forbidden')
    const scheme = pack.schemes.get(input.scheme)
    if (!scheme?.manual) return refuse('unknown_field', input.scheme)
    if (input.level !== null && !scheme.levels.some(({ id }) => id === input.level)) {
      return refuse('invalid_value', input.level)
    }
    const today = localDay(now, command.timeZone)
    if (input.until < today) return refuse('invalid_value', input.until)
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason_required')
    if ((await holdInScope(tx, scope, input.customerId)) === undefined) return refuse('not_found')
    if (!isClassed(scheme)) return refuse('not_classed', input.scheme)
    const [{ override_id = 0 } = {}] = await tx.query<{ override_id: number }>(
      `insert into level_override (customer_id, scheme, level, valid_from, until, reason, user_id, decided_by, decided_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning override_id`,
      [
        input.customerId,
        input.scheme,
        input.level,
        today,
        input.until,
        reason,
        actor.userId,
        actor.staffId ?? actor.name,
        now,
      ],
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'level.override',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { scheme: input.scheme, level: input.level, until: input.until },
    })
    return { kind: 'done', overrideId: override_id }
  })

export type Override = {
  readonly override_id: number
  readonly scheme: string
  readonly level: string | null
  readonly valid_from: string
  readonly until: string
  readonly reason: string
  readonly decided_by: string
}

/** Those of one customer that still count or will, the latest of each scheme. */
export const listOverrides = (db: Db, customerId: string, today: string): Promise<Override[]> =>
  db.query<Override>(
    `select distinct on (scheme) override_id, scheme, level, valid_from, until, reason, decided_by from level_override
     where customer_id = $1 and until >= $2
     order by scheme, override_id desc`,
    [customerId, today],
  )

/** A row of the `level_override` fact (packs/common). */
export type OverrideFact = {
  readonly override_id: string
  readonly customer_id: string
  readonly scheme: string
  readonly level: string | null
  readonly date: string
  readonly until: string
  readonly reason: string
  readonly decided_by: string
}

/** Overrides after the given id, oldest first, for the next night; as `exportContacts`. */
export const exportOverrides = (
  store: Store,
  from: { readonly afterId: number; readonly limit: number },
): Promise<{ readonly rows: readonly OverrideFact[]; readonly lastId: number }> =>
  store.transaction(async (tx) => {
    await tx.execute('lock table level_override in share mode')
    const found = await tx.query<Omit<OverrideFact, 'override_id'> & { readonly id: number }>(
      `select override_id as id, customer_id, scheme, level, valid_from as date, until, reason, decided_by
       from level_override where override_id > $1 order by override_id limit $2`,
      [from.afterId, from.limit],
    )
    // Of two on one day the greater id counts, and the lake compares ids as texts.
    const rows = found.map(({ id, ...row }) => ({ ...row, override_id: String(id).padStart(12, '0') }))
    return { rows, lastId: found.at(-1)?.id ?? from.afterId }
  })
