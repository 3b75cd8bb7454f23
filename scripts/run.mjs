// Brings the checkout to a state where a command can run, with Node built-ins alone: installs the locked dependencies when
// they differ from what is installed, then runs the given script on a Node that executes TypeScript directly (>= 22.18),
// the host's own or the one that npm delivers beside the dependencies.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(join(root, 'package.json'))

const lockedVersions = (file) => {
  const packages = JSON.parse(readFileSync(file, 'utf8')).packages
  return new Map(
    Object.entries(packages)
      .filter(([path]) => path.startsWith('node_modules/'))
      .map(([path, entry]) => [path, entry]),
  )
}

const isInstalled = () => {
  const marker = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(marker)) return false
  const installed = lockedVersions(marker)
  for (const [path, entry] of lockedVersions(join(root, 'package-lock.json'))) {
    if (entry.optional || entry.link) continue
    if (installed.get(path)?.version !== entry.version) return false
  }
  return true
}

if (!isInstalled()) {
  process.stderr.write('Installing dependencies (once, about a minute) …\n')
  const npm = process.env.npm_execpath
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []]
  const args = [...first, 'ci', '--no-fund', '--no-audit', '--loglevel=error']
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) {
    process.stderr.write(
      'The dependencies could not be installed: see the lines above, mend the cause (network, disk, rights) and run the command again.\n',
    )
    process.exit(done.status ?? 1)
  }
}

const runsTypeScript = (version) => {
  const [major, minor] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

const deliveredNode = () => {
  for (const name of [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    try {
      return join(dirname(require.resolve(`${name}/package.json`)), 'bin', 'node')
    } catch {}
  }
  return undefined
}

const node = runsTypeScript(process.versions.node) ? process.execPath : deliveredNode()
if (!node) {
  process.stderr.write(
    `Node ${process.versions.node} cannot run this program and npm has no newer one for ${process.platform}-${process.arch}: install Node 24 and run the command again.\n`,
  )
  process.exit(1)
}

const [script, ...args] = process.argv.slice(2)
const entry = join(root, script)
const child = spawn(node, ['--disable-warning=ExperimentalWarning', entry, ...args], { stdio: 'inherit' })
// Who started the command knows this process and not its child: what it is told to do, the child is told. A terminal tells both.
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}
child.on('error', (error) => {
  process.stderr.write(`${node} could not be started: ${error.message}\n`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
