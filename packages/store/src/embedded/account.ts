import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The user that the server runs as; undefined is the user of this process. */
export type Account = { readonly uid: number; readonly gid: number } | undefined

/** PostgreSQL refuses to run as root, so root hands it to `nobody`. */
export const serverAccount = (): Account => (process.getuid?.() === 0 ? findNobody() : undefined)

const findNobody = (): Account => {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

/** True when every folder from the root down to `path` lets other users pass; a home of 0700 above it would shut `nobody` out. */
export const isReachableByOthers = (path: string): boolean => {
  let folder = realpathSync(path)
  while (true) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    const parent = dirname(folder)
    if (parent === folder) return true
    folder = parent
  }
}

/** Refuses a folder in a public place (such as /tmp) that somebody else has put there before us. */
export const assertOwnFolder = (folder: string, account: Account): void => {
  const entry = lstatSync(resolve(folder))
  const permitted = [process.getuid?.(), account?.uid]
  if (entry.isDirectory() && permitted.includes(entry.uid) && (entry.mode & 0o022) === 0) return
  throw new Error(`${folder} belongs to somebody else or may be written by others: remove it and start again.`)
}
