import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '@tend/jobs'

const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
const sources = ['packages/web/**/*', 'packages/contract/src/**/*', 'packages/pack/src/**/*', 'package-lock.json']

/** Where the built web app lies. */
export const webRoot = join(checkout, 'packages', 'web', 'dist')

const stampFile = join(webRoot, '.built-from')

const hashOfSources = (): string => {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: checkout, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\/(dist|node_modules)(\/|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) hash.update(file.slice(checkout.length)).update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds the web app when its sources differ from what was built last. */
export const buildWeb = async (onProgress: (message: string) => void): Promise<void> => {
  const wanted = hashOfSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  onProgress('building the web app')
  const vite = join(checkout, 'node_modules', 'vite', 'bin', 'vite.js')
  const { code, output } = await run([vite, 'build', join(checkout, 'packages', 'web'), '--logLevel', 'warn'])
  if (code !== 0) throw new UserError(`The web app could not be built:\n${output}`)
  writeFileSync(stampFile, wanted)
}

const run = (args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
