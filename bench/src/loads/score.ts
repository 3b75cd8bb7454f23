import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readModels, renderModelOutput } from '@tend/analysis'
import { openDuck } from '@tend/lake'
import { duckdbDialect, type ModelOutput } from '@tend/pack'
import { endDate, memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'
import { learningRows } from '../learning-models.ts'

const outputs: Readonly<Record<string, readonly ModelOutput[]>> = {
  segments: ['segment', 'distance'],
  scorecard: ['points', 'probability'],
  purchases: ['p_alive', 'expected_purchases', 'expected_value'],
}

/** Scores every customer with all that was learned, or only scans and writes as many columns. */
await load(
  async ({
    folder,
    isFloor,
  }: {
    readonly folder: string
    readonly isFloor: boolean
  }): Promise<{ readonly customers: number }> => {
    const duck = await openDuck({ memoryLimitMb, tempFolder: join(folder, 'spill') })
    const context = { asOf: endDate, decimals: 2, dialect: duckdbDialect, column: (name: string) => `w."${name}"` }
    const scores = [...(await readModels(join(folder, 'models')))].flatMap(([id, artifact]) =>
      (outputs[id] ?? []).map((output) => `${renderModelOutput(artifact, output, context)} as "${output}"`),
    )
    const columns = isFloor
      ? ['contract', 'share', 'assets', 'income', 'repeats', 'age', 'mean_value'].map((name) => `w."${name}"`)
      : scores
    const out = join(folder, 'scores.parquet')
    await duck.run(
      `copy (select w.customer_id, ${columns.join(', ')} from ${learningRows(folder)} w) to '${out}' (format parquet)`,
    )
    const [counted] = await duck.rows<{ customers: number }>(`select count(*) as customers from '${out}'`)
    duck.close()
    await rm(out)
    return { customers: counted?.customers ?? 0 }
  },
)
