import type { Duck } from '@tend/lake'

/**
 * Chance without a generator's state: a number depends on the seed, a row's number and a salt alone, so rows can be made in
 * any order, on any number of threads, and customer 17 is the same person in a small and in a large bank.
 */
export const createRandomMacros = async (duck: Duck, seed: number): Promise<void> => {
  const key = Math.trunc(seed)
  // 53 bits of a 64-bit hash, moved half a step off zero, so that ln() of it is finite.
  await duck.run(
    `create or replace temp macro chance(who, salt) as ((hash(who::bigint, salt::bigint, ${key}::bigint) >> 11)::double + 0.5) / 9007199254740992.0`,
  )
  await duck.run(
    'create or replace temp macro bell(who, salt) as sqrt(-2 * ln(chance(who, salt))) * cos(2 * pi() * chance(who, salt + 500000))',
  )
  await duck.run('create or replace temp macro pick(items, share) as items[1 + floor(share * len(items))::integer]')
}

/** A list literal in which each value stands as often as its weight. */
export const weightedList = (weights: Readonly<Record<string, number>>): string =>
  listLiteral(Object.entries(weights).flatMap(([value, weight]) => Array.from({ length: weight }, () => value)))

export const listLiteral = (values: readonly string[]): string => `[${values.map(textLiteral).join(', ')}]`

export const textLiteral = (value: string): string => `'${value.replaceAll("'", "''")}'`
