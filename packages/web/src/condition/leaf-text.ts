/**
 * The text of a node of cel-js: its offsets leave out brackets that stand around it or at its end, so the span grows until brackets
 * inside it are balanced.
 */
export const textOfSpan = (text: string, start: number, end: number): string => {
  let from = start
  let to = end
  for (;;) {
    const { open, missing } = bracketsIn(text.slice(from, to))
    if (missing > 0) {
      const before = text.lastIndexOf('(', from - 1)
      if (before < 0) return text.slice(from, to)
      from = before
    } else if (open > 0) {
      const after = text.indexOf(')', to)
      if (after < 0) return text.slice(from, to)
      to = after + 1
    } else return text.slice(from, to).trim()
  }
}

/** `open` were never closed, `missing` were closed without having been opened; brackets within quotes do not count. */
const bracketsIn = (text: string): { readonly open: number; readonly missing: number } => {
  let open = 0
  let missing = 0
  for (const [piece] of text.matchAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[()]/g)) {
    if (piece === '(') open++
    else if (piece === ')') open > 0 ? open-- : missing++
  }
  return { open, missing }
}
