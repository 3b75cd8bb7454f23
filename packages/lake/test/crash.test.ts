import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'

const script = join(import.meta.dirname, 'crash-ingest.ts')

/** Runs the delivery in a process of its own and kills it after the delay, if there is one. Returns null when it was killed. */
const run = async (
  root: string,
  files: readonly string[],
  index: number,
  killAfterMs?: number,
): Promise<number | null> => {
  const receivedAt = `2026-11-0${index + 1}T02:00:00Z`
  const args = ['--disable-warning=ExperimentalWarning', script, root, files[index] ?? '', receivedAt]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  if (killAfterMs !== undefined) {
    await Promise.race([sleep(killAfterMs), ended])
    child.kill('SIGKILL')
  }
  return ended
}

/** Every file of the lake with the hash of its content. */
const fingerprint = async (root: string): Promise<Record<string, string>> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const hashed = files.map(
    async (file) =>
      [
        relative(root, file),
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ] as const,
  )
  return Object.fromEntries(await Promise.all(hashed))
}

/** Three deliveries with good, bad and repeated rows over three months; the second corrects the first. */
const writeDeliveries = async (folder: string): Promise<readonly string[]> => {
  const row = (id: number, amount: number) =>
    `${id % 997 === 0 ? 'x' : id},C${id % 500},2026-${String(8 + (id % 3)).padStart(2, '0')}-1${id % 9},${amount}.5\n`
  const content = (count: number, amount: number) =>
    `transaction_id,customer_id,date,amount\n${Array.from({ length: count }, (_, id) => row(id, amount)).join('')}${row(5, 9)}`
  const files = ['t_20261031.csv', 'fix/t_20261031.csv', 'u.csv'].map((name) => join(folder, name.replace('/', '-')))
  await writeFile(files[0] ?? '', content(40_000, 1))
  await writeFile(files[1] ?? '', content(30_000, 2))
  await writeFile(files[2] ?? '', content(20_000, 3))
  return files
}

it('a delivery killed at any moment and delivered again leaves the bytes of an unbroken one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tend-crash-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const files = await writeDeliveries(folder)
  let wholeMs = 0
  for (const index of files.keys()) {
    const started = performance.now()
    expect(await run(join(folder, 'whole'), files, index)).toBe(0)
    wholeMs = performance.now() - started
  }
  const whole = await fingerprint(join(folder, 'whole'))
  expect(Object.keys(whole).filter((path) => path.startsWith('facts/')).length).toBeGreaterThanOrEqual(3)
  let seed = 7
  let kills = 0
  for (let round = 0; round < 4; round++) {
    const root = join(folder, `broken-${round}`)
    for (const index of files.keys()) {
      for (let attempt = 0; attempt < 2; attempt++) {
        seed = (seed * 48271) % 2147483647
        // The first third of a run is the start of Node.
        const delayMs = (0.3 + (seed / 2147483647) * 0.8) * wholeMs
        if ((await run(root, files, index, delayMs)) === null) kills++
      }
      expect(await run(root, files, index)).toBe(0)
    }
    expect(await fingerprint(root), `round ${round}`).toEqual(whole)
  }
  expect(kills).toBeGreaterThan(6)
}, 240_000)
