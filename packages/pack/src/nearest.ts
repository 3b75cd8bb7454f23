import type { Label } from './definitions.ts'
import { listOf } from './words.ts'

/** The known name that an author most likely meant: within a third of its length in edits, ties by alphabet. */
function findNearest(name: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3))
  let best: string | undefined
  let bestDistance = limit + 1
  for (const candidate of [...known].sort()) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** `did you mean "x"?` where a near name exists, else the list when it is short. */
export function suggestFrom(name: string, known: Iterable<string>): Label | undefined {
  const names = [...known]
  const nearest = didYouMean(name, names)
  if (nearest !== undefined || names.length === 0 || names.length > 20) return nearest
  const { zh, en } = listOf(names)
  return { zh: `请从以下选用：${zh}`, en: `known here: ${en}` }
}

/** For messages that name all that is known themselves. */
export function didYouMean(name: string, known: Iterable<string>): Label | undefined {
  return orElse(findNearest(name, known))
}

/** The first of several names that is near to a known one, as a question. */
export function didYouMeanAny(names: readonly string[], known: readonly string[]): Label | undefined {
  return orElse(names.map((name) => findNearest(name, known)).find((near) => near !== undefined))
}

function orElse(near: string | undefined): Label | undefined {
  return near === undefined ? undefined : { zh: `是否应为“${near}”？`, en: `did you mean "${near}"?` }
}

/** Edits from one text to another, where swapping two neighbours is one edit. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(substitution, at(last, j) + 1, at(row, j - 1) + 1)
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swaps) row[j] = Math.min(at(row, j), at(beforeLast, j - 2) + 1)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
