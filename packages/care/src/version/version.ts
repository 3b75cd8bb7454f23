import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'

/** One definition of a version, as it is written: a map of its id to its content. */
export type VersionEntry = { readonly kind: string; readonly id: string; readonly yaml: string }

export type VersionState = 'draft' | 'submitted' | 'published' | 'rejected' | 'withdrawn'

/**
 * A change to a pack: `content` laid over the shipped pack. draft → submitted → published; from submitted also rejected; from draft and submitted
 * also withdrawn. The maker edits, submits and withdraws; a second person approves or rejects. Settled versions never change.
 */
export type PackVersion = {
  readonly version: number
  readonly pack_id: string
  readonly title: string
  readonly note: string | null
  readonly state: VersionState
  readonly content: readonly VersionEntry[]
  /** Of the whole pack with these changes; null while it has mistakes. */
  readonly hash: string | null
  readonly shipped_hash: string
  /** Version in force when this one was made or last brought up to date; null for the shipped pack. */
  readonly base_version: number | null
  readonly base_hash: string
  readonly created_by: string
  /** The maker's place on the staff list, which another sign-in of the same person shares; null for who is not on it. */
  readonly created_by_staff: string | null
  readonly created_by_name: string
  readonly created_at: string
  readonly submitted_at: string | null
  readonly decided_by_name: string | null
  readonly decided_at: string | null
  readonly approved_by: string | null
  readonly rejected_by: string | null
  readonly reason: string | null
}

const columns = `version, pack_id, title, note, state, content, hash, shipped_hash, base_version, base_hash, created_by, created_by_staff, created_by_name, created_at,
  submitted_at, decided_by_name, decided_at, approved_by, rejected_by, reason`

/** Whether a person made a version, with whichever sign-in. */
export const isMaker = (
  { created_by, created_by_staff }: Pick<PackVersion, 'created_by' | 'created_by_staff'>,
  { userId, staffId }: Pick<Actor, 'userId' | 'staffId'>,
): boolean => created_by === userId || (staffId !== null && created_by_staff === staffId)

export const findVersion = async (db: Db, packId: string, version: number): Promise<PackVersion | undefined> => {
  const [found] = await db.query<PackVersion>(
    `select ${columns} from pack_version where pack_id = $1 and version = $2`,
    [packId, version],
  )
  return found
}

/** As `findVersion`, held until the transaction ends, so that of two decisions at once the second sees the first. */
export const lockVersion = async (tx: Db, packId: string, version: number): Promise<PackVersion | undefined> => {
  const [found] = await tx.query<PackVersion>(
    `select ${columns} from pack_version where pack_id = $1 and version = $2 for update`,
    [packId, version],
  )
  return found
}

/** Newest first. */
export const listVersions = async (db: Db, packId: string, page: PageRequest): Promise<Page<PackVersion>> => {
  const [before = null] = decodeCursor(page.cursor, ['number']) ?? []
  const limit = limitOf(page)
  const rows = await db.query<PackVersion>(
    `select ${columns} from pack_version
     where pack_id = $1 and ($2::integer is null or version < $2)
     order by version desc
     limit $3`,
    [packId, before, limit + 1],
  )
  return pageOf(rows, limit, (last) => [last.version])
}

/** What was put in force: a version, or with `version` null the shipped pack again. */
export type Publication = {
  readonly publication_id: number
  readonly version: number | null
  readonly hash: string
  readonly at: string
  readonly by_user: string
  readonly reason: string | null
}

/** The publication in force; undefined while nothing was ever published, when the shipped pack is. */
export const currentPublication = async (db: Db, packId: string): Promise<Publication | undefined> => {
  const [found] = await db.query<Publication>(
    `select publication_id, version, hash, at, by_user, reason from pack_publication
     where pack_id = $1 order by publication_id desc limit 1`,
    [packId],
  )
  return found
}

/** Versions by the hash under which they were in force; null where it was the shipped pack. */
export const publishedHashes = async (db: Db, packId: string): Promise<ReadonlyMap<string, number | null>> => {
  const rows = await db.query<{ hash: string; version: number | null }>(
    `select distinct on (hash) hash, version from pack_publication where pack_id = $1 order by hash, publication_id`,
    [packId],
  )
  return new Map(rows.map(({ hash, version }) => [hash, version]))
}
