import { quoteIdentifier } from '../render/sql.ts'
import { Conditions, plainRow, type RowFilter, relationOf, requireColumn, type State, type StateRow } from './state.ts'

export type OpenMoment = {
  readonly moment_id: string
  readonly customer_id: string
  readonly unit_id: string
  readonly owner_id: string | null
  readonly moment: string
  readonly key: string
  readonly fired_on: string
  readonly due_on: string | null
  readonly expires_on: string
  /** Minor units. */
  readonly value: number
  readonly urgency: number
  readonly priority: number
  /** Values that the moment's sentence names, as `formatSentence` takes them. */
  readonly reason: Readonly<Record<string, unknown>>
  readonly is_new: boolean
}

/** A moment noticed by this as-of, with the columns of the wide row that were asked for. */
export type NewMoment = OpenMoment & { readonly customer: StateRow }

const momentColumns = [
  'moment_id',
  'customer_id',
  'unit_id',
  'owner_id',
  'moment',
  'key',
  'fired_on',
  'due_on',
  'expires_on',
  'value',
  'urgency',
  'priority',
  'reason',
  'is_new',
] as const satisfies readonly (keyof OpenMoment)[]

/** Moments at once in memory while a state is published. */
const chunkRows = 50_000

/** Open occurrences of one customer within scope, by priority, then worth. */
export async function momentsOf(state: State, customerId: string, scope: RowFilter): Promise<readonly OpenMoment[]> {
  const conditions = new Conditions(scope)
  conditions.add(`customer_id = ${conditions.bind(customerId)}`)
  const rows = await state.duck.rows<Record<string, unknown>>(
    `select ${momentColumns.join(', ')} from ${relationOf(state, 'moment')} where ${conditions.sql} order by priority desc, value desc, moment, key`,
    conditions.params,
  )
  return rows.map(momentFrom)
}

/**
 * The moments that this as-of noticed, in chunks and always in the same order, each with `columns` of its customer's wide row. For
 * publishing, which is the only reader that no person's scope bounds.
 */
export async function* newMoments(state: State, columns: readonly string[]): AsyncGenerator<readonly NewMoment[]> {
  for (const name of columns) requireColumn(state, name)
  const moments = relationOf(state, 'moment').replace(/\)$/, ', file_row_number = true)')
  const [counted] = await state.duck.rows<{ count: number }>(
    `select count(*) as count from ${relationOf(state, 'moment')}`,
  )
  const selected = [
    ...momentColumns.map((name) => `m.${name}`),
    ...columns.map((name) => `c.${quoteIdentifier(name)} as ${quoteIdentifier(`customer:${name}`)}`),
  ]
  for (let start = 0; start < (counted?.count ?? 0); start += chunkRows) {
    const rows = await state.duck.rows<Record<string, unknown>>(
      [
        `select ${selected.join(', ')}`,
        `from ${moments} m join ${relationOf(state, 'customer')} c on c.customer_id = m.customer_id`,
        'where m.is_new and m.file_row_number >= $1 and m.file_row_number < $2',
        'order by m.file_row_number',
      ].join('\n'),
      [start, start + chunkRows],
    )
    yield rows.map((row) => ({
      ...momentFrom(row),
      customer: plainRow(Object.fromEntries(columns.map((name) => [name, row[`customer:${name}`]]))),
    }))
  }
}

function momentFrom(row: Readonly<Record<string, unknown>>): OpenMoment {
  const values = momentColumns.map((name) => {
    const value = row[name]
    if (name === 'reason') return [name, JSON.parse(String(value))]
    return [name, typeof value === 'bigint' ? Number(value) : value]
  })
  return Object.fromEntries(values) as OpenMoment
}
