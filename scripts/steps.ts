import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Runs a JavaScript tool of node_modules (or a script of this repository) on the Node that runs this one; output goes to the terminal. Answers the exit code. */
export const runTool = (tool: string, args: readonly string[], env: Record<string, string> = {}): number => {
  const done = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, tool), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return done.status ?? 1
}

/** Runs a tool and answers what it printed on standard output beside its exit code. */
export const readTool = (tool: string, args: readonly string[]): { code: number; output: string } => {
  const done = spawnSync(process.execPath, [join(root, tool), ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { code: done.status ?? 1, output: done.stdout + done.stderr }
}
