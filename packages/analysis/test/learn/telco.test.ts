import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDuck } from '@tend/lake'
import { expect, test } from 'vitest'
import { trainingColumn } from '../../src/learn/columns.ts'
import { hashText } from '../../src/learn/random.ts'
import { learnScorecard } from '../../src/learn/scorecard.ts'

const file = join(import.meta.dirname, '../../../../../shared/data/telco/Telco-Customer-Churn.csv')
if (!existsSync(file))
  process.stderr.write(`The churn scorecard is not tested on real customers: ${file} is not there.\n`)

test.skipIf(!existsSync(file))(
  'on 7,043 real telecom customers the area under the curve is 0.84 or more, in the mean of five folds',
  async () => {
    const duck = await openDuck()
    const rows = `read_csv('${file}', header = true, nullstr = ['', ' '])`
    const described = await duck.rows<{ column_name: string; column_type: string }>(`describe select * from ${rows}`)
    const features = described
      .filter(({ column_name }) => !['customerID', 'Churn'].includes(column_name))
      .map(({ column_name, column_type }) => ({ name: column_name, isText: /VARCHAR|BOOLEAN/.test(column_type) }))
    const select = features.map(({ name, isText }) => `cast("${name}" as ${isText ? 'varchar' : 'double'})`)
    const { values } = await duck.columns(
      `select "customerID", case when "Churn" then 1 else 0 end, ${select.join(', ')} from ${rows} order by 1`,
    )
    duck.close()
    const [ids, outcome, ...read] = values as [string[], number[], ...unknown[][]]
    const cohort = {
      columns: features.map(({ name, isText }, i) =>
        trainingColumn({ name, unit: isText ? 'text' : 'number' }, read[i] ?? []),
      ),
      outcome: Uint8Array.from(outcome),
      fold: Uint8Array.from(ids, (id) => hashText(id, 7) % 5),
      folds: 5,
    }
    const { quality, features: used } = learnScorecard(cohort, 10, { base: 600, odds: 20, double: 50 })
    expect([quality.customers, quality.events]).toEqual([7043, 1869])
    expect(quality.aucs.length).toBe(5)
    expect(quality.auc).toBeGreaterThanOrEqual(0.84)
    expect(quality.ks).toBeGreaterThan(0.5)
    expect(quality.deciles[0]?.lift).toBeGreaterThan(2.5)
    for (const { expected, rate } of quality.deciles) expect(Math.abs(expected - rate)).toBeLessThan(0.06)
    expect(used.map(({ name }) => name)).toContain('Contract')
    expect(used.every(({ coefficient }) => coefficient > 0)).toBe(true)
  },
)
