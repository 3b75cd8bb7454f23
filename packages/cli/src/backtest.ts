import { setPriority } from 'node:os'
import type { Backtest, BacktestSubject } from '@tend/analysis'
import { backtest, openBatchDuck, openHouse, UserError } from '@tend/jobs'
import type { Pack } from '@tend/pack'
import type { Command } from 'commander'
import { type DraftFlags, readDraft } from './draft.ts'
import { progressLine } from './progress-line.ts'

type Flags = DraftFlags & { readonly from: string; readonly to: string; readonly json?: boolean }

export const addBacktest = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('backtest')
    .description('Hold a moment, a score or a level of past months against who left afterwards')
    .argument('<subject>', 'id of a moment, of an indicator that is a number, or scheme:level')
    .requiredOption('--from <month>', 'first month, as 2026-01')
    .requiredOption('--to <month>', 'last month')
    .option('--changes <path>', 'definitions over those in force, as for simulate')
    .option('--pack <pack>', 'folder or id of another pack')
    .option('--version <number>', 'a version of the studio')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, flags: Flags) => {
      for (const month of [flags.from, flags.to])
        if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new UserError(`${month} is not a month: write it as 2026-01.`)
      setPriority(10)
      const house = await openHouse(environment)
      const duck = await openBatchDuck(house.home, environment)
      const line = progressLine(flags.json === true)
      try {
        const isOther = flags.changes !== undefined || flags.pack !== undefined || flags.version !== undefined
        const pack = isOther ? await readDraft(house, flags) : house.pack
        const result = await backtest(house, duck, {
          pack,
          subject: subjectOf(pack, name),
          from: flags.from,
          to: flags.to,
          clock: () => new Date(),
          onProgress: (step) => line.show(step.en),
        })
        line.clear()
        process.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : describe(name, result))
      } finally {
        line.clear()
        duck.close()
        await house.store.close()
      }
    })
}

const subjectOf = (pack: Pack, name: string): BacktestSubject => {
  const [id = '', level] = name.split(':')
  if (level !== undefined) return { kind: 'level', id, level }
  return pack.moments.has(id) ? { kind: 'moment', id } : { kind: 'score', id }
}

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`)
const times = (lift: number | null): string => (lift === null ? '–' : `${lift.toFixed(2)} ×`)

const describe = (name: string, result: Backtest): string => {
  const lines = [`${name}: ${result.months.length} month ends, facts up to ${result.factsUpTo}.`]
  for (const each of result.horizons) {
    lines.push(
      `  ${each.days} days: ${each.noticed} noticed, ${each.noticedLeft} of them left; ${each.left} left in all of ${each.customers}. ` +
        `Precision ${percent(each.precision)}, recall ${percent(each.recall)}; doing nothing finds ${percent(each.baseRate)}, lift ${times(each.lift)}.`,
    )
  }
  if (result.horizons.length === 0)
    lines.push('  No month can be judged yet: what comes within 30 days of it is not known.')
  if (result.leadDays !== null) {
    const { leavers, first, median, third } = result.leadDays
    lines.push(`  Noticed before they left: ${leavers}, ${median} days ahead (quartiles ${first} and ${third}).`)
  }
  for (const each of result.thresholds) {
    lines.push(
      `  top ${percent(each.share)} (from ${each.from.toFixed(3)}): precision ${percent(each.precision)}, recall ${percent(each.recall)}, lift ${times(each.lift)}`,
    )
  }
  lines.push(...result.notes.map(({ en }) => `  Note: ${en}`))
  return `${lines.join('\n')}\n`
}
