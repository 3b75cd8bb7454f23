import { mkdirSync } from 'node:fs'
import { benchClaims } from './claims.ts'
import { benchDay } from './day.ts'
import { benchIngest } from './ingest.ts'
import { benchLearning } from './learning.ts'
import { benchNight } from './night.ts'
import { type BenchOptions, readOptions, type Section, usage } from './options.ts'
import { benchPublish } from './publish.ts'
import { benchReads } from './reads.ts'
import { benchScale } from './scale.ts'
import { machine } from './table.ts'
import { benchThemes } from './themes.ts'
import { benchWork } from './work.ts'

const run: Readonly<Record<Section, (options: BenchOptions) => Promise<string>>> = {
  ingest: benchIngest,
  night: benchNight,
  day: benchDay,
  publish: benchPublish,
  claims: benchClaims,
  themes: benchThemes,
  work: benchWork,
  reads: benchReads,
  scale: benchScale,
  learning: benchLearning,
}

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2), process.env)
  mkdirSync(options.home, { recursive: true })
  const report = [`Machine: ${machine()}.\n`]
  for (const section of options.only) {
    process.stderr.write(`${section}\n`)
    report.push(await run[section](options))
  }
  process.stdout.write(`\n${report.join('\n')}`)
}

if (process.argv.includes('--help')) process.stdout.write(`${usage}\n`)
else
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
