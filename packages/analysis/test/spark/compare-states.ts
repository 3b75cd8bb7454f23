import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duck } from '@tend/lake'
import type { Pack } from '@tend/pack'
import { tolerancesOf } from './tolerances.ts'

/**
 * What differs between two states of a pack, in sentences; nothing where they hold the same rows in the same order, with the same columns and types.
 * Values are equal to the last digit but for `tolerancesOf`.
 */
export async function compareStates(
  duck: Duck,
  pack: Pack,
  expected: string,
  actual: string,
): Promise<readonly string[]> {
  const differences: string[] = []
  const toleranceOf = tolerancesOf(pack)
  for (const result of ['customer', 'moment', 'noticed']) {
    const found = await compareFiles(duck, `${expected}/${result}.parquet`, `${actual}/${result}.parquet`, (column) =>
      toleranceOf(result, column),
    )
    differences.push(...found.map((difference) => `${result}: ${difference}`))
  }
  const [one, other] = await Promise.all(
    [expected, actual].map((folder) => readFile(join(folder, 'state.json'), 'utf8')),
  )
  if (one !== other) differences.push(`state.json: ${one} became ${other}`)
  return differences
}

async function compareFiles(
  duck: Duck,
  expected: string,
  actual: string,
  toleranceOf: (column: string) => number,
): Promise<readonly string[]> {
  const [one, other] = [await shapeOf(duck, expected), await shapeOf(duck, actual)]
  if (one !== other) return [`columns are ${one}, and became ${other}`]
  const rows = await duck.columns(`from read_parquet('${expected}')`)
  const found = await duck.columns(`from read_parquet('${actual}')`)
  if (rows.count !== found.count) return [`${rows.count} rows became ${found.count}`]
  return rows.names.flatMap((name, column) => {
    const [values, others] = [rows.values[column] ?? [], found.values[column] ?? []]
    const tolerance = toleranceOf(name)
    const differing = values.flatMap((value, row) => (isSame(value, others[row], tolerance) ? [] : [row]))
    const [first] = differing
    if (first === undefined) return []
    const example = `${written(values[first])} became ${written(others[first])}`
    return [`${name} differs in ${differing.length} of ${rows.count} rows; in row ${first + 1} ${example}`]
  })
}

async function shapeOf(duck: Duck, file: string): Promise<string> {
  const columns = await duck.rows<{ column_name: string; column_type: string }>(
    `describe select * from read_parquet('${file}')`,
  )
  return columns.map(({ column_name, column_type }) => `${column_name} ${column_type}`).join(', ')
}

function isSame(one: unknown, other: unknown, tolerance: number): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return one === other || Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other))
}

/** JSON knows no whole number beyond 2^53. */
function written(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value)
}
