import type { StateRow } from '@tend/analysis'
import { compile, type Expression, type Pack } from '@tend/pack'

/** Whether a scheme or model is for the customer at all: who is not among them has no level and no score, whatever anybody's word. */
export const isAmong = (
  { currency }: Pick<Pack, 'currency'>,
  { among }: { readonly among?: Expression },
  row: StateRow,
  asOf: string,
): boolean => among === undefined || compile(among, { decimals: currency.decimals })(row, asOf) === true
