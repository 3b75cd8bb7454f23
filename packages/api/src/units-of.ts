import { subtreeOf } from '@tend/care'
import type { Api } from './call.ts'

/** A unit and all below it; scope narrows it further. */
export const unitsOf = async (api: Api, unit: string | undefined): Promise<readonly string[] | undefined> =>
  unit === undefined ? undefined : subtreeOf(api.store, unit)
