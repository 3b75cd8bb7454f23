import type { OutcomeChoice } from './outcome-draft.ts'

type Known = Pick<OutcomeChoice, 'id' | 'result'> & { readonly refusal?: string | null | undefined }

const results = ['success', 'appointment', 'retry', 'failure'] as const

/** Digits that outcomes answer to, the same at every task whatever its play offers: what was reached first, then the rest, refusals last. The tenth and further have none. */
export const outcomeKeys = (outcomes: readonly Known[]): ReadonlyMap<string, number> => {
  const rankOf = ({ result, refusal }: Known): number => results.indexOf(result) * 2 + (refusal ? 1 : 0)
  const ordered = [...outcomes].sort((a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1))
  return new Map(ordered.slice(0, 9).map(({ id }, place) => [id, place + 1]))
}

/** A task's outcomes in the order of their digits. */
export const inOrderOfKeys = (
  outcomes: readonly OutcomeChoice[],
  keys: ReadonlyMap<string, number>,
): readonly OutcomeChoice[] =>
  [...outcomes].sort((a, b) => (keys.get(a.id) ?? keys.size + 1) - (keys.get(b.id) ?? keys.size + 1))
