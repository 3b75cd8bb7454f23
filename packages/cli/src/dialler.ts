import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ApiFailure, required, signInAtCommandLine } from '@tend/api'
import {
  type Command as CareCommand,
  createCallList,
  importCallResults,
  listStoppedLeads,
  presentLeads,
  readCallList,
  readMapping,
  readResultFile,
  recordAudit,
  renderLeads,
  renderStoppedLeads,
  type StoppedLead,
  subtreeOf,
} from '@tend/care'
import { type OpenHouse, openHouse, UserError } from '@tend/jobs'
import type { Language } from '@tend/pack'
import type { Command } from 'commander'
import { sentenceOf } from './api-failure.ts'
import { languageOption } from './language.ts'

type ExportFlags = {
  readonly user: string
  readonly to: string
  readonly count: string
  readonly play?: string
  readonly unit?: string
  readonly language: string
}
type StoppedFlags = { readonly user: string; readonly since: string }
type ImportFlags = { readonly user: string; readonly map?: string; readonly noneBecause?: string }

/** Call lists out to a dialler, results of calls back in; as a person who signs in, since lists hold names and numbers. */
export const addDialler = (program: Command, environment: NodeJS.ProcessEnv): void => {
  const dialler = program.command('dialler').description('Hand call lists to a dialler and take its results in')
  const asPerson = (command: Command): Command =>
    command.requiredOption(
      '--user <username>',
      'who does it; the password is TEND_PASSWORD, else the first line of standard input',
    )

  asPerson(dialler.command('export'))
    .description('Write tasks of the pool that may be called now to a CSV file, with VICIDIAL’s names of columns')
    .requiredOption('--to <file>', 'CSV file to write')
    .option('--count <number>', 'at most so many, the most urgent first', '500')
    .option('--play <id>', 'only tasks of this play')
    .option('--unit <id>', 'only customers of this unit and those below')
    .addOption(languageOption(environment))
    .action((flags: ExportFlags) =>
      asSignedIn(environment, flags.user, (house, command) => exportList(house, command, flags)),
    )
  asPerson(dialler.command('stopped'))
    .description('Name the leads handed out that may not be called any more, as CSV: take them out of the dialler')
    .requiredOption('--since <instant>', 'e.g. 2026-11-02T09:00+08:00; a few minutes of overlap do no harm')
    .action((flags: StoppedFlags) =>
      asSignedIn(environment, flags.user, (house, command) => printStopped(house, command, flags)),
    )
  asPerson(dialler.command('import'))
    .description('Take in a CSV file of results; each call counts once, what cannot be used is named and kept')
    .argument('<file>')
    .option('--map <pairs>', 'status of the dialler and outcome of the pack, e.g. NA=no_answer,B=busy')
    .option('--none-because <reason>', 'why no further contact is agreed, for rows that do not say')
    .action((file: string, flags: ImportFlags) =>
      asSignedIn(environment, flags.user, (house, command) => importFile(house, command, file, flags)),
    )
}

const asSignedIn = async (
  environment: NodeJS.ProcessEnv,
  username: string,
  work: (house: OpenHouse, command: CareCommand) => Promise<string>,
): Promise<void> => {
  const house = await openHouse(environment)
  try {
    const now = new Date()
    const password = environment.TEND_PASSWORD || readFileSync(0, 'utf8').split('\n')[0] || ''
    const actor = await signInAtCommandLine(house.store, { username, password }, now)
    process.stdout.write(await work(house, { actor, now, timeZone: house.pack.timeZone, key: randomUUID() }))
  } catch (error) {
    if (error instanceof ApiFailure) throw new UserError(sentenceOf(error), { cause: error })
    throw error
  } finally {
    await house.store.close()
  }
}

const exportList = async (house: OpenHouse, command: CareCommand, flags: ExportFlags): Promise<string> => {
  const { store, studio } = house
  const count = Number(flags.count)
  if (!Number.isSafeInteger(count) || count < 1)
    throw new UserError(`--count must be a whole number above zero, not ${flags.count}.`)
  const pack = studio.shown()
  const { listId, leftOut } = required(
    await createCallList(store, command, pack, {
      count,
      play: flags.play,
      unitIds: flags.unit === undefined ? undefined : await subtreeOf(store, flags.unit),
    }),
  )
  const language: Language = flags.language === 'zh' ? 'zh' : 'en'
  const leads = presentLeads(
    pack,
    listId,
    (await readCallList(store, command.actor, command, pack, listId)) ?? [],
    language,
  )
  await recordAudit(store, {
    at: command.now,
    actor: command.actor.userId,
    action: 'dialler.export_file',
    subjectKind: 'list',
    subjectId: `dialler-${listId}`,
    detail: { customers: leads.map(({ source_id }) => source_id) },
  })
  const file = resolve(flags.to)
  // Names and numbers: for its owner alone.
  writeFileSync(file, renderLeads(leads), { mode: 0o600 })
  const reasons = leftOut.map(({ code, tasks }) => `  ${tasks} not to be called now: ${code}\n`)
  return `List ${listId}: ${leads.length} leads written to ${file}.\n${reasons.join('')}`
}

const printStopped = async (
  { store }: OpenHouse,
  command: CareCommand,
  { since: text }: StoppedFlags,
): Promise<string> => {
  const since = new Date(text)
  if (Number.isNaN(since.getTime()))
    throw new UserError(`--since must be an instant like 2026-11-02T09:00+08:00, not ${text}.`)
  const leads: StoppedLead[] = []
  let cursor: string | undefined
  do {
    const query = { since, limit: 500, ...(cursor ? { cursor } : {}) }
    const page = await listStoppedLeads(store, command.actor, command, query)
    leads.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  await recordAudit(store, {
    at: command.now,
    actor: command.actor.userId,
    action: 'dialler.stopped',
    subjectKind: 'list',
    subjectId: 'dialler-stopped',
    detail: { customers: [...new Set(leads.map(({ customer_id }) => customer_id))] },
  })
  return renderStoppedLeads(leads)
}

const importFile = async (
  house: OpenHouse,
  command: CareCommand,
  path: string,
  flags: ImportFlags,
): Promise<string> => {
  const mapping = readMapping(flags.map ?? '')
  if (mapping === undefined) throw new UserError(`--map must read like NA=no_answer,B=busy, not ${flags.map}.`)
  const file = await readResultFile(readFileSync(resolve(path)))
  if (file.kind === 'unreadable')
    throw new UserError(
      `${path} is no list of results: ${file.problem}. It needs the columns call_id, vendor_lead_code, status, user and call_date.`,
    )
  const { calls } = required(
    await importCallResults(house.store, command, house.studio.shown(), file.rows, {
      mapping,
      noNextReason: flags.noneBecause,
    }),
  )
  const count = (state: string) => calls.filter((call) => call.state === state).length
  const refused = calls
    .filter(({ state }) => state === 'refused')
    .map(
      ({ row, callId, reason, detail }) => `  row ${row}, call ${callId}: ${reason}${detail ? ` (${detail})` : ''}\n`,
    )
  return `${count('done')} calls taken in, ${count('known')} known already, ${count('refused')} refused.\n${refused.join('')}`
}
