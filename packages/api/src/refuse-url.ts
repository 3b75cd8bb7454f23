import { type RefuseUrl, refuseToken } from '@tend/care'
import type { ApiOptions } from './options.ts'

/** Makes the links by which customers refuse; none where customers cannot reach the server. */
export const refuseUrlOf = ({ secret, publicUrl }: Pick<ApiOptions, 'secret' | 'publicUrl'>): RefuseUrl | undefined => {
  if (publicUrl === undefined) return undefined
  return (link) => new URL(`/v1/refuse/${refuseToken(secret, link)}`, publicUrl).href
}
