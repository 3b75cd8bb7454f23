import { oneOf, textParam } from '../../search-params.ts'

/** `within` in the unit that the API speaks (money in minor units). */
export type NearLineSearch = {
  readonly scheme?: string
  readonly direction?: 'down'
  readonly within?: string
  readonly level?: string
  readonly unit?: string
}

export const readNearLineSearch = (raw: Record<string, unknown>): NearLineSearch => {
  const scheme = textParam(raw['scheme'])
  const direction = oneOf(['down'] as const, raw['direction'])
  const within = textParam(raw['within'])
  const level = textParam(raw['level'])
  const unit = textParam(raw['unit'])
  return {
    ...(scheme ? { scheme } : {}),
    ...(direction ? { direction } : {}),
    ...(within && /^\d{1,15}(\.\d+)?$/.test(within) ? { within } : {}),
    ...(level ? { level } : {}),
    ...(unit ? { unit } : {}),
  }
}
