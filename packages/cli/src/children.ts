import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '@tend/jobs'

const program = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'tend.ts')

/**
 * Runs a command of this program in a process of its own, so that a batch never holds up the one that serves people. Answers what it
 * printed on standard output; progress goes to this process's standard error. A failure throws UserError with the reason that it gave.
 */
export const runInChild = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  options: { readonly shows: boolean },
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
      env: environment,
      stdio: ['ignore', 'pipe', options.shows ? 'inherit' : 'pipe'],
    })
    let output = ''
    let complaint = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output)
      else reject(new UserError(complaint.trim() || `"tend ${args[0]}" ended with ${signal ?? code}.`))
    })
  })
