import { type RefuseUrl, refuseToken } from '@tend/care'

type Origin = {
  readonly secret: string
  /** Under which customers reach the server; nothing or an empty text where they do not. */
  readonly publicUrl?: string | undefined
}

/** Makes the links by which customers refuse, for whoever sends, shows or prints messages; none where customers cannot reach the server. */
export const refuseUrlOf = ({ secret, publicUrl }: Origin): RefuseUrl | undefined => {
  if (!publicUrl) return undefined
  return (link) => new URL(`/v1/refuse/${refuseToken(secret, link)}`, publicUrl).href
}
