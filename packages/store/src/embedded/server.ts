import { type ChildProcess, spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Progress } from '../store.ts'
import { type Account, serverAccount } from './account.ts'
import { locateBinaries } from './binaries.ts'
import { type Place, preparePlace } from './place.ts'

/**
 * One PostgreSQL server a home, shared by every process that opens it.
 *
 * - Absent → `initdb` in a draft folder, renamed into place, so that a killed or a second start never leaves half a cluster.
 * - Stopped → spawned in a session of its own: neither Ctrl+C nor the death of this process takes it along.
 * - Answering (another process started it, or one that was killed) → used as it is.
 *
 * Of two starts at once, the lock file of PostgreSQL lets one server live; the other start finds it answering.
 */
export type Server = { readonly socket: string; readonly place: Place }

export type ServerOptions = {
  readonly home: string
  readonly onProgress: Progress
  /** False only for tests: without fsync a power cut may spoil the data. */
  readonly isDurable: boolean
}

export const superuser = 'tend'
const startSecondsMax = 60

export const startServer = async ({ home, onProgress, isDurable }: ServerOptions): Promise<Server> => {
  const account = serverAccount()
  const place = preparePlace(home, account, onProgress)
  const running = await findRunning(place)
  if (running) return running

  const binaries = locateBinaries(account)
  if (!existsSync(place.data)) {
    onProgress('Preparing the database (once) …')
    await createCluster(place, binaries, account)
  }
  removeStaleLock(place)
  return waitForServer(place, spawnServer(place, binaries, account, isDurable))
}

/** Asks the server to stop, with its clients' connections ended, and waits until it has. */
export const stopServer = async (place: Place): Promise<void> => {
  const pid = readLock(place)?.pid
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    return
  }
  for (let waited = 0; waited < 30_000 && existsSync(join(place.data, 'postmaster.pid')); waited += 20) await sleep(20)
  removeEmpty(place.socket)
}

// A socket in it belongs to the next start.
const removeEmpty = (folder: string): void => {
  try {
    rmdirSync(folder)
  } catch {}
}

/** Stops the server of a home, if one runs there. */
export const stopServerOf = async (home: string): Promise<void> => {
  const folder = join(home, 'postgres')
  const data = join(folder, 'data')
  const socket = readLock({ folder, data, socket: '' })?.socket
  if (socket !== undefined) await stopServer({ folder, data, socket })
}

const findRunning = async (place: Place): Promise<Server | undefined> => {
  const lock = readLock(place)
  if (lock === undefined || !(await answers(lock.socket))) return undefined
  return { socket: lock.socket, place }
}

// Lines of postmaster.pid: process, data folder, start, port, socket folder. The last are absent in the first instants of a start.
const readLock = (place: Place): { pid: number; socket: string } | undefined => {
  try {
    const [pid, , , , socket] = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(pid), socket: socket || place.socket }
  } catch {
    return undefined
  }
}

const answers = async (socket: string): Promise<boolean> => {
  const client = new pg.Client({ host: socket, user: superuser, database: 'postgres', connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

// PostgreSQL itself removes the lock of a dead process. What it cannot know: a process number that an unrelated program has got since
// (containers hand out the same small numbers again), and a dead server that nobody has collected (containers without an init).
const removeStaleLock = (place: Place): void => {
  const pid = readLock(place)?.pid
  if (pid === undefined) return
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const isServer = /^Name:\s*postgres$/m.test(status) && !/^State:\s*Z/m.test(status)
    if (!isServer) rmSync(join(place.data, 'postmaster.pid'), { force: true })
  } catch {
    // No such process, or no /proc: left to PostgreSQL.
  }
}

const createCluster = async (place: Place, binaries: string, account: Account): Promise<void> => {
  const draft = mkdtempSync(join(place.folder, 'draft-'))
  if (account) chownSync(draft, account.uid, account.gid)
  const args = ['-D', draft, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--locale=C']
  const child = spawn(join(binaries, 'bin', 'initdb'), args, {
    ...account,
    cwd: place.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { code, output } = await finished(child)
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true })
    throw new Error(
      `The database could not be prepared in ${place.folder}: ${output.trim().split('\n').slice(-3).join(' ')}`,
    )
  }
  try {
    renameSync(draft, place.data)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(place.data)) throw error
  }
}

const finished = (child: ChildProcess): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    let output = ''
    const collect = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.on('error', (cause) => reject(new Error(`PostgreSQL could not be run: ${cause.message}`, { cause })))
    child.on('close', (code) => resolve({ code, output }))
  })

const spawnServer = (place: Place, binaries: string, account: Account, isDurable: boolean): ChildProcess => {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: place.socket,
    unix_socket_permissions: '0700',
    max_connections: '200',
    shared_buffers: '256MB',
    // A night's publishing should not wait for checkpoints of its own.
    max_wal_size: '2GB',
    // Containers give 64 MB of shared memory, which parallel queries overrun.
    max_parallel_workers_per_gather: '0',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = ['-D', place.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const log = openSync(logFile(place), 'a', 0o600)
  const child = spawn(join(binaries, 'bin', 'postgres'), args, {
    ...account,
    cwd: place.folder,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  return child
}

const logFile = (place: Place): string => join(place.folder, 'server.log')

const waitForServer = async (place: Place, child: ChildProcess): Promise<Server> => {
  let failure: Error | undefined
  child.on('error', (error) => {
    failure = error
  })
  for (let waited = 0; waited < startSecondsMax * 1000; waited += 50) {
    const running = await findRunning(place)
    if (running) return running
    // Ours ends at once where another start was first; that one is then about to answer.
    const hasEnded = failure !== undefined || child.exitCode !== null
    if (hasEnded && readLock(place) === undefined) break
    await sleep(50)
  }
  throw new Error(`The database did not start. Its last words: ${lastWords(place) || failure?.message || 'none'}`, {
    cause: failure,
  })
}

const lastWords = (place: Place): string => {
  try {
    return readFileSync(logFile(place), 'utf8').trim().split('\n').slice(-3).join(' ')
  } catch {
    return ''
  }
}
