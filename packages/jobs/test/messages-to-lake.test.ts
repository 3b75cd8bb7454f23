import { factRelation, readCatalog } from '@tend/lake'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectWork } from '../src/collect.ts'
import { deliverBank, openSmallHouse, type SmallHouse } from './small-house.ts'

const now = new Date('2026-11-02T02:00:00Z')
let house: SmallHouse
beforeAll(async () => {
  house = await openSmallHouse()
  await deliverBank(house)
})
afterAll(() => house?.close())

const collect = (runId: string) => collectWork(house, house.duck, { runId, asOf: '2026-10-31', clock: () => now })
const factRows = async () => {
  const fact = house.pack.facts.get('message')
  if (fact === undefined) throw new Error('the pack has no fact "message"')
  const relation = factRelation(house.lake, await readCatalog(house.lake), fact)
  return house.duck.rows(
    `select customer_id, date::text as date, template, state from ${relation} as message order by message_id`,
  )
}

test('what was written to whom goes to the lake once it has come to an end, and again when a report changes it', async () => {
  await house.store.execute(
    `insert into message (customer_id, unit_id, channel, purpose, kind, template, language, body, sender_name, state, not_before, next_attempt_at, sent_at,
       idempotency_key, dedupe_key, pack_hash, created_at, created_by)
     select 'C1', 'B1', 'sms', 'service', 'service', 'maturity_notice', 'zh', '您好', '总行', state, $1, $1, case when state = 'sent' then $1::timestamptz end,
       state, state, 'hash', $1, 'system'
     from unnest(array['sent', 'waiting']) as state`,
    [now],
  )
  expect((await collect('n1')).rows).toBe(1)
  expect(await factRows()).toEqual([
    { customer_id: 'C1', date: '2026-11-02', template: 'maturity_notice', state: 'sent' },
  ])
  await house.store.execute("update message set state = 'delivered', delivered_at = $1 where state = 'sent'", [now])
  await collect('n2')
  expect(await factRows()).toMatchObject([{ state: 'delivered' }])
})
