import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuck } from '@tend/lake'
import type { Moment, Pack } from '@tend/pack'
import { expect, test } from 'vitest'
import { getCustomers, instantFacts, judgeEvent, newMoments, openState, runNight } from '../src/index.ts'
import type { FactRow } from '../src/instant/judge-event.ts'
import { FactBook } from './golden/facts.ts'
import { shopFacts, teashop } from './teashop.ts'

const asOf = '2026-10-31'

/** The tea shop with every moment of a fact judged at once. */
const instantShop = (): Pack => {
  const pack = teashop()
  const moments = [...pack.moments].map(([id, moment]): [string, Moment] => [
    id,
    moment.kind === 'fact' ? { ...moment, cadence: 'instant' } : moment,
  ])
  return { ...pack, moments: new Map(moments) }
}

const today = {
  purchase: [
    { repeat: 12, purchase_id: '7{n:3}', customer_id: 'c{n:3}', date: asOf, amount: '{n*11}', kind: 'k"{n%3}\\' },
    { purchase_id: 8001, customer_id: 'c001', date: asOf, amount: 70.5, weight: 0.1234567, kind: `k'1\n二` },
    { purchase_id: 8002, customer_id: `o'c"1`, date: asOf, amount: 99, kind: null },
  ],
  voucher: [{ voucher_id: 'w1', customer_id: 'c002', bought_on: asOf, end_on: '2026-12-31', amount: 20 }],
}

test('an event is judged as the night of its day judges it: same occurrence, worth, due day and values', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tend-instant-'))
  const duck = await openDuck()
  try {
    const pack = instantShop()
    const book = new FactBook(pack)
    const run = async (day: string, facts: Parameters<FactBook['add']>[0], previous?: string): Promise<string> => {
      book.add(facts)
      const sources = await book.load(duck)
      const out = join(folder, day)
      await runNight({ duck, sources, pack, asOf: day, out, ...(previous === undefined ? {} : { previous }) })
      return out
    }
    const before = await run('2026-10-30', shopFacts)
    const state = await openState(duck, await run(asOf, today, before), pack)
    const facts = [...instantFacts(pack)].sort()
    const byNight = []
    for await (const chunk of newMoments(state, [])) {
      for (const { is_new: _new, customer: _customer, ...occurrence } of chunk) {
        if (pack.moments.get(occurrence.moment)?.kind === 'fact') byNight.push(occurrence)
      }
    }
    const byEvent = []
    for (const id of facts) {
      const fact = pack.facts.get(id)
      const rows = await duck.rows<FactRow>(`select * from "fact:${id}" where "${fact?.date}" = date '${asOf}'`)
      const customers = await getCustomers(
        state,
        rows.map((row) => String(row[fact?.customer ?? ''])),
      )
      for (const row of rows) {
        byEvent.push(...judgeEvent(pack, id, row, customers.get(String(row[fact?.customer ?? '']))))
      }
    }
    const inOrder = <T extends { readonly moment_id: string }>(list: readonly T[]) =>
      [...list].sort((a, b) => (a.moment_id < b.moment_id ? -1 : 1))
    expect(facts).toEqual(['purchase', 'voucher'])
    expect(byNight.length).toBeGreaterThan(8)
    expect(inOrder(byEvent)).toEqual(inOrder(byNight))
  } finally {
    duck.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test('nothing is noticed of a customer whom no state knows, nor of a fact that no instant moment waits for', () => {
  const pack = instantShop()
  const row = { purchase_id: 1, customer_id: 'new', date: asOf, amount: 100_000, kind: 'k' }
  expect(judgeEvent(pack, 'purchase', row, undefined)).toEqual([])
  expect(judgeEvent(pack, 'balance', { customer_id: 'c001', date: asOf }, { customer_id: 'c001' })).toEqual([])
})
