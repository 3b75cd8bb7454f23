import { judgeContacts, stops } from '@tend/care'
import type { Call } from './call.ts'

/**
 * Those of the customers who want no call of care: who prints a list of birthdays leaves them in peace. None where the pack has no purpose that may be objected to, or
 * nobody who calls.
 */
export async function refusedAmong(
  { api, at }: Pick<Call, 'api' | 'at'>,
  customerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { pack, store } = api
  const purpose = [...pack.purposes.values()].find(({ basis }) => basis === 'objection')
  const channel = [...pack.channels.values()].find(({ by, address }) => by === 'person' && address !== undefined)
  if (purpose === undefined || channel === undefined) return new Set()
  const ids = [...new Set(customerIds)]
  const asks = ids.map((customerId) => ({ customerId, purpose: purpose.id, channel: channel.id, at: at.now }))
  const verdicts = await judgeContacts(store, pack, asks, { hour: false, timeZone: at.timeZone })
  return new Set(
    ids.filter((_id, index) => {
      const verdict = verdicts[index]
      return verdict?.kind === 'refused' && stops.includes(verdict.code)
    }),
  )
}
