import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuck } from '@tend/lake'
import { customerScope, duckdbDialect, parseExpression, renderSql } from '@tend/pack'
import { bankPack, endDate, memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'

export type Segments = { readonly customers: number; readonly segments: number; readonly members: number }

/** A hundred conditions of three comparisons each. */
const conditions = Array.from({ length: 100 }, (_, index) =>
  [
    `quarter_avg_assets >= ${(index + 1) * 5_000}`,
    index % 2 === 0 ? "lifecycle != 'exit'" : `contribution_12m > ${index}`,
    index % 3 === 0 ? 'days_since(opened_on) > 365' : `risk_index < ${1 + index}`,
  ].join(index % 5 === 0 ? ' || ' : ' && '),
)

/** Rebuilds a hundred segments over a state and writes every membership as a row, by the SQL that a pack's conditions become. */
await load(async ({ state }: { readonly state: string }): Promise<Segments> => {
  const pack = bankPack()
  const scope = customerScope(pack)
  const flags = conditions.map((text, index) => {
    const { expression } = parseExpression(
      text,
      scope,
      { position: { file: 'bench', line: 1, column: 1 }, path: '' },
      'flag',
    )
    if (!expression) throw new Error(`"${text}" is no condition of the retail bank`)
    const sql = renderSql(expression, {
      column: (name) => `"${name}"`,
      asOf: endDate,
      decimals: pack.currency.decimals,
      dialect: duckdbDialect,
    })
    return `case when ${sql} then ${index} end`
  })
  const duck = await openDuck({ memoryLimitMb, tempFolder: join(state, '..', 'spill') })
  const out = join(state, '..', 'segments.parquet')
  await duck.run(
    `copy (select customer_id, segment from (select customer_id, unnest([${flags.join(', ')}]) as segment
       from read_parquet('${join(state, 'customer.parquet')}')) where segment is not null) to '${out}' (format parquet)`,
  )
  const [counted] = await duck.rows<{ members: number }>(`select count(*) as members from read_parquet('${out}')`)
  const [all] = await duck.rows<{ customers: number }>(
    `select count(*) as customers from read_parquet('${join(state, 'customer.parquet')}')`,
  )
  duck.close()
  await rm(out)
  return { customers: all?.customers ?? 0, segments: conditions.length, members: counted?.members ?? 0 }
})
