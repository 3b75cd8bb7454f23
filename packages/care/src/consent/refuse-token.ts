import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link in a message refuses: further messages of this purpose. `channel` is that of the message. */
export type RefusalLink = { readonly customerId: string; readonly purpose: string; readonly channel: string }

/**
 * The token of the link by which a customer refuses without signing in: `https://…/v1/refuse/<token>`. It never ends, since a message may be opened
 * years later, and can do nothing but refuse. `secret` is the server's own (`ApiOptions.secret`).
 */
export const refuseToken = (secret: string, { customerId, purpose, channel }: RefusalLink): string => {
  const payload = Buffer.from(JSON.stringify([customerId, purpose, channel])).toString('base64url')
  return `${payload}.${sign(secret, payload).toString('base64url')}`
}

/** Undefined for anything that this house has not signed. */
export const readRefuseToken = (secret: string, token: string): RefusalLink | undefined => {
  const [payload = '', signature = '', ...rest] = token.split('.')
  const given = Buffer.from(signature, 'base64url')
  const wanted = sign(secret, payload)
  if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  const [customerId, purpose, channel] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[]
  return { customerId: customerId ?? '', purpose: purpose ?? '', channel: channel ?? '' }
}

// A purpose of its own in the key: no other signature of the server's secret can be passed off as a link.
const sign = (secret: string, payload: string): Buffer =>
  createHmac('sha256', secret).update(`refuse\n${payload}`).digest()
