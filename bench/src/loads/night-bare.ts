import { factRelation, openDuck, openLake, readCatalog } from '@tend/lake'
import { bankPack, memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'
import { type ScannedFact, scannedFacts } from '../columns.ts'

const groupSql = ({ customer, date, from, to, columns }: ScannedFact, relation: string): string => {
  const aggregates = columns.map(
    ({ name, type }) => `${type === 'BIGINT' || type === 'DOUBLE' ? 'sum' : 'max'}("${name}") as "${name}"`,
  )
  const start = from === undefined ? '' : ` and "${date}" >= date '${from}'`
  const where = date === undefined ? '' : `where "${date}" <= date '${to}'${start}`
  return `select "${customer}" as customer_id, count(*) as rows, ${aggregates.join(', ')} from ${relation} as fact ${where} group by 1`
}

/**
 * The floor of a night: every fact that it reads is scanned once and grouped by customer, with one aggregate a column that is read:
 * the sum of a number, the largest of anything else. No condition, no window, no rule, nothing written.
 */
await load(
  async ({
    lake: root,
    tempFolder,
  }: {
    readonly lake: string
    readonly tempFolder: string
  }): Promise<{ rows: number }> => {
    const duck = await openDuck({ memoryLimitMb, tempFolder })
    const lake = openLake(root)
    const catalog = await readCatalog(lake)
    const pack = bankPack()
    let rows = 0
    for (const scan of scannedFacts()) {
      const fact = pack.facts.get(scan.fact)
      if (!fact) throw new Error(`The pack has no fact ${scan.fact}.`)
      const relation = factRelation(
        lake,
        catalog,
        fact,
        scan.from === undefined ? { to: scan.to } : { from: scan.from, to: scan.to },
      )
      await duck.run(`create temp table "${scan.fact}" as ${groupSql(scan, relation)}`)
      const [counted] = await duck.rows<{ rows: number }>(`select sum(rows)::bigint as rows from "${scan.fact}"`)
      rows += counted?.rows ?? 0
    }
    duck.close()
    return { rows }
  },
)
