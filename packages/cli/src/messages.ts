import { resolve } from 'node:path'
import { type Actor, type MessageQuery, type MessageState, messageStates, recordAudit } from '@tend/care'
import { openHouse, readMessages, UserError, writeMessages } from '@tend/jobs'
import type { Language } from '@tend/pack'
import { type Command, Option } from 'commander'
import { requireDate } from './dates.ts'
import { languageOption } from './language.ts'

/** Whoever may use the command line reads everything, with names hidden as for a verifier. */
const reader: Actor = { userId: 'command-line', staffId: null, name: 'command line', role: 'verifier', unitId: 'root' }

type Flags = {
  readonly state?: MessageState
  readonly channel?: string
  readonly template?: string
  readonly play?: string
  readonly purpose?: string
  readonly customer?: string
  readonly from?: string
  readonly until?: string
  readonly limit: string
  readonly to?: string
  readonly language: string
}

export const addMessages = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('messages')
    .description(
      'Show what was written to customers: what, to whom, why and with whose consent; or write all of it to a file',
    )
    .addOption(new Option('--state <state>', 'only messages that stand so').choices(messageStates))
    .option('--channel <id>', 'only of this channel')
    .option('--template <id>', 'only of this template')
    .option('--play <id>', 'only of this play')
    .option('--purpose <id>', 'only for this purpose')
    .option('--customer <id>', 'only to this customer')
    .option('--from <date>', 'made on this day or later')
    .option('--until <date>', 'made on this day or earlier')
    .option('--limit <number>', 'how many to show', '20')
    .option('--to <file>', 'CSV file to write all of them to')
    .addOption(languageOption(environment))
    .action(async (flags: Flags) => {
      const query = queryOf(flags)
      const limit = rowLimit(flags.limit)
      const language: Language = flags.language === 'zh' ? 'zh' : 'en'
      const { store, studio } = await openHouse(environment)
      const house = { store, pack: studio.shown() }
      const reading = { actor: reader, language, now: new Date() }
      try {
        if (flags.to !== undefined) {
          const file = resolve(flags.to)
          const count = await writeMessages(house, reading, query, file)
          process.stdout.write(`${count} messages written to ${file}.\n`)
          return
        }
        const first = await readMessages(house, reading, { ...query, limit }).next()
        const shown: readonly Shown[] = first.done ? [] : first.value
        await recordAudit(store, {
          at: reading.now,
          actor: reader.userId,
          action: 'messages.list',
          subjectKind: 'list',
          subjectId: 'message',
          detail: { customers: [...new Set(shown.map(({ customer }) => customer))] },
        })
        for (const message of shown) process.stdout.write(linesOf(message))
        if (shown.length === 0) process.stdout.write('No messages.\n')
      } finally {
        await store.close()
      }
    })
}

type Shown = Readonly<Record<string, string | number | null>>

const linesOf = (message: Shown): string => {
  const consent =
    message.consent === null
      ? String(message.basis ?? '–')
      : `consent ${message.consent} of ${String(message.consent_given).slice(0, 10)}, text ${message.consent_text}, ${message.consent_how}, taken by ${message.consent_taken_by}`
  const reason = message.reason === null ? '' : `  (${message.reason})`
  return [
    `${message.message}  ${message.sent ?? message.created}  ${message.state}${reason}`,
    `    to ${message.customer} ${message.name ?? ''} by ${message.channel}, signed ${message.sender}`,
    `    why: ${message.why}  [${message.play ?? 'by hand'} · ${message.template} · ${message.pack_hash?.toString().slice(0, 12)}]`,
    `    may: ${message.purpose}, ${consent}`,
    `    ${String(message.text).replaceAll('\n', '\n    ')}`,
    '',
  ].join('\n')
}

const queryOf = ({ from, until, customer, state, channel, template, play, purpose }: Flags): MessageQuery => {
  requireDate(from)
  requireDate(until)
  const given = { state, channel, template, play, purpose, customerId: customer, from, to: until }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

const rowLimit = (text: string): number => {
  const limit = Number(text)
  if (Number.isSafeInteger(limit) && limit > 0 && limit <= 500) return limit
  throw new UserError(`--limit must be a whole number from 1 to 500, not ${text}; --to writes all of them to a file.`)
}
