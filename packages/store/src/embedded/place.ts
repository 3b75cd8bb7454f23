import { createHash, randomBytes } from 'node:crypto'
import { chownSync, existsSync, lstatSync, mkdirSync, realpathSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Progress } from '../store.ts'
import { type Account, assertOwnFolder, isReachableByOthers } from './account.ts'

/** Where the server of one home lives: its folder, the cluster in it, and the folder of its socket. */
export type Place = { readonly folder: string; readonly data: string; readonly socket: string }

/** Unix socket paths end at 103 bytes on macOS and 107 on Linux. */
const socketPathBytesMax = 103
const fallbackRoot = '/var/lib/tend'

export const preparePlace = (home: string, account: Account, onProgress: Progress): Place => {
  mkdirSync(home, { recursive: true })
  const folder = prepareFolder(home, account, onProgress)
  return { folder, data: join(folder, 'data'), socket: prepareSocketFolder(folder, account) }
}

const prepareFolder = (home: string, account: Account, onProgress: Progress): string => {
  const folder = join(home, 'postgres')
  if (isDangling(folder)) unlinkSync(folder)
  if (!existsSync(folder)) {
    if (account === undefined || isReachableByOthers(home)) mkdirSync(folder, { mode: 0o700 })
    else linkElsewhere(folder, onProgress)
  }
  const real = realpathSync(folder)
  if (account !== undefined) chownSync(real, account.uid, account.gid)
  return real
}

const isDangling = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false }) !== undefined && !existsSync(path)

// Under a home that only root may enter, the server could not reach its own files. The random part keeps a home that was deleted and
// made again from finding the old data.
const linkElsewhere = (folder: string, onProgress: Progress): void => {
  mkdirSync(fallbackRoot, { recursive: true, mode: 0o755 })
  if (!isReachableByOthers(fallbackRoot)) {
    throw new Error(
      `PostgreSQL does not run as root, and its user cannot enter ${folder} or ${fallbackRoot}. Set TEND_HOME to a folder whose parents others may enter (chmod o+x), or start Tend as an ordinary user.`,
    )
  }
  const elsewhere = join(fallbackRoot, `postgres-${randomBytes(6).toString('hex')}`)
  mkdirSync(elsewhere, { mode: 0o700 })
  symlinkSync(elsewhere, folder)
  onProgress(`The database lives in ${elsewhere}, since its user may not enter ${folder}.`)
}

const prepareSocketFolder = (folder: string, account: Account): string => {
  const name = `tend-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  const path = [join(tmpdir(), name), join('/tmp', name)].find(
    (candidate) => Buffer.byteLength(join(candidate, '.s.PGSQL.5432')) <= socketPathBytesMax,
  )
  if (path === undefined)
    throw new Error(`The temporary folder ${tmpdir()} has too long a path for a socket: set TMPDIR to a shorter one.`)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  assertOwnFolder(path, account)
  if (account !== undefined) chownSync(path, account.uid, account.gid)
  return path
}
