import { link, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeFolder } from '../disk.ts'
import { LakeError } from '../errors.ts'

const pollMs = 50
let attempts = 0

/**
 * Keeps two ingests from interleaving. The lock is a file that names its process; a lock whose process is gone is taken over. It
 * appears whole, by a hard link, so that it is never seen without its process.
 */
export const withLock = async <T>(
  root: string,
  waitMs: number,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> => {
  await makeFolder(root)
  const lock = join(root, 'ingest.lock')
  const owner = `${process.pid} ${await startOf(process.pid)}`
  const mine = `${lock}.${process.pid}.${++attempts}`
  await writeFile(mine, owner)
  try {
    await take(lock, mine, waitMs, onWait)
  } finally {
    await unlink(mine)
  }
  try {
    await sweepLocks(root)
    return await work()
  } finally {
    await unlink(lock)
  }
}

/** A process that was killed while it waited leaves its own mark beside the lock. */
const sweepLocks = async (root: string): Promise<void> => {
  for (const name of await readdir(root)) {
    if (!name.startsWith('ingest.lock.')) continue
    const holder = await readFile(join(root, name), 'utf8').catch(() => undefined)
    if (holder !== undefined && !(await isAlive(holder))) await unlink(join(root, name)).catch(() => {})
  }
}

const take = async (lock: string, mine: string, waitMs: number, onWait: () => void): Promise<void> => {
  for (let waited = 0; ; waited += pollMs) {
    if (await tryLink(mine, lock)) return
    const holder = await readFile(lock, 'utf8').catch(() => undefined)
    if (holder === undefined) continue
    if (!(await isAlive(holder))) {
      await removeStale(lock, holder)
      continue
    }
    if (waited >= waitMs) {
      const pid = holder.split(' ')[0]
      throw new LakeError('busy', {
        zh: `另一个导入（进程 ${pid}）正在进行，请在其结束后重试。`,
        en: `Another import (process ${pid}) is running. Try again when it has finished.`,
      })
    }
    onWait()
    await sleep(pollMs)
  }
}

const tryLink = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** A process number may be given anew after a restart of the machine, so the lock also names the start of its process (Linux). */
const isAlive = async (holder: string): Promise<boolean> => {
  const [pid = '', start = ''] = holder.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return (await startOf(Number(pid))) === start
}

const startOf = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

/** Moves the lock aside before deleting it: if another process took it over in between, that one's lock is put back. */
const removeStale = async (lock: string, holder: string): Promise<void> => {
  const aside = `${lock}.stale.${process.pid}.${++attempts}`
  try {
    await rename(lock, aside)
  } catch {
    return
  }
  if ((await readFile(aside, 'utf8')) !== holder) await tryLink(aside, lock)
  await unlink(aside)
}
