import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ownUsage, type Usage } from './usage.ts'

/** What a measured load answers; CPU and memory of a database server are added where it used one. */
export type Measured<Result> = Usage & { readonly result: Result }

/** Runs `bench/src/loads/<load>.ts` in a process of its own, so that memory and CPU are the load's alone. */
export const runLoad = <Result>(load: string, order: unknown): Promise<Measured<Result>> => {
  const file = fileURLToPath(new URL(`loads/${load}.ts`, import.meta.url))
  return runChild(process.execPath, ['--disable-warning=ExperimentalWarning', file, JSON.stringify(order)], load)
}

/** The child's last line is its report as JSON; earlier lines and all errors go to the terminal. */
export const runChild = async <Result>(
  command: string,
  args: readonly string[],
  name: string,
): Promise<Measured<Result>> => {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = ''
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    if (line.trim() !== '') last = line
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`The load "${name}" ended with code ${code}; see the lines above.`)
  return JSON.parse(last) as Measured<Result>
}

/** The whole of a load's file: reads the order, does the work, reports. */
export const load = async <Order, Result>(work: (order: Order) => Promise<Result>): Promise<void> => {
  const result = await work(JSON.parse(process.argv[2] ?? '{}') as Order)
  process.stdout.write(`${JSON.stringify({ result, ...ownUsage() })}\n`)
}

export const say = (message: string): void => {
  process.stderr.write(`  ${message}\n`)
}
