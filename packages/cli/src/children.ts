import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'tend.ts')

/** What a command printed on standard output, what it complained of on standard error, and how it ended (0 done). */
export type ChildResult = { readonly code: number; readonly output: string; readonly complaint: string }

/** Runs a command of this program in a process of its own, so that a batch never holds up the one that serves people. */
export const runInChild = (args: readonly string[], environment: NodeJS.ProcessEnv): Promise<ChildResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const texts = { output: '', complaint: '' }
    child.stdout.on('data', (chunk: Buffer) => {
      texts.output += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      texts.complaint += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const complaint = texts.complaint.trim() || (signal ? `"tend ${args[0]}" was ended by ${signal}.` : '')
      resolve({ code: code ?? 1, output: texts.output, complaint })
    })
  })
