import { createHash } from 'node:crypto'
import type { Db, Store } from '@tend/store'
import { type Actor, can } from '../access/roles.ts'
import { type Command, type Refusal, refuse } from '../command.ts'
import { type ImportedCall, importCallResults } from './import-results.ts'
import type { CallResult } from './read-results.ts'
import type { ImportOptions, ImportPack } from './work-call.ts'

/** A large file on its way in. `refused_rows` are the first of those that could not be used. */
export type DiallerImport = {
  readonly import_id: string
  readonly state: 'running' | 'done' | 'failed'
  readonly total: number
  readonly done: number
  readonly known: number
  readonly refused: number
  readonly refused_rows: readonly ImportedCall[]
  readonly problem: string | null
}

const columns = 'import_id, state, total, done, known, refused, refused_rows, problem'
const refusedRowsMax = 1000

export type StartImport = {
  readonly importId: string
  readonly content: Uint8Array
  readonly options: ImportOptions
  readonly total: number
  readonly pid: number
}

/**
 * Writes down that a file begins to be taken in; `isNew` says that the caller has to carry it out. The same file of the same person is the import that is under way,
 * or the one of which nothing was refused. Another one under way is `busy`.
 */
export const startDiallerImport = async (
  store: Store,
  { actor, now }: Omit<Command, 'key'>,
  { importId, content, options, total, pid }: StartImport,
): Promise<{ readonly kind: 'done'; readonly importId: string; readonly isNew: boolean } | Refusal> => {
  if (!can(actor, 'dialler.exchange')) return refuse('forbidden')
  const hash = createHash('sha256').update(JSON.stringify(options)).update(content).digest('hex')
  return store.transaction(async (tx) => {
    await tx.execute('lock table dialler_import in share row exclusive mode')
    const [same] = await tx.query<{ import_id: string }>(
      `select import_id from dialler_import
       where file_hash = $1 and started_by = $2 and (state = 'running' or (state = 'done' and refused = 0))
       order by started_at desc limit 1`,
      [hash, actor.userId],
    )
    if (same !== undefined) return { kind: 'done', importId: same.import_id, isNew: false }
    const added = await tx.execute(
      `insert into dialler_import (import_id, file_hash, started_by, started_at, pid, state, total) values ($1, $2, $3, $4, $5, 'running', $6)
       on conflict (state) where state = 'running' do nothing`,
      [importId, hash, actor.userId, now, pid, total],
    )
    return added === 0 ? refuse('busy') : { kind: 'done', importId, isNew: true }
  })
}

/**
 * Carries a started import out, chunk by chunk, and notes how far it is; what goes wrong stands in its row and is thrown. Where the database is away, the row is found to be cut
 * off by who looks next (`failAbandonedImports`).
 */
export const runDiallerImport = async (
  store: Store,
  command: Omit<Command, 'key'>,
  pack: ImportPack,
  rows: readonly CallResult[],
  { importId, options }: Pick<StartImport, 'importId' | 'options'>,
): Promise<void> => {
  try {
    await importCallResults(store, command, pack, rows, options, (calls) => noteChunk(store, importId, calls))
    await endImport(store, importId, null, command.now)
  } catch (error) {
    await endImport(store, importId, 'failed', command.now).catch(() => {})
    throw error
  }
}

const noteChunk = async (db: Db, importId: string, calls: readonly ImportedCall[]): Promise<void> => {
  const count = (state: ImportedCall['state']) => calls.filter((call) => call.state === state).length
  await db.execute(
    `update dialler_import set done = done + $2, known = known + $3, refused = refused + $4,
       refused_rows = case when jsonb_array_length(refused_rows) < $6 then refused_rows || $5::jsonb else refused_rows end
     where import_id = $1`,
    [
      importId,
      count('done'),
      count('known'),
      count('refused'),
      JSON.stringify(calls.filter(({ state }) => state === 'refused')),
      refusedRowsMax,
    ],
  )
}

const endImport = (db: Db, importId: string, problem: string | null, now: Date): Promise<number> =>
  db.execute(
    `update dialler_import set state = case when $2::text is null then 'done' else 'failed' end, problem = $2, finished_at = $3
     where import_id = $1 and state = 'running'`,
    [importId, problem, now],
  )

/** One's own import. */
export const findDiallerImport = async (
  db: Db,
  { userId }: Pick<Actor, 'userId'>,
  importId: string,
): Promise<DiallerImport | undefined> => {
  const [found] = await db.query<DiallerImport>(
    `select ${columns} from dialler_import where import_id = $1 and started_by = $2`,
    [importId, userId],
  )
  return found
}

/** Marks imports as failed that nobody carries out any more: the same file again finishes them. `isAlive` answers for an import and the process that began it. */
export const failAbandonedImports = async (
  db: Db,
  { now, isAlive }: { readonly now: Date; readonly isAlive: (pid: number, importId: string) => boolean },
): Promise<void> => {
  const running = await db.query<{ import_id: string; pid: number }>(
    "select import_id, pid from dialler_import where state = 'running'",
  )
  for (const { import_id, pid } of running)
    if (!isAlive(pid, import_id)) await endImport(db, import_id, 'interrupted', now)
}
