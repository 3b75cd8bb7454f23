import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatIssues, type Issue, type Label, type Language, loadPack, type Pack } from '@tend/pack'

const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/** The folder of the packs that ship with Tend, which any pack may extend. */
export const shippedPacks = join(checkout, 'packs')

/** The one folder where everything lives: catalogue and facts, states, the embedded database, sign-ins of the sample. */
export type Home = {
  readonly folder: string
  readonly lake: string
  readonly states: string
  /** What was learned: `<model>/<n>.json`, the highest number in force. */
  readonly models: string
  readonly sample: string
  readonly uploads: string
  /** Versions of the pack that were published here, a folder each, named by their content's hash. */
  readonly packs: string
  /** What batches spill from memory, a folder a process. */
  readonly spill: string
  readonly settings: string
  readonly signIns: string
  /** The last seal of the audit's chain. */
  readonly auditHead: string
}

const expand = (folder: string): string => (folder.startsWith('~/') ? join(homedir(), folder.slice(2)) : folder)

/** Lays out the folder named by TEND_HOME, else `.tend` in the checkout, and creates what is missing. */
export const openHome = (environment: NodeJS.ProcessEnv): Home => {
  const folder = resolve(expand(environment.TEND_HOME || join(checkout, '.tend')))
  const home: Home = {
    folder,
    lake: join(folder, 'lake'),
    states: join(folder, 'lake', 'state'),
    models: join(folder, 'models'),
    sample: join(folder, 'sample'),
    uploads: join(folder, 'uploads'),
    packs: join(folder, 'packs'),
    spill: join(folder, 'spill'),
    settings: join(folder, 'settings.json'),
    signIns: join(folder, 'sign-ins.json'),
    auditHead: join(folder, 'audit-head.json'),
  }
  // Customers as they were delivered: for this user alone. The home itself stays passable, since the database may run as another user.
  try {
    for (const path of [home.lake, home.spill, home.sample, home.uploads])
      mkdirSync(path, { recursive: true, mode: 0o700 })
    mkdirSync(home.states, { recursive: true })
  } catch (cause) {
    throw new UserError(
      `The folder ${folder} cannot be used: ${(cause as Error).message}. Name one that may be written in TEND_HOME.`,
    )
  }
  return home
}

type Settings = { readonly pack?: string }

const readSettings = (home: Home): Settings => {
  if (!existsSync(home.settings)) return {}
  try {
    return JSON.parse(readFileSync(home.settings, 'utf8')) as Settings
  } catch (cause) {
    throw new UserError(
      `${home.settings} is not readable JSON: ${(cause as Error).message}. Delete it and name the pack again with --pack.`,
    )
  }
}

/** The folder of a pack: a path, or the id of one that ships with Tend. */
export const packFolder = (name: string): string => {
  if (isAbsolute(name) || name.includes('/') || name.includes('\\')) return resolve(name)
  return join(shippedPacks, name)
}

/** The pack a home works with: the one named now, else the one it was last used with, else the retail bank. One that exists is remembered. */
export const choosePack = (home: Home, named?: string): string => {
  const chosen = packFolder(named ?? readSettings(home).pack ?? 'bank-retail')
  const isNew = named !== undefined || !existsSync(home.settings)
  if (isNew && existsSync(join(chosen, 'pack.yaml'))) {
    const kept = dirname(chosen) === shippedPacks ? basename(chosen) : chosen
    writeFileSync(home.settings, `${JSON.stringify({ pack: kept }, null, 2)}\n`)
  }
  return chosen
}

/** Thrown for what a person can mend; the message says what was wrong, where and what to do, and is shown without a stack. */
export class UserError extends Error {}

/** A pack that cannot be used, with every mistake in it; its message is English. */
export class PackMistakes extends UserError {
  readonly lead: Label
  readonly issues: readonly Issue[]

  constructor(lead: Label, issues: readonly Issue[]) {
    super(`${lead.en}\n${formatIssues(issues)}`)
    this.lead = lead
    this.issues = issues
  }

  /** What to tell a person who reads `language`. */
  textIn(language: Language): string {
    return `${this.lead[language]}\n${formatIssues(this.issues, language)}`
  }
}

/** Reads a pack or throws PackMistakes. */
export const requirePack = (folder: string): Pack => {
  const { pack, issues } = loadPack(folder, shippedPacks)
  if (!pack) {
    const lead = { zh: `${folder} 中的方案有错误：`, en: `The pack in ${folder} has mistakes:` }
    throw new PackMistakes(lead, issues)
  }
  return pack
}
