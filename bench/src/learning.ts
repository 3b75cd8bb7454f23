import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runLoad, say } from './child.ts'
import { learningModels } from './learning-models.ts'
import type { Learned } from './loads/learn.ts'
import type { BenchOptions } from './options.ts'
import { type Line, perSecond, renderTable, times } from './table.ts'

/** Trains a model of each kind on all customers, then scores all of them, beside a scan that writes as many columns. */
export const benchLearning = async (options: BenchOptions): Promise<string> => {
  const { customers } = options
  const folder = join(options.home, `learning-${customers}`)
  if (!existsSync(join(folder, 'customer.parquet'))) {
    say('making customers to learn from')
    await runLoad('prepare-learning', { folder, customers })
  }
  rmSync(join(folder, 'models'), { recursive: true, force: true })
  const lines: Line[] = []
  for (const { id } of learningModels()) {
    say(`learning ${id}`)
    const learned = await runLoad<Learned>('learn', { folder, model: id })
    lines.push({
      name: `learn ${id}: ${learned.result.quality}`,
      ...learned,
      rate: perSecond(learned.result.customers, learned.wallSeconds, 'customers'),
    })
  }
  say('scoring')
  const floor = await runLoad('score', { folder, isFloor: true })
  const scored = await runLoad('score', { folder, isFloor: false })
  lines.push(
    { name: 'scan and write seven columns', ...floor },
    {
      name: 'score with all three, seven columns',
      ...scored,
      ratio: times(scored.cpuSeconds, floor.cpuSeconds, 'scan'),
      rate: perSecond(customers, scored.wallSeconds, 'customers'),
    },
  )
  return renderTable(`Learning from ${customers.toLocaleString('en')} customers`, lines)
}
