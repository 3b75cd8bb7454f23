import { join } from 'node:path'
import { countNearLine, distanceUnit, listNearLine, openState, QueryRefused } from '@tend/analysis'
import { currentRun, recordAudit } from '@tend/care'
import { openHouse, UserError } from '@tend/jobs'
import { openDuck } from '@tend/lake'
import { formatValue } from '@tend/pack'
import { type Command, Option } from 'commander'

type Flags = { readonly within?: string; readonly direction: string; readonly limit: string; readonly json?: boolean }

export const addNearLine = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('near-line')
    .description('Show who is near the next level of a scheme, or near falling, nearest first')
    .argument('<scheme>', 'id of a scheme of the pack')
    .option('--within <distance>', 'at most so far, in the unit of the scheme (money in major units)')
    .addOption(new Option('--direction <direction>').choices(['up', 'down']).default('up'))
    .option('--limit <number>', 'how many', '20')
    .option('--json', 'print as JSON')
    .action(async (scheme: string, flags: Flags) => {
      const { store, studio, home } = await openHouse(environment)
      const duck = await openDuck({ memoryLimitMb: 512, threads: 2 })
      try {
        const run = await currentRun(store)
        if (!run?.state_folder) throw new UserError('No night has run yet: ingest files, then "tend run".')
        const pack = studio.pack()
        if (!pack.schemes.has(scheme)) {
          throw new UserError(
            `The pack ${pack.id} has no scheme "${scheme}". It has: ${[...pack.schemes.keys()].join(', ')}.`,
          )
        }
        const state = await openState(duck, join(home.states, run.state_folder), pack)
        const unit = distanceUnit(pack, scheme)
        const scope = { sql: 'true', params: [] }
        const scale = unit === 'money' ? 10 ** pack.currency.decimals : 1
        const within = flags.within === undefined ? {} : { within: numberOf(flags.within) * scale }
        const direction = flags.direction === 'down' ? 'down' : 'up'
        const counts = await countNearLine(state, { scheme, scope, ...within })
        const limit = Math.min(1000, Math.max(1, Math.floor(numberOf(flags.limit))))
        const rows = await listNearLine(state, { scheme, scope, direction, limit, ...within })
        await recordAudit(store, {
          at: new Date(),
          actor: 'command-line',
          action: 'customer.view.near_line',
          subjectKind: 'list',
          subjectId: 'near-line',
          detail: { customers: rows.map(({ customer_id }) => customer_id) },
        })
        if (flags.json) {
          process.stdout.write(`${JSON.stringify({ asOf: state.asOf, unit, counts, rows })}\n`)
          return
        }
        const label = (id: string) => pack.schemes.get(scheme)?.levels.find((level) => level.id === id)?.label.en ?? id
        for (const each of counts)
          process.stdout.write(`${each.direction.padEnd(5)} ${label(each.line)}: ${each.customers}\n`)
        for (const { customer_id, line, distance } of rows)
          process.stdout.write(
            `  ${customer_id}  ${formatValue(distance, unit, 'en', pack.currency)} to ${label(line)}\n`,
          )
        if (rows.length === 0) process.stdout.write('Nobody: the scheme defines no distance, or nobody is so near.\n')
      } catch (error) {
        if (error instanceof QueryRefused) throw new UserError(error.message, { cause: error })
        throw error
      } finally {
        duck.close()
        await store.close()
      }
    })
}

const numberOf = (text: string): number => {
  const number = Number(text)
  if (Number.isFinite(number) && number >= 0) return number
  throw new UserError(`${text} is not a number from 0 up.`)
}
