/** How a delimited text is written. */
export type CsvForm = { readonly delimiter: string; readonly quote: string }

const delimiters = [',', ';', '\t', '|'] as const

/**
 * Reads the form from the start of a file: the delimiter is the one that splits the first records into the same number of fields,
 * more fields being better; a file with one column has a comma. The quote is the double quote unless only single quotes enclose fields.
 */
export const sniffCsv = (head: string): CsvForm => {
  const quote = /(^|[,;\t|\n])"/.test(head) || !/(^|[,;\t|\n])'[^'\n]*'([,;\t|\r\n]|$)/.test(head) ? '"' : "'"
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const widths = parseRecords(head, { delimiter, quote }, 30).map((record) => record.length)
    const first = widths[0] ?? 1
    if (first < 2) continue
    const score = (widths.filter((width) => width === first).length / widths.length) * 1000 + first
    if (score > best.score) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, quote }
}

/** Fields of the first records; blank lines are left out, the last record is left out when the text ends within it. */
export const parseRecords = (text: string, form: CsvForm, limit: number): string[][] => {
  const records: string[][] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length && records.length < limit) {
    const record: string[] = []
    for (;;) {
      const field = readField(text, at, form)
      record.push(field.value)
      at = field.end
      if (text[at] !== form.delimiter) break
      at++
    }
    const isCut = at >= text.length && records.length > 0
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    if (!isCut && !(record.length === 1 && record[0] === '')) records.push(record)
  }
  return records
}

const readField = (text: string, start: number, form: CsvForm): { value: string; end: number } => {
  let at = start
  while (text[at] === ' ') at++
  if (text[at] !== form.quote) {
    at = start
    while (at < text.length && text[at] !== form.delimiter && text[at] !== '\n' && text[at] !== '\r') at++
    return { value: text.slice(start, at), end: at }
  }
  let value = ''
  for (at++; at < text.length; at++) {
    if (text[at] !== form.quote) value += text[at]
    else if (text[at + 1] === form.quote) value += text[++at]
    else break
  }
  at++
  while (at < text.length && text[at] !== form.delimiter && text[at] !== '\n' && text[at] !== '\r') at++
  return { value, end: at }
}
