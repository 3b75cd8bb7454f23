import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { isMaker, lockVersion, type PackVersion, type VersionEntry } from './version.ts'

export type VersionDone = { readonly kind: 'done'; readonly version: number }

/** What a draft is made of or brought up to: the pack in force with its changes. */
export type Base = { readonly version: number | null; readonly hash: string; readonly shippedHash: string }

export type DraftInput = {
  readonly packId: string
  readonly title: string
  readonly note?: string
  readonly base: Base
  readonly content: readonly VersionEntry[]
  /** Null where what is in force no longer fits the shipped pack, which was exchanged since. */
  readonly hash: string | null
}

/** Begins a draft that says what is in force, until its maker edits it. */
export const createDraft = (store: Store, command: Command, input: DraftInput): Promise<VersionDone | Refusal> =>
  runOnce(store, command, { name: 'createDraft', input: { title: input.title, note: input.note } }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'studio.edit')) return refuse('forbidden')
    const [made] = await tx.query<{ version: number }>(
      `insert into pack_version (pack_id, title, note, state, content, hash, shipped_hash, base_version, base_hash, created_by, created_by_name, created_at, created_by_staff)
       values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12) returning version`,
      [
        input.packId,
        input.title,
        input.note ?? null,
        JSON.stringify(input.content),
        input.hash,
        input.base.shippedHash,
        input.base.version,
        input.base.hash,
        actor.userId,
        actor.name,
        now,
        actor.staffId,
      ],
    )
    const version = made?.version ?? 0
    await auditVersion(tx, command, version, 'studio.draft_created', { title: input.title })
    return { kind: 'done', version }
  })

export type EditInput = {
  readonly packId: string
  readonly version: number
  readonly content: readonly VersionEntry[]
  /** Null while the whole has mistakes. */
  readonly hash: string | null
  /** The content that the edit began from, so that of two edits at once none is lost. */
  readonly from: readonly VersionEntry[]
  /** Brought up to what is in force. */
  readonly base?: Base
  /** What was edited, for the audit. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** Writes a draft's content; only its maker may. `version_state` for one that is no draft, `edited_meanwhile` where another edit came first. */
export const editDraft = (store: Store, command: Command, input: EditInput): Promise<VersionDone | Refusal> =>
  runOnce(store, command, { name: 'editDraft', input }, async (tx) => {
    const draft = await ownVersion(tx, command, input, ['draft'])
    if (draft.kind === 'refused') return draft
    if (!isSameContent(draft.found.content, input.from)) return refuse('edited_meanwhile')
    const { base } = input
    await tx.execute(
      `update pack_version set content = $2, hash = $3,
         base_version = case when $4 then $5::integer else base_version end,
         base_hash = coalesce($6, base_hash), shipped_hash = coalesce($7, shipped_hash)
       where version = $1`,
      [
        input.version,
        JSON.stringify(input.content),
        input.hash,
        base !== undefined,
        base?.version ?? null,
        base?.hash ?? null,
        base?.shippedHash ?? null,
      ],
    )
    await auditVersion(tx, command, input.version, 'studio.draft_edited', input.detail)
    return { kind: 'done', version: input.version }
  })

const isSameContent = (a: readonly VersionEntry[], b: readonly VersionEntry[]): boolean =>
  a.length === b.length &&
  a.every((entry, index) => {
    const other = b[index]
    return entry.kind === other?.kind && entry.id === other.id && entry.yaml === other.yaml
  })

export type SubmitInput = {
  readonly packId: string
  readonly version: number
  /** Of the content as it was checked just now; a draft with mistakes has none. */
  readonly hash: string | null
  readonly inForceHash: string
}

/** Hands a draft to a second person. Refused with mistakes, and where another version has been put in force since. */
export const submitVersion = (store: Store, command: Command, input: SubmitInput): Promise<VersionDone | Refusal> =>
  runOnce(store, command, { name: 'submitVersion', input: { version: input.version } }, async (tx) => {
    const draft = await ownVersion(tx, command, input, ['draft'])
    if (draft.kind === 'refused') return draft
    if (draft.found.base_hash !== input.inForceHash) return refuse('version_behind')
    if (input.hash === null) return refuse('version_has_mistakes')
    if (input.hash === input.inForceHash) return refuse('unchanged')
    if (draft.found.hash !== input.hash) return refuse('content_differs')
    await tx.execute(`update pack_version set state = 'submitted', submitted_at = $2 where version = $1`, [
      input.version,
      command.now,
    ])
    await auditVersion(tx, command, input.version, 'studio.submitted', { hash: input.hash })
    return { kind: 'done', version: input.version }
  })

/** Takes back a draft, or what was submitted before anybody decided. */
export const withdrawVersion = (
  store: Store,
  command: Command,
  input: { readonly packId: string; readonly version: number },
): Promise<VersionDone | Refusal> =>
  runOnce(store, command, { name: 'withdrawVersion', input }, async (tx) => {
    const own = await ownVersion(tx, command, input, ['draft', 'submitted'])
    if (own.kind === 'refused') return own
    await tx.execute(`update pack_version set state = 'withdrawn', decided_at = $2 where version = $1`, [
      input.version,
      command.now,
    ])
    await auditVersion(tx, command, input.version, 'studio.withdrawn', {})
    return { kind: 'done', version: input.version }
  })

const ownVersion = async (
  tx: Db,
  { actor }: Command,
  { packId, version }: { readonly packId: string; readonly version: number },
  states: readonly PackVersion['state'][],
): Promise<{ readonly kind: 'found'; readonly found: PackVersion } | Refusal> => {
  if (!can(actor, 'studio.edit')) return refuse('forbidden')
  const found = await lockVersion(tx, packId, version)
  if (found === undefined) return refuse('not_found', String(version))
  if (!isMaker(found, actor)) return refuse('not_the_maker')
  if (!states.includes(found.state)) return refuse('version_state', found.state)
  return { kind: 'found', found }
}

/** The audit row of a change to a version, in its transaction. */
export const auditVersion = (
  tx: Db,
  { actor, now }: Command,
  version: number,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> =>
  recordAudit(tx, {
    at: now,
    actor: actor.userId,
    action,
    subjectKind: 'pack_version',
    subjectId: String(version),
    detail,
  })
