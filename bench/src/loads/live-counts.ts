import { countCustomers, openState } from '@tend/analysis'
import { openDuck } from '@tend/lake'
import { bankPack } from '../bank.ts'
import { load } from '../child.ts'

export type LiveCounts = {
  readonly p50: number
  readonly p95: number
  readonly slowest: number
  readonly counts: number
}

/** Conditions such as somebody types in the studio, each with figures of its own, so that no answer can have been kept. */
const conditionsOf = (round: number): readonly string[] => [
  `quarter_avg_assets >= ${50_000 + round * 1_000}`,
  `quarter_avg_assets >= ${200_000 + round * 500} && asset_tier == 'silver' && !is_closed`,
  `net_outflow_7d >= ${10_000 + round * 100} && net_outflow_7d >= 0.2 * (total_assets + net_outflow_7d)`,
  `lifecycle in ['decline', 'exit'] && contribution_12m > ${round}`,
  `abcd in ['A', 'B'] && days_since(opened_on) > ${365 + round}`,
  `risk_index > 0.${10 + (round % 80)} || assets_change <= -0.${10 + (round % 80)}`,
]

await load(
  async ({ state: folder, rounds }: { readonly state: string; readonly rounds: number }): Promise<LiveCounts> => {
    const duck = await openDuck({ memoryLimitMb: 512, threads: 2 })
    const state = await openState(duck, folder, bankPack())
    const scope = { sql: 'true', params: [] }
    await countCustomers(state, { scope, condition: 'true' })
    const milliseconds: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const condition of conditionsOf(round)) {
        const start = performance.now()
        await countCustomers(state, { scope, condition })
        milliseconds.push(performance.now() - start)
      }
    }
    duck.close()
    milliseconds.sort((a, b) => a - b)
    const at = (share: number): number =>
      milliseconds[Math.min(milliseconds.length - 1, Math.floor(milliseconds.length * share))] ?? 0
    return { p50: at(0.5), p95: at(0.95), slowest: at(1), counts: milliseconds.length }
  },
)
