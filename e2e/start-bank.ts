import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const program = join(dirname(here), 'packages', 'cli', 'bin', 'tend.ts')

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const untilReady = async (address: string, bank: ChildProcess, log: () => string): Promise<void> => {
  const end = Date.now() + 180_000
  while (Date.now() < end) {
    if (bank.exitCode !== null) throw new Error(`The bank did not start:\n${log()}`)
    const answer = await fetch(`${address}/health`).catch(() => undefined)
    if (answer?.ok && ((await answer.json()) as { ready: boolean }).ready) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`The bank was not ready in three minutes:\n${log()}`)
}

/** Starts the program as a person would, on a fresh home with a small bank, and stops it after the last journey. */
const startBank = async (): Promise<() => Promise<void>> => {
  const home = mkdtempSync(join(tmpdir(), 'tend-e2e-'))
  const port = await freePort()
  const { DATABASE_URL: _server, ...environment } = process.env
  const bank = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, 'start', '--pack', join(here, 'pack'), '--customers', '2000'],
    {
      env: { ...environment, TEND_HOME: home, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let log = ''
  for (const stream of [bank.stdout, bank.stderr])
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString()
    })
  const address = `http://127.0.0.1:${port}`
  await untilReady(address, bank, () => log)
  process.env.TEND_E2E_ADDRESS = address
  process.env.TEND_E2E_SIGN_INS = readFileSync(join(home, 'sign-ins.json'), 'utf8')
  return async () => {
    const ended = new Promise((resolve) => bank.once('close', resolve))
    bank.kill('SIGTERM')
    await ended
    rmSync(home, { recursive: true, force: true })
  }
}

export default startBank
