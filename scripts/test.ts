// The whole test run: unit, golden, engine and API tests, then the journeys in a real browser. Ends with one line of totals.
// Arguments are passed to the test runner (a path runs that file alone and leaves the browser out).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideBrowser } from './browser.ts'
import { runTool } from './steps.ts'

type Totals = { passed: number; failed: number; skipped: number }

const reports = mkdtempSync(join(tmpdir(), 'tend-tests-'))

/** A run without a report did not start: that counts as one failure. */
const readReport = (file: string, read: (report: Record<string, unknown>) => Totals): Totals => {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

const runUnits = (args: readonly string[]): Totals => {
  const file = join(reports, 'units.json')
  const code = runTool('node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${file}`,
    ...args,
  ])
  const totals = readReport(file, (report) => ({
    passed: Number(report.numPassedTests),
    failed: Number(report.numFailedTests),
    skipped: Number(report.numPendingTests),
  }))
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals
}

const runBrowser = (): Totals => {
  const browser = provideBrowser()
  if (!browser) return { passed: 0, failed: 1, skipped: 0 }
  const file = join(reports, 'browser.json')
  const code = runTool('node_modules/@playwright/test/cli.js', ['test', '--config', 'e2e/playwright.config.ts'], {
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  const totals = readReport(file, (report) => {
    const stats = report.stats as { expected: number; unexpected: number; flaky: number; skipped: number }
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
  })
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals
}

const args = process.argv.slice(2)
const parts = [runUnits(args), ...(args.length === 0 ? [runBrowser()] : [])]
rmSync(reports, { recursive: true, force: true })
const total = (key: keyof Totals): number => parts.reduce((sum, part) => sum + part[key], 0)
process.stdout.write(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`)
process.exit(total('failed') === 0 && total('passed') > 0 ? 0 : 1)
