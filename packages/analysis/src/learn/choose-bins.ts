import type { Binning } from './binning.ts'
import { binOf, quantileCuts } from './binning.ts'
import type { TrainingColumn } from './columns.ts'

/** Cuts are taken from at most so many customers: more would move them by less than a customer notices. */
const cutSampleMax = 50_000

/** Of a text: values that fewer than this share of customers have, or beyond the most frequent twenty, go together as others. */
const valueShareMin = 0.005
const valuesMax = 20

/** The bins of a column as the customers in `rows` have it: nothing is taken from anybody else, so that held-out customers stay unseen. */
export function chooseBinning(column: TrainingColumn, rows: Int32Array, bins: number): Binning {
  return column.kind === 'number'
    ? { kind: 'cuts', cuts: quantileCuts(sortedSample(column.numbers, rows), bins) }
    : { kind: 'values', values: frequentTexts(column.codes, column.texts, rows) }
}

function sortedSample(numbers: Float64Array, rows: Int32Array): Float64Array {
  const step = Math.max(1, Math.floor(rows.length / cutSampleMax))
  const known = new Float64Array(Math.ceil(rows.length / step))
  let count = 0
  for (let i = 0; i < rows.length; i += step) {
    const value = numbers[rows[i] as number] as number
    if (!Number.isNaN(value)) known[count++] = value
  }
  return known.subarray(0, count).sort()
}

function frequentTexts(codes: Int32Array, texts: readonly string[], rows: Int32Array): readonly string[] {
  const counts = new Int32Array(texts.length)
  for (const row of rows) {
    const code = codes[row] as number
    if (code >= 0) counts[code] = (counts[code] as number) + 1
  }
  return texts
    .map((text, code) => ({ text, count: counts[code] as number }))
    .filter(({ count }) => count >= Math.max(1, rows.length * valueShareMin))
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
    .slice(0, valuesMax)
    .map(({ text }) => text)
}

/** The bin of every customer. */
export function encode(column: TrainingColumn, binning: Binning): Uint8Array {
  if (column.kind === 'number') {
    return Uint8Array.from(column.numbers, (value) => binOf(binning, Number.isNaN(value) ? null : value))
  }
  const byCode = column.texts.map((text) => binOf(binning, text))
  const unknown = binOf(binning, null)
  return Uint8Array.from(column.codes, (code) => (code < 0 ? unknown : (byCode[code] as number)))
}
