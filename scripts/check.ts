// Everything that must hold besides the tests: format and lint, types, the arrows between rooms, nothing dead, generated files current.
import { readTool, runTool } from './steps.ts'

/** dependency-cruiser answers "no violations" when it could not read the modules, so the number it read is checked too. */
const checkArrows = (): number => {
  const { code, output } = readTool('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', [
    '--config',
    '.dependency-cruiser.cjs',
    'packages',
  ])
  process.stdout.write(output)
  const modules = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0)
  if (modules < 100) {
    process.stderr.write(`The arrow check read ${modules} modules: it does not see the source any more.\n`)
    return 1
  }
  return code
}

const steps: Record<string, () => number> = {
  lint: () => runTool('node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  types: () => runTool('node_modules/ts7/bin/tsc', ['-p', 'tsconfig.json']),
  arrows: checkArrows,
  unused: () => runTool('node_modules/knip/bin/knip.js', ['--no-progress']),
  lock: () => runTool('scripts/complete-lock.ts', ['--check']),
  drift: () => runTool('packages/cli/bin/tend.ts', ['reference', '--check']),
}

const only = process.argv.slice(2)
const failed: string[] = []
for (const [name, run] of Object.entries(steps)) {
  if (only.length > 0 && !only.includes(name)) continue
  process.stdout.write(`\n== ${name}\n`)
  if (run() !== 0) failed.push(name)
}
process.stdout.write(failed.length === 0 ? '\nAll checks hold.\n' : `\nNot in order: ${failed.join(', ')}.\n`)
process.exit(failed.length === 0 ? 0 : 1)
