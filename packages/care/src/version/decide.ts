import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { auditVersion, type VersionDone } from './draft.ts'
import { currentPublication, isMaker, lockVersion, type PackVersion } from './version.ts'

export type ApproveInput = {
  readonly packId: string
  readonly version: number
  /** The content that the approver looked at. */
  readonly hash: string
  /** The content as it was checked just now; null where it has mistakes. */
  readonly checkedHash: string | null
  /** Hash of the pack in force where nothing was published yet. */
  readonly shippedHash: string
}

/**
 * Approves what another person made and puts it in force, in one transaction. Refused: the maker's own, content other than the one looked at, content
 * with mistakes, and a version whose base is no longer in force.
 */
export const approveVersion = (store: Store, command: Command, input: ApproveInput): Promise<VersionDone | Refusal> =>
  runOnce(
    store,
    command,
    { name: 'approveVersion', input: { version: input.version, hash: input.hash } },
    async (tx) => {
      // Approvals and rollbacks of a pack wait for one another, so that each sees what is in force.
      await lockPublications(tx, input.packId)
      const submitted = await decidable(tx, command, input)
      if (submitted.kind === 'refused') return submitted
      const inForce = await currentPublication(tx, input.packId)
      if (submitted.found.base_hash !== (inForce?.hash ?? input.shippedHash)) return refuse('version_behind')
      if (input.checkedHash === null) return refuse('version_has_mistakes')
      if (submitted.found.hash !== input.hash || input.checkedHash !== input.hash) return refuse('content_differs')
      const { actor, now } = command
      await tx.execute(
        `update pack_version set state = 'published', approved_by = $2, approved_hash = $3, decided_by_name = $4, decided_at = $5, decided_by_staff = $6
         where version = $1`,
        [input.version, actor.userId, input.hash, actor.name, now, actor.staffId],
      )
      await putInForce(tx, command, { packId: input.packId, version: input.version, hash: input.hash, reason: null })
      await auditVersion(tx, command, input.version, 'studio.approved', { hash: input.hash })
      return { kind: 'done', version: input.version }
    },
  )

export const rejectVersion = (
  store: Store,
  command: Command,
  input: { readonly packId: string; readonly version: number; readonly reason: string },
): Promise<VersionDone | Refusal> =>
  runOnce(store, command, { name: 'rejectVersion', input }, async (tx) => {
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason_required')
    const submitted = await decidable(tx, command, input)
    if (submitted.kind === 'refused') return submitted
    const { actor, now } = command
    await tx.execute(
      `update pack_version set state = 'rejected', rejected_by = $2, decided_by_name = $3, decided_at = $4, reason = $5, decided_by_staff = $6
       where version = $1`,
      [input.version, actor.userId, actor.name, now, reason, actor.staffId],
    )
    await auditVersion(tx, command, input.version, 'studio.rejected', { reason })
    return { kind: 'done', version: input.version }
  })

/** `version` 0 is the shipped pack, whose hash `shippedHash` is. */
export type RollBackInput = {
  readonly packId: string
  readonly version: number
  readonly shippedHash: string
  readonly reason: string
}

/** Puts a version in force again that was published before; `unchanged` where it is. */
export const rollBack = (store: Store, command: Command, input: RollBackInput): Promise<VersionDone | Refusal> =>
  runOnce(store, command, { name: 'rollBack', input }, async (tx) => {
    if (!can(command.actor, 'studio.approve')) return refuse('forbidden')
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason_required')
    await lockPublications(tx, input.packId)
    const target = input.version === 0 ? undefined : await lockVersion(tx, input.packId, input.version)
    if (input.version !== 0 && target === undefined) return refuse('not_found', String(input.version))
    if (target !== undefined && target.state !== 'published') return refuse('version_state', target.state)
    const hash = target?.hash ?? input.shippedHash
    const inForce = await currentPublication(tx, input.packId)
    if ((inForce?.version ?? 0) === input.version && (inForce?.hash ?? input.shippedHash) === hash)
      return refuse('unchanged')
    await putInForce(tx, command, { packId: input.packId, version: target?.version ?? null, hash, reason })
    await auditVersion(tx, command, input.version, 'studio.rolled_back', { from: inForce?.version ?? 0, hash, reason })
    return { kind: 'done', version: input.version }
  })

const lockPublications = async (tx: Db, packId: string): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('pack_publication'), hashtext($1))`, [packId])
}

const decidable = async (
  tx: Db,
  { actor }: Command,
  { packId, version }: { readonly packId: string; readonly version: number },
): Promise<{ readonly kind: 'found'; readonly found: PackVersion } | Refusal> => {
  if (!can(actor, 'studio.approve')) return refuse('forbidden')
  const found = await lockVersion(tx, packId, version)
  if (found === undefined) return refuse('not_found', String(version))
  if (isMaker(found, actor)) return refuse('maker_is_checker')
  if (found.state !== 'submitted') return refuse('version_state', found.state)
  return { kind: 'found', found }
}

const putInForce = (
  tx: Db,
  { actor, now }: Command,
  of: {
    readonly packId: string
    readonly version: number | null
    readonly hash: string
    readonly reason: string | null
  },
): Promise<number> =>
  tx.execute(
    'insert into pack_publication (pack_id, version, hash, at, by_user, reason) values ($1, $2, $3, $4, $5, $6)',
    [of.packId, of.version, of.hash, now, actor.userId, of.reason],
  )
