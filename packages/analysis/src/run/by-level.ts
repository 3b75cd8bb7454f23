import type { Scheme } from '@tend/pack'

/** Customers by level from counted values of the scheme's column, `''` where there is none; a set of tags counts for each of its tags. */
export function byLevel(
  scheme: Scheme,
  counted: readonly { readonly level: string; readonly count: number }[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { level, count } of counted) {
    for (const one of scheme.variant === 'rules' ? level.split(',') : [level]) {
      counts.set(one, (counts.get(one) ?? 0) + count)
    }
  }
  return counts
}
