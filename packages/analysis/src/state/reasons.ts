import type { Duck } from '@tend/lake'
import { reasonColumns, reasonFile, reasonsIn } from '../run/reasons.ts'
import { readStateFile } from '../run/state-file.ts'
import type { StateRow } from './state.ts'

/**
 * The rows of `folder`'s state with the reasons of their levels: a row tells those that its own night settled, the state's reason files those that earlier
 * nights did (JSON texts under `<scheme>_reason`). A row of wide columns without a level stays without a reason.
 */
export async function withReasons<Row extends StateRow>(
  duck: Duck,
  folder: string,
  schemes: readonly string[],
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const { reasons = [] } = await readStateFile(folder)
  const ids = rows.flatMap((row) => (schemes.some((scheme) => isMissing(row, scheme)) ? [String(row.customer_id)] : []))
  if (reasons.length === 0 || ids.length === 0) return rows
  const relation = reasonsIn(folder, reasons)
  const columns = await reasonColumns(duck, relation, schemes)
  const told = await duck.rows<Record<string, string | null>>(
    [
      `select ${['customer_id', ...columns].join(', ')}`,
      `from ${relation}`,
      `where customer_id in (${ids.map((_, index) => `$${index + 1}`).join(', ')})`,
      `order by ${reasonFile}`,
    ].join('\n'),
    ids,
  )
  const words = Map.groupBy(told, ({ customer_id }) => customer_id)
  return rows.map((row) => ({ ...row, ...lastWords(row, schemes, words.get(String(row.customer_id)) ?? []) }))
}

function isMissing(row: StateRow, scheme: string): boolean {
  return typeof row[scheme] === 'string' && (row[`${scheme}_reason`] ?? null) === null
}

function lastWords(
  row: StateRow,
  schemes: readonly string[],
  words: readonly Readonly<Record<string, string | null>>[],
): Readonly<Record<string, string | null>> {
  const missing = schemes.filter((scheme) => isMissing(row, scheme)).map((scheme) => `${scheme}_reason`)
  return Object.fromEntries(missing.map((name) => [name, words.findLast((word) => word[name])?.[name] ?? null]))
}
