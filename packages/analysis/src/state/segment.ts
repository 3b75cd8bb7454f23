import { quoteIdentifier } from '../render/sql.ts'
import { type CustomerQuery, conditionsOf } from './conditions.ts'
import { plainRow, relationOf, requireColumn, type State, type StateRow } from './state.ts'

/** Customers at once in memory; a chunk is worked through in a few hundredths of a second, so that whoever else is served waits no longer. */
const chunkRows = 2_500

/**
 * The customers whom a query finds, in chunks and always in the same order, each with `columns` of the wide row besides `customer_id`, `unit_id` and
 * `owner_id`. The condition is judged once, when the first chunk is asked for; the state's connection is taken until the last one. Throws `QueryRefused`.
 */
export async function* readSegment(
  state: State,
  query: CustomerQuery,
  columns: readonly string[],
): AsyncGenerator<readonly StateRow[]> {
  for (const name of columns) requireColumn(state, name)
  const names = [...new Set(['customer_id', 'unit_id', 'owner_id', ...columns])].map(quoteIdentifier).join(', ')
  const { sql, params } = conditionsOf(state, query)
  const { duck } = state
  const found = `select ${names} from ${relationOf(state, 'customer')} where ${sql} order by customer_id`
  await duck.run(`create or replace temp table tend_segment as ${found}`, params)
  try {
    for (let start = 0; ; start += chunkRows) {
      const rows = await duck.rows<Record<string, unknown>>(
        'select * from tend_segment where rowid >= $1 and rowid < $2',
        [start, start + chunkRows],
      )
      if (rows.length > 0) yield rows.map(plainRow)
      if (rows.length < chunkRows) return
    }
  } finally {
    await duck.run('drop table if exists tend_segment')
  }
}
