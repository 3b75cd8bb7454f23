import { setPriority } from 'node:os'
import { recordAudit } from '@tend/care'
import { openBatchDuck, openHouse, type Simulated, simulate } from '@tend/jobs'
import { formatValue, type Language, type Pack } from '@tend/pack'
import type { Command } from 'commander'
import { type DraftFlags, readDraft } from './draft.ts'
import { languageOption } from './language.ts'
import { progressLine } from './progress-line.ts'

type Flags = DraftFlags & { readonly language: string; readonly json?: boolean }

export const addSimulate = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('simulate')
    .description(
      'Try a change of the pack on the facts as they are: who rises, who falls, what it costs, how much work follows',
    )
    .option('--changes <path>', "folder laid out like a pack's, or one YAML file in such a folder")
    .option('--pack <pack>', 'folder or id of another pack')
    .option('--version <number>', 'a version of the studio')
    .addOption(languageOption(environment))
    .option('--json', 'print the whole result as JSON')
    .action(async (flags: Flags) => {
      setPriority(10)
      const house = await openHouse(environment)
      const duck = await openBatchDuck(house.home, environment)
      const line = progressLine(flags.json === true)
      try {
        const draft = await readDraft(house, flags)
        const result = await simulate(house, duck, {
          draft,
          clock: () => new Date(),
          onProgress: (step) => line.show(step.en),
        })
        await recordAudit(house.store, {
          at: new Date(),
          actor: 'command-line',
          action: 'studio.simulated',
          subjectKind: 'list',
          subjectId: 'simulate',
          detail: { hash: draft.hash, customers: result.affected.map(({ customerId }) => customerId) },
        })
        line.clear()
        const language: Language = flags.language === 'zh' ? 'zh' : 'en'
        process.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : describe(result, draft, language))
      } finally {
        line.clear()
        duck.close()
        await house.store.close()
      }
    })
}

const shownMax = 10

const describe = (result: Simulated, pack: Pack, language: Language): string => {
  const money = (minor: number) => formatValue(minor, 'money', language, pack.currency)
  const lines = [
    `As of ${result.asOf}: ${result.customers} customers, ${result.unchanged} without change. ${result.seconds.toFixed(1)} s.`,
  ]
  for (const scheme of result.schemes) {
    const name = (id: string | null) => scheme.levels.find((level) => level.id === id)?.label[language] ?? '–'
    lines.push(
      '',
      `${scheme.label[language]} (${scheme.scheme}): ${scheme.risers} rise, ${scheme.fallers} fall, ${scheme.others} otherwise, ${scheme.unchanged} stay`,
    )
    for (const { from, to, customers } of scheme.matrix.filter((move) => move.from !== move.to))
      lines.push(`  ${name(from)} → ${name(to)}: ${customers}`)
    if (scheme.cost) lines.push(`  yearly cost ${money(scheme.cost.beforeMinor)} → ${money(scheme.cost.afterMinor)}`)
    for (const unit of scheme.byUnit.slice(0, shownMax))
      lines.push(`  unit ${unit.id}: ${unit.risers} rise, ${unit.fallers} fall`)
  }
  const moments = result.moments.filter(({ before, after }) => before !== after)
  if (moments.length > 0) lines.push('', 'New moments:')
  for (const { label, before, after } of moments) lines.push(`  ${label[language]}: ${before} → ${after}`)
  const { tasks } = result
  const over = tasks.byOwner.filter(({ isOver }) => isOver).length
  const capacity = tasks.capacityPerDay === null ? '' : `; ${over} people above ${tasks.capacityPerDay} a day`
  lines.push('', `Tasks: ${tasks.before} → ${tasks.after} in ${tasks.workingDays} working days${capacity}.`)
  if (result.schemes.length === 0) lines.push('Nobody moves.')
  return `${lines.join('\n')}\n`
}
