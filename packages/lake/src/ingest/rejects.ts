import type { Duck } from '../duck.ts'
import { structuralReasons } from './reasons.ts'

/** A record that DuckDB could not split into fields: its byte position in the text (from 0) and the field at fault (from 0). */
export type Reject = { readonly start: number; readonly reason: string; readonly field: number }

/** Records that could not be split, in file order. DuckDB's positions may stand on line ends that precede the record. */
export const readRejects = async (duck: Duck, table: string): Promise<readonly Reject[]> => {
  const rows = await duck.rows<{ start: number; type: string; field: number }>(
    `select line_byte_position - 1 + strlen(csv_line) - strlen(ltrim(csv_line, chr(10) || chr(13))) as start,
       min_by(cast(error_type as varchar), column_idx) as type, min(column_idx) as field
     from ${table} group by 1 order by 1`,
  )
  // DuckDB counts columns from 1, and names the last one present where others are missing.
  return rows.map(({ start, type, field }) => ({
    start,
    reason: structuralReasons[type] ?? 'broken-quote',
    field: type === 'MISSING COLUMNS' ? field : field - 1,
  }))
}
