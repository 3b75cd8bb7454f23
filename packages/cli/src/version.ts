import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const manifest = join(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))), 'package.json')

/** The version that runs, as the root package says it. */
export const version = (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
