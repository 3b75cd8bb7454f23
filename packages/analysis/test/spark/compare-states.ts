import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duck } from '@tend/lake'

/**
 * Doubles may differ by this share of the larger one: the engines' logarithms and exponentials come from two mathematical libraries, and
 * expected purchases subtract nearly equal powers, which carries their last digits forward (seven parts in 10¹¹). Everything else is equal to the last character.
 */
const DOUBLE_TOLERANCE = 1e-9

/** What differs between two states, in sentences; nothing where they hold the same rows in the same order, with the same columns and types. */
export async function compareStates(duck: Duck, expected: string, actual: string): Promise<readonly string[]> {
  const differences: string[] = []
  for (const result of ['customer', 'moment', 'noticed']) {
    const about = (difference: string) => `${result}: ${difference}`
    differences.push(
      ...(await compareFiles(duck, `${expected}/${result}.parquet`, `${actual}/${result}.parquet`)).map(about),
    )
  }
  const [one, other] = await Promise.all(
    [expected, actual].map((folder) => readFile(join(folder, 'state.json'), 'utf8')),
  )
  if (one !== other) differences.push(`state.json: ${one} became ${other}`)
  return differences
}

async function compareFiles(duck: Duck, expected: string, actual: string): Promise<readonly string[]> {
  const [one, other] = [await shapeOf(duck, expected), await shapeOf(duck, actual)]
  if (one !== other) return [`columns are ${one}, and became ${other}`]
  const rows = await duck.columns(`from read_parquet('${expected}')`)
  const found = await duck.columns(`from read_parquet('${actual}')`)
  if (rows.count !== found.count) return [`${rows.count} rows became ${found.count}`]
  return rows.names.flatMap((name, column) => {
    const [values, others] = [rows.values[column] ?? [], found.values[column] ?? []]
    const differing = values.flatMap((value, row) => (isSame(value, others[row]) ? [] : [row]))
    const [first] = differing
    if (first === undefined) return []
    const example = `${JSON.stringify(values[first])} became ${JSON.stringify(others[first])}`
    return [`${name} differs in ${differing.length} of ${rows.count} rows; in row ${first + 1} ${example}`]
  })
}

async function shapeOf(duck: Duck, file: string): Promise<string> {
  const columns = await duck.rows<{ column_name: string; column_type: string }>(
    `describe select * from read_parquet('${file}')`,
  )
  return columns.map(({ column_name, column_type }) => `${column_name} ${column_type}`).join(', ')
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return one === other || Math.abs(one - other) <= DOUBLE_TOLERANCE * Math.max(Math.abs(one), Math.abs(other))
}
