import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { diffPacks } from '@tend/analysis'
import { ApiFailure, required, signInAtCommandLine } from '@tend/api'
import {
  type Actor,
  approveVersion,
  type Command as CareCommand,
  createDraft,
  findVersion,
  listVersions,
  rejectVersion,
  rollBack,
  submitVersion,
} from '@tend/care'
import { type OpenHouse, openHouse, PackMistakes, packOfVersion, readChanges, UserError, withEntries } from '@tend/jobs'
import type { Command } from 'commander'
import { sentenceOf } from './api-failure.ts'
import { versionNumber } from './draft.ts'
import { languageOption } from './language.ts'

/** Versions of the pack from the command line. What changes one is done as a person who signs in: making and approving still takes two. */
export const addVersions = (program: Command, environment: NodeJS.ProcessEnv): void => {
  const versions = program.command('versions').description('List, show, submit and publish versions of the pack')
  const inHouse = async (work: (house: OpenHouse) => Promise<string>): Promise<void> => {
    const house = await openHouse(environment)
    try {
      process.stdout.write(await work(house))
    } catch (error) {
      if (error instanceof ApiFailure) throw new UserError(sentenceOf(error), { cause: error })
      throw error
    } finally {
      await house.store.close()
    }
  }
  const asPerson = (command: Command): Command =>
    command.requiredOption(
      '--user <username>',
      'who does it; the password is TEND_PASSWORD, else the first line of standard input',
    )

  versions
    .command('list', { isDefault: true })
    .description('List versions, latest first')
    .option('--json', 'print as JSON')
    .action((flags: { json?: boolean }) => inHouse((house) => list(house, flags.json === true)))
  versions
    .command('show')
    .description('Say in words what a version changes')
    .argument('<version>')
    .addOption(languageOption(environment))
    .action((version: string, { language }: { language: string }) =>
      inHouse((house) => show(house, versionNumber(version), language)),
    )
  asPerson(versions.command('submit'))
    .description('Make a version of changes and submit it to a second person')
    .requiredOption('--changes <path>', "folder laid out like a pack's, or one YAML file in such a folder")
    .requiredOption('--title <title>', 'what it is for')
    .action((flags: { user: string; changes: string; title: string }) =>
      inHouse(async (house) => submit(house, await commandOf(house, flags.user, environment), flags)),
    )
  asPerson(versions.command('publish'))
    .description('Approve what another person submitted, and put it in force')
    .argument('<version>')
    .requiredOption('--hash <hash>', 'of the content that you looked at, as "versions show" prints it')
    .action((version: string, flags: { user: string; hash: string }) =>
      inHouse(async (house) =>
        publish(house, await commandOf(house, flags.user, environment), versionNumber(version), flags.hash),
      ),
    )
  asPerson(versions.command('reject'))
    .description('Reject what another person submitted')
    .argument('<version>')
    .requiredOption('--reason <reason>')
    .action((version: string, flags: { user: string; reason: string }) =>
      inHouse(async (house) => {
        const packId = house.studio.shipped.id
        const command = await commandOf(house, flags.user, environment)
        required(
          await rejectVersion(house.store, command, { packId, version: versionNumber(version), reason: flags.reason }),
        )
        return `Version ${version} was rejected.\n`
      }),
    )
  asPerson(versions.command('roll-back'))
    .description('Put an earlier version in force again; 0 is the shipped pack')
    .argument('<version>')
    .requiredOption('--reason <reason>')
    .action((version: string, flags: { user: string; reason: string }) =>
      inHouse(async (house) => {
        const { id: packId, hash: shippedHash } = house.studio.shipped
        const command = await commandOf(house, flags.user, environment)
        const order = { packId, version: versionNumber(version), shippedHash, reason: flags.reason }
        required(await rollBack(house.store, command, order))
        return `Version ${version} is in force again; the next night follows it.\n`
      }),
    )
}

