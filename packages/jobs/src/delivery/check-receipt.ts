import { isSignedBy, receiptSourceOf } from '@tend/channels'

/** Whether a report of a channel's provider is genuine: the provider’s id in the outbox; undefined where it is not signed, or nobody reports on the channel. */
export type CheckReceipt = (
  channel: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<string | undefined>

/** Checks reports with the secrets of the environment, those by which our own requests are signed. */
export const checkReceipts =
  (environment: NodeJS.ProcessEnv): CheckReceipt =>
  async (channel, headers, body) => {
    const source = receiptSourceOf(environment, channel)
    if (source === undefined) return undefined
    return (await isSignedBy(source.secret, headers, body)) ? source.provider : undefined
  }
