// Compares the engines: every golden case of every pack and a sample bank, on DuckDB and on a local Spark cluster of two workers. Ends with one line of
// totals. Without Java or PyPI nothing can be compared: that is said, and fails; with --if-possible it is said and passes. With --few each pack is
// compared by the golden nights that say most, and no sample world. Other arguments go to the test runner (`-t insurance`).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideSpark } from './spark.ts'
import { runTool } from './steps.ts'

const isOptional = process.argv.includes('--if-possible')
const isShort = process.argv.includes('--few')
const args = process.argv.slice(2).filter((arg) => arg !== '--if-possible' && arg !== '--few')

const spark = provideSpark()
if ('missing' in spark) {
  process.stdout.write(`\nSPARK WAS NOT TESTED: ${spark.missing}.\n`)
  process.exit(isOptional ? 0 : 1)
}

const folder = mkdtempSync(join(tmpdir(), 'tend-spark-test-'))
const report = join(folder, 'report.json')
const code = runTool(
  'node_modules/vitest/vitest.mjs',
  [
    'run',
    '--root=.',
    '--config=packages/analysis/test/spark/vitest.config.ts',
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile=${report}`,
    ...(isShort ? ['golden.spark.ts'] : []),
    ...args,
  ],
  { TEND_SPARK_HOME: spark.home, ...(isShort ? { TEND_SPARK_CASES: 'few' } : {}) },
)
const { passed, failed } = readTotals()
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`\nSpark and DuckDB: ${passed} passed, ${failed} failed\n`)
process.exit(code === 0 && failed === 0 && passed > 0 ? 0 : 1)

/** A run without a report did not start: that counts as one failure. */
function readTotals(): { readonly passed: number; readonly failed: number } {
  try {
    const totals = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number }
    return { passed: totals.numPassedTests, failed: Math.max(totals.numFailedTests, code === 0 ? 0 : 1) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
