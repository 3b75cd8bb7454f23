import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './steps.ts'

/** The release that the tests were written against; it runs on Java 17 or newer and Python 3.10 or newer. */
const version = '4.3.0'

export type ProvidedSpark = { readonly home: string } | { readonly missing: string }

/** The Spark that TEND_SPARK_HOME names, else one from PyPI in `.cache/`, brought in when it is not there (about 450 MB, a minute). */
export const provideSpark = (): ProvidedSpark => {
  const java = javaVersion()
  if (java === undefined) return { missing: `there is no Java ${placeOfJava()}: Spark needs Java 17 or newer` }
  if (java < 17) return { missing: `Java ${java} is too old: Spark needs Java 17 or newer` }
  if (process.env.TEND_SPARK_HOME) return { home: process.env.TEND_SPARK_HOME }
  const home = join(root, '.cache', `spark-${version}`)
  if (existsSync(join(home, '.complete'))) return { home }
  return install(home)
}

const placeOfJava = (): string => (process.env.JAVA_HOME ? `in ${process.env.JAVA_HOME} (JAVA_HOME)` : 'on the path')

/** Until Java 9 the first number was always 1: 1.8 is Java 8. */
const javaVersion = (): number | undefined => {
  const program = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'
  const told = spawnSync(program, ['-version'], { encoding: 'utf8' })
  const [, major] = /version "(?:1\.)?(\d+)/.exec(told.stderr ?? '') ?? []
  return major === undefined ? undefined : Number(major)
}

const install = (home: string): ProvidedSpark => {
  process.stdout.write(`Installing Spark ${version} from PyPI (once, about a minute) …\n`)
  rmSync(home, { recursive: true, force: true })
  mkdirSync(join(root, '.cache'), { recursive: true })
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['python3', ['-m', 'venv', home]],
    [
      join(home, 'bin', 'pip'),
      ['install', '-q', '--disable-pip-version-check', '--retries', '1', `pyspark==${version}`],
    ],
  ]
  for (const [program, args] of steps) {
    const done = spawnSync(program, args, { encoding: 'utf8', timeout: 600_000 })
    if (done.status === 0) continue
    rmSync(home, { recursive: true, force: true })
    const why = done.error ? `${program} did not run (${done.error.message})` : reasonOf(done.stderr)
    return { missing: `Spark ${version} could not be installed from PyPI: ${why}` }
  }
  writeFileSync(join(home, '.complete'), '')
  return { home }
}

/** Of an index that it cannot reach pip says in the end only that it knows no version; the cause stands before. */
const reasonOf = (said: string): string => {
  const [, cause] = /connection broken by .*?(?:\[Errno -?\d+\] )?([\w ]+)'/.exec(said) ?? []
  if (cause !== undefined) return `it was not reached (${cause.trim()})`
  const lines = said.trim().split('\n')
  const why = lines.find((line) => line.startsWith('ERROR:')) || lines.at(-1) || 'it said nothing'
  return why.slice(0, 300)
}
