import { packFolder, shippedPacks } from '@tend/jobs'
import { formatIssues, listAssumed, loadPack } from '@tend/pack'
import type { Command } from 'commander'

export const addCheck = (program: Command): void => {
  program
    .command('check')
    .description('Check a pack and show every mistake at once, with file, line and column')
    .argument('<pack>', 'folder of the pack, or the id of one that ships with Tend')
    .option('--assumed', 'also list the figures that are assumptions')
    .option('--json', 'print the issues as JSON')
    .action((name: string, options: { assumed?: boolean; json?: boolean }) => {
      const { pack, issues } = loadPack(packFolder(name), shippedPacks)
      const assumed = pack === undefined ? [] : listAssumed(pack)
      const shown = [...issues, ...(options.assumed ? assumed : [])]
      if (options.json) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
      else if (shown.length > 0) process.stdout.write(`${formatIssues(shown)}\n`)
      if (!pack) {
        process.exitCode = 1
        return
      }
      if (options.json) return
      const counts = (
        ['facts', 'indicators', 'schemes', 'moments', 'plays', 'outcomes', 'forms', 'guards', 'models'] as const
      )
        .map((kind) => countOf(pack[kind].size, kind))
        .join(', ')
      const open = options.assumed || assumed.length === 0 ? '' : ' (--assumed lists them)'
      process.stdout.write(
        `${pack.id} is in order: ${counts}; ${assumed.length} assumed figures${open}. Hash ${pack.hash.slice(0, 12)}.\n`,
      )
    })
}

const countOf = (count: number, kinds: string): string => `${count} ${count === 1 ? kinds.slice(0, -1) : kinds}`
