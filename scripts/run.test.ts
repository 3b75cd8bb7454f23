import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

test('who ends the command ends the program in it, which closes in order', async () => {
  const root = dirname(import.meta.dirname)
  const folder = mkdtempSync(join(tmpdir(), 'tend-run-'))
  try {
    const script = join(folder, 'waits.ts')
    writeFileSync(
      script,
      `process.on('SIGTERM', () => { console.log('closed'); process.exit(0) })
setTimeout(() => process.exit(9), 20_000)
console.log('up')
`,
    )
    const command = spawn(process.execPath, [join(root, 'scripts', 'run.mjs'), relative(root, script)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    command.stdout.on('data', (chunk) => {
      said += String(chunk)
    })
    await once(command.stdout, 'data')
    command.kill('SIGTERM')
    const [code] = await once(command, 'close')
    expect([code, said]).toEqual([0, 'up\nclosed\n'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
