import { importOrganisation, publishCustomers, queueMessages } from '@tend/care'
import type { Pack, Template } from '@tend/pack'
import type { Store } from '@tend/store'
import { requirePack, shippedPacks } from '../src/home.ts'

/** A Monday morning, ten o'clock on the local clock. */
export const monday = new Date('2026-11-02T02:00:00Z')

const position = { file: 'test.yaml', line: 1, column: 1 }
const notice = (id: string, channel: string): [string, Template] => [
  id,
  {
    id,
    position,
    kind: 'service',
    channel,
    label: { zh: id, en: id },
    ...(channel === 'email' ? { subject: { zh: '通知', en: 'Notice' } } : {}),
    body: { zh: '【{institution}】您有一条通知。', en: '{institution}: you have a notice.' },
  },
]

/** The rules of `packs/common` with a notice for each channel. */
export const outboxPack = (): Pack => ({
  ...requirePack(`${shippedPacks}/common`),
  templates: new Map([notice('sms', 'sms'), notice('email', 'email'), notice('push', 'webhook')]),
})

export const addCustomers = async (store: Store, count: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, (_, index) => `c${index}`)
  await store.transaction(async (tx) => {
    await importOrganisation(tx, {
      units: [{ unit_id: 'hq', parent_id: null, name: '常青银行', kind: 'head_office' }],
      staff: [],
    })
    await publishCustomers(tx, { csv: rowsOf(ids), asOf: '2026-10-31', packHash: 'hash', now: monday })
  })
  return ids
}

async function* rowsOf(ids: readonly string[]): AsyncIterable<string> {
  for (const id of ids) yield `${id},客户${id},13800000000,,hq,,"{}","{""email"": ""${id}@bank.example""}"\n`
}

let keys = 0
/** Queues a notice for each customer and answers the messages' numbers. */
export const queueNotices = (
  store: Store,
  pack: Pack,
  customerIds: readonly string[],
  template: string,
): Promise<readonly number[]> =>
  store.transaction(async (tx) => {
    const planned = customerIds.map((customerId) => ({
      customerId,
      template,
      values: {},
      dedupeKey: `notice|${++keys}`,
    }))
    const { queued } = await queueMessages(tx, pack, planned, {
      now: monday,
      timeZone: pack.timeZone,
      createdBy: 'system',
    })
    return queued.map(({ messageId }) => messageId)
  })
