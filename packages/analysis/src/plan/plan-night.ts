import type { Pack } from '@tend/pack'
import type { NightPlan, PreviousState } from './plan.ts'

/**
 * Settles everything that a night does as plain data: periods, the order of layers, what each moment looks for. `asOf` is an ISO date;
 * `previous` says what the last committed state with an earlier as-of holds.
 */
export function planNight(
  pack: Pack,
  options: { readonly asOf: string; readonly previous?: PreviousState },
): NightPlan {
  throw new Error(`unfinished ${pack.id} ${options.asOf}`)
}
