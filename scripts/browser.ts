import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const find = (): string | undefined => places.find((place) => place !== undefined && existsSync(place))

const hasChineseFont = (): boolean => {
  const fonts = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' })
  return fonts.status === 0 && fonts.stdout.trim() !== ''
}

const canInstall = (): boolean => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0

const install = (packages: readonly string[]): void => {
  process.stdout.write(`Installing ${packages.join(' and ')} for the browser tests (once) …\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
}

/** The Chromium that the browser tests drive, or undefined with the reason printed. On Debian as root, a missing Chromium and Chinese font are fetched with apt. */
export const provideBrowser = (): string | undefined => {
  if (canInstall()) {
    const missing = [...(find() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk', 'fontconfig'])]
    if (missing.length > 0) install(missing)
  }
  const browser = find()
  if (!browser) {
    process.stderr.write(
      'The browser tests need Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk; macOS: Google Chrome) or set CHROMIUM_PATH to it.\n',
    )
  }
  return browser
}
