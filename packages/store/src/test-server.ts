import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stopServerOf } from './embedded/server.ts'

/**
 * For Vitest's `globalSetup`: names one home for the whole run. The first test that wants a database starts the server there, all
 * others share it, and the run's end stops it. With TEND_TEST_DATABASE_URL or DATABASE_URL that server is used and none is started.
 */
export const setup = (): (() => Promise<void>) => {
  const home = mkdtempSync(join(tmpdir(), 'tend-test-'))
  // Run by root, the server's own user has to enter it.
  chmodSync(home, 0o755)
  process.env.TEND_TEST_HOME = home
  return async () => {
    await stopServerOf(home)
    rmSync(home, { recursive: true, force: true })
  }
}
