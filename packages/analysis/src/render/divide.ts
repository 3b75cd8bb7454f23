import type { SqlDialect } from '@tend/pack'

/**
 * Whole units divided in integers, half rounded up (towards the larger number for negative ones too): 2·total + n is brought down to
 * a multiple of 2·n first, so that the division leaves no rest in any engine.
 */
export function divideWhole(total: string, count: string, dialect: SqlDialect): string {
  const dividend = `(2 * ${total} + ${count})`
  const divisor = `(2 * ${count})`
  const rest = `mod(mod(${dividend}, ${divisor}) + ${divisor}, ${divisor})`
  return `cast(cast(${dividend} - ${rest} as ${dialect.double}) / ${divisor} as bigint)`
}
