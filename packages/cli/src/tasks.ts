import { type Actor, listTasks, maskRow, recordAudit } from '@tend/care'
import { openHouse, UserError } from '@tend/jobs'
import { formatSentence, formatValue, type Language, vocabularyOf } from '@tend/pack'
import type { Command } from 'commander'
import { languageOption } from './language.ts'

/** Whoever may use the command line reads everything, with names hidden as for a verifier. */
const reader: Actor = { userId: 'command-line', staffId: null, name: 'command line', role: 'verifier', unitId: 'root' }

export const addTasks = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('tasks')
    .description('Show the open tasks in order of worth, each with its reason')
    .option('--limit <number>', 'how many', '20')
    .addOption(languageOption(environment))
    .action(async (flags: { limit: string; language: string }) => {
      const language: Language = flags.language === 'zh' ? 'zh' : 'en'
      const limit = rowLimit(flags.limit)
      const due = language === 'zh' ? '截止' : 'due'
      const { store, studio } = await openHouse(environment)
      const pack = studio.shown()
      try {
        const at = { now: new Date(), timeZone: pack.timeZone }
        const { items } = await listTasks(store, reader, { kind: 'all' }, at, {
          view: 'scope',
          state: 'open',
          limit,
        })
        await recordAudit(store, {
          at: at.now,
          actor: reader.userId,
          action: 'tasks.list',
          subjectKind: 'task',
          subjectId: '*',
          detail: { tasks: items.length },
        })
        for (const task of items) {
          const masked = maskRow(reader, { name: task.customer_name }, () => 'name')
          const worth = `${formatValue(task.value, 'money', language, pack.currency)} × ${task.urgency.toFixed(2)}`
          process.stdout.write(
            `${task.customer_id}  ${masked.name ?? ''}  ${worth}  ${due} ${task.due_at.slice(0, 10)}\n`,
          )
          for (const { moment, values } of task.reasons) {
            const definition = pack.moments.get(moment)
            if (!definition) continue
            process.stdout.write(
              `    ${formatSentence(definition.reason, values, language, vocabularyOf(pack, moment))}\n`,
            )
          }
        }
        if (items.length === 0) process.stdout.write('No open tasks. "tend run" makes them from what was ingested.\n')
      } finally {
        await store.close()
      }
    })
}

const rowLimit = (text: string): number => {
  const limit = Number(text)
  if (Number.isSafeInteger(limit) && limit > 0) return limit
  throw new UserError(`--limit must be a whole number above zero, not ${text}.`)
}
