import type { Pack } from './definitions.ts'

/**
 * Ids of derived indicators, group rates and schemes, each after everything it reads; ties by id. Measures need nothing and are left out.
 * `<scheme>_before` comes from the previous state and is no dependency.
 */
export function dependencyOrder(pack: Pack): readonly string[] {
  throw new Error(`unfinished ${pack.id}`)
}
