// Writes into package-lock.json the platform packages that it lacks. A registry that does not carry a platform's binaries makes `npm install` leave
// them out, and `npm ci` then refuses the lock on every machine. Their versions stand in the packages that ask for them; what is for
// another platform is never fetched. With --check nothing is written, and a lock that lacks some fails.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './steps.ts'

type Entry = {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> }

const systems: Record<string, string> = { windows: 'win32' }
const known = {
  os: ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32', 'windows'],
  cpu: ['arm64', 'x64', 'ia32', 'arm', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32'],
}

/** `@scope/tool-linux-arm64-musl` says for itself where it runs. */
const platformOf = (name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> => {
  const words = name.split(/[-/]/)
  const os = words.filter((word) => known.os.includes(word)).map((word) => systems[word] ?? word)
  const cpu = words.filter((word) => known.cpu.includes(word))
  const libc = words.flatMap((word) =>
    word.startsWith('musl') ? ['musl'] : word.startsWith('gnu') && os[0] === 'linux' ? ['glibc'] : [],
  )
  return { ...(os.length > 0 ? { os } : {}), ...(cpu.length > 0 ? { cpu } : {}), ...(libc.length > 0 ? { libc } : {}) }
}

const missing = new Map<string, Entry>()
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const places = [`${path}/node_modules/${name}`, `node_modules/${name}`]
    if (places.some((place) => lock.packages[place])) continue
    const version = /\d+\.\d+\.\d+\S*/.exec(range)?.[0]
    if (!version) throw new Error(`${path} asks for ${name} ${range}: name its version in the lock by hand.`)
    const platform = platformOf(name)
    if (!platform.os && !platform.cpu) continue
    missing.set(`node_modules/${name}`, { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platform })
  }
}

if (missing.size === 0) process.stdout.write('The lock names every platform.\n')
else if (process.argv.includes('--check')) {
  process.stderr.write(`package-lock.json lacks ${missing.size} platform packages: run "npm run lock" and commit it.\n`)
  process.exitCode = 1
} else {
  const { '': self, ...others } = { ...lock.packages, ...Object.fromEntries(missing) }
  const sorted = Object.fromEntries(Object.entries(others).sort(([a], [b]) => a.localeCompare(b, 'en')))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: { '': self, ...sorted } }, null, 2)}\n`)
  process.stdout.write(`${missing.size} platform packages added to the lock.\n`)
}
