import { type Duck, type DuckParam, factColumns } from '@tend/lake'
import { type Column, compile, type Fact, type Pack } from '@tend/pack'
import type { Facts } from './shape.ts'

type Cell = string | number | boolean | null
type Row = Readonly<Record<string, Cell>>

/** Rows of every fact by the day's end: a row with the key of an earlier one replaces it, as a delivery does. */
export class FactBook {
  private readonly pack: Pack
  private readonly rows = new Map<string, Map<string, Row>>()

  constructor(pack: Pack) {
    this.pack = pack
  }

  add(facts: Facts): void {
    for (const [id, written] of Object.entries(facts)) {
      const fact = this.pack.facts.get(id)
      if (!fact) throw new Error(`pack ${this.pack.id} has no fact ${id}`)
      const rows = this.rows.get(id) ?? new Map<string, Row>()
      this.rows.set(id, rows)
      for (const row of written.flatMap(repeated)) {
        checkColumns(fact, row)
        const key = fact.key.length === 0 ? String(rows.size) : JSON.stringify(fact.key.map((column) => row[column]))
        rows.set(key, row)
      }
    }
  }

  /** Puts the rows into tables with the lake's types; answers with the relation of a fact. */
  async load(duck: Duck): Promise<(fact: string) => string> {
    for (const fact of this.pack.facts.values()) {
      const columns = factColumns(fact)
      const table = quote(`fact:${fact.id}`)
      await duck.run(
        `create or replace table ${table} (${columns.map(({ name, type }) => `${quote(name)} ${type}`).join(', ')})`,
      )
      const rows = [...(this.rows.get(fact.id)?.values() ?? [])]
      if (rows.length === 0) continue
      for (let start = 0; start < rows.length; start += 200) {
        const some = rows.slice(start, start + 200)
        const tuples = some.map(
          (_, row) =>
            `(${columns.map(({ type }, column) => `cast($${row * columns.length + column + 1} as ${type})`).join(', ')})`,
        )
        await duck.run(
          `insert into ${table} values ${tuples.join(', ')}`,
          some.flatMap((row) => this.cells(fact, row)),
        )
      }
    }
    return (id) => quote(`fact:${id}`)
  }

  private cells(fact: Fact, row: Row): DuckParam[] {
    const { decimals } = this.pack.currency
    const stored = new Map<string, DuckParam>()
    for (const column of fact.columns) {
      const cell = row[column.id]
      const given = cell === undefined ? (column.default ?? null) : cell
      stored.set(column.id, store(given, column, decimals))
    }
    for (const column of fact.columns) {
      if (column.derive === undefined || row[column.id] !== undefined) continue
      const derived = compile(column.derive, { decimals })(Object.fromEntries(stored), '1970-01-01')
      stored.set(column.id, store(derived, column, decimals))
    }
    return [...stored.values()]
  }
}

function store(value: Cell, { type }: Column, decimals: number): DuckParam {
  return type === 'money' && value !== null ? Math.round(Number(value) * 10 ** decimals) : value
}

function checkColumns(fact: Fact, row: Row): void {
  for (const name of Object.keys(row)) {
    if (!fact.columns.some(({ id }) => id === name)) throw new Error(`fact ${fact.id} has no column ${name}`)
  }
}

function repeated(written: Facts[string][number]): readonly Row[] {
  const { repeat, ...cells } = written
  if (Object.values(cells).some(Array.isArray)) throw new Error('only repeat may be a list')
  const row = cells as Row
  if (repeat === undefined) return [row]
  const [first, last] = Array.isArray(repeat) ? repeat : [1, Number(repeat)]
  if (first === undefined || last === undefined || !(last >= first)) {
    throw new Error('repeat must be a number or [first, last]')
  }
  return Array.from({ length: last - first + 1 }, (_, index) => numbered(row, first + index))
}

/** `{n}`, `{n*100}`, `{n+5}`, `{n-1}`, `{n%3}` become numbers; `{n:4}` has four digits. A cell that is nothing else becomes a number. */
function numbered(row: Row, n: number): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => {
      if (typeof cell !== 'string') return [name, cell]
      const text = cell.replaceAll(
        /\{n(?:([*+%-])(\d+))?(?::(\d+))?\}/g,
        (_, op?: string, by?: string, digits?: string) =>
          String(calculate(n, op, Number(by))).padStart(Number(digits ?? 0), '0'),
      )
      return [name, /^\{n([*+%-]\d+)?\}$/.test(cell) ? Number(text) : text]
    }),
  )
}

function calculate(n: number, op: string | undefined, by: number): number {
  if (op === '*') return n * by
  if (op === '+') return n + by
  if (op === '-') return n - by
  return op === '%' ? n % by : n
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