const list = async ({ store, studio }: OpenHouse, isJson: boolean): Promise<string> => {
  const { items } = await listVersions(store, studio.shipped.id, { limit: 200 })
  const { version: inForce, pack } = studio.inForce()
  if (isJson) return `${JSON.stringify({ inForce, hash: pack.hash, items })}\n`
  const lines = items.map(
    ({ version, state, title, created_by_name, hash }) =>
      `${String(version).padStart(4)}  ${version === inForce ? 'in force ' : state.padEnd(9)}  ${hash?.slice(0, 12) ?? '–'.padEnd(12)}  ${title} (${created_by_name})`,
  )
  const shipped = `   0  ${inForce === 0 ? 'in force ' : 'shipped  '}  ${studio.shipped.hash.slice(0, 12)}  ${studio.shipped.id} as shipped`
  return `${[...lines, shipped].join('\n')}\n`
}

const show = async (house: OpenHouse, version: number, language: string): Promise<string> => {
  const { studio, store } = house
  const found = version === 0 ? undefined : await findVersion(store, studio.shipped.id, version)
  const pack = await packOfVersion(house, version)
  const base = (found && (await studio.packOf(found.base_hash))) ?? studio.pack()
  const lang = language === 'zh' ? 'zh' : 'en'
  const lines = diffPacks(base, pack).flatMap(({ kind, id, words }) => [
    `${kind}/${id}`,
    ...words.map((sentence) => `  ${sentence[lang]}`),
  ])
  const head = found
    ? `Version ${version}: ${found.title} · ${found.state} · by ${found.created_by_name}`
    : `Version 0: as shipped`
  return `${[head, `Hash ${pack.hash}`, ...(lines.length === 0 ? ['Nothing differs.'] : lines)].join('\n')}\n`
}

const submit = async (
  { store, studio }: OpenHouse,
  command: CareCommand,
  flags: { readonly changes: string; readonly title: string },
): Promise<string> => {
  const { version, pack, content: inForce } = studio.inForce()
  const content = withEntries(inForce, readChanges(resolve(flags.changes)))
  if (content.some(({ kind }) => kind === 'facts'))
    throw new UserError('Facts are changed in the files of the pack: what was delivered was checked by them.')
  const checked = await studio.check(content)
  if (checked.pack === undefined)
    throw new PackMistakes({ zh: '修改有错误：', en: 'The changes have mistakes:' }, checked.issues)
  const { hash } = checked.pack
  const packId = studio.shipped.id
  const base = { version: version === 0 ? null : version, hash: pack.hash, shippedHash: studio.shipped.hash }
  const made = required(await createDraft(store, command, { packId, title: flags.title, base, content, hash }))
  const order = { packId, version: made.version, hash, inForceHash: pack.hash }
  required(await submitVersion(store, { ...command, key: randomUUID() }, order))
  return `Version ${made.version} waits for a second person. Hash ${hash}\n`
}

const publish = async (
  { store, studio }: OpenHouse,
  command: CareCommand,
  version: number,
  hash: string,
): Promise<string> => {
  const packId = studio.shipped.id
  const found = await findVersion(store, packId, version)
  if (found === undefined) throw new UserError(`There is no version ${version}.`)
  const { pack } = await studio.check(found.content)
  if (pack?.hash === hash) await studio.keep(found.content, hash)
  const order = { packId, version, hash, checkedHash: pack?.hash ?? null, shippedHash: studio.shipped.hash }
  required(await approveVersion(store, command, order))
  return `Version ${version} is in force; the next night follows it.\n`
}

const commandOf = async (house: OpenHouse, username: string, environment: NodeJS.ProcessEnv): Promise<CareCommand> => {
  const now = new Date()
  const password = environment.TEND_PASSWORD || readFileSync(0, 'utf8').split('\n')[0] || ''
  const actor: Actor = await signInAtCommandLine(house.store, { username, password }, now)
  return { actor, now, timeZone: house.pack.timeZone, key: randomUUID() }
}
