import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import type { Level, Moment, Pack, Scheme } from '@tend/pack'
import { expect, test } from 'vitest'
import {
  countByLevel,
  countCustomers,
  getCustomer,
  listCustomers,
  momentsOf,
  openState,
  runNight,
  type State,
} from '../src/index.ts'
import { FactBook } from './golden/facts.ts'
import { shopFacts, teashop, testFolder } from './teashop.ts'

const everybody = { sql: 'true', params: [] }
const nobody = { sql: 'customer_id = $1', params: ['no such customer'] }

/** Each would change, end or widen a statement in which it stood unquoted. */
const hostile = [
  `x' or '1'='1`,
  `x'; drop table "night:base"; --`,
  `x" or "1"="1`,
  `x"; drop table victim; --`,
  `') or true or ('`,
  `/* */ union select 1 --`,
  `\\' or 1=1 --`,
  `$1`,
  `\u0000x`,
  `客户'; select 1`,
]

/** Of each variant one that no other definition of the pack reads. */
const otherVariants = ['cover_card', 'value_table', 'habits', 'guests', 'profit', 'account']

test('ids and texts of a pack are data, however they are spelt', async () => {
  const duck = await openDuck()
  for (const text of hostile.filter((one) => !one.includes('\u0000'))) {
    const pack = withHostileIds(teashop(), text)
    const state = await runShop(duck, pack)
    const customer = await getCustomer(state, `o'c"1`, everybody)
    expect(customer?.[`card${text}`]).toBe(`gold${text}`)
    expect(await countByLevel(state, `card${text}`, everybody)).toMatchObject({ [`gold${text}`]: 14 })
    expect(await momentsOf(state, `o'c"1`, everybody)).toMatchObject([{ moment: `silent${text}` }])
    for (const scheme of otherVariants) {
      const counts = Object.values(await countByLevel(state, `${scheme}${text}`, everybody))
      expect(counts.filter((count) => count > 0).length, `${scheme}${text}`).toBeGreaterThan(1)
    }
    expect(await duck.rows('select 1 as one from victim')).toEqual([{ one: 1 }])
  }
  duck.close()
})

test('what a person asks for is data and never widens the scope', async () => {
  const duck = await openDuck()
  const state = await runShop(duck, teashop())
  for (const text of hostile) {
    expect(await getCustomer(state, text, everybody)).toBeUndefined()
    expect(await momentsOf(state, text, everybody)).toEqual([])
    const questions = [
      listOf({ by: 'name', text }),
      listOf({ by: text }),
      listOf({ by: 'name', columns: [text] }),
      listOf({ by: 'name', levels: { card: [text] } }),
      listOf({ by: 'name', levels: { [text]: ['gold'] } }),
      listOf({ by: 'name', ranges: { name: { min: text, max: text } } }),
      listOf({ by: 'name', ranges: { [text]: { min: 1 } } }),
      listOf({ by: 'name', ranges: { last_purchase: { min: text } } }),
      listOf({ by: 'name', condition: text }),
      listOf({ by: 'name', condition: `district == ${JSON.stringify(text)}` }),
      listOf({ by: 'name', after: text }),
      listOf({ by: 'name', after: Buffer.from(JSON.stringify(['name', 'asc', text, text])).toString('base64url') }),
    ]
    for (const question of questions) {
      const asked = { ...question, scope: nobody }
      const found = await listCustomers(state, asked).catch(refusedOnly)
      expect(found?.rows ?? []).toEqual([])
      expect((await countCustomers(state, asked).catch(refusedOnly)) ?? 0).toBe(0)
    }
    await countByLevel(state, text, everybody).catch(refusedOnly)
  }
  expect(await duck.rows('select 1 as one from victim')).toEqual([{ one: 1 }])
  duck.close()
})

function listOf({ by, ...rest }: { readonly by: string; readonly [filter: string]: unknown }) {
  return { scope: everybody, sort: { by, direction: 'asc' as const }, limit: 100, ...rest }
}

/** A refusal is an answer; an error of the engine would mean that the text reached it. */
function refusedOnly(error: unknown): undefined {
  expect(error).toMatchObject({ name: 'QueryRefused' })
  return undefined
}

async function runShop(duck: Duck, pack: Pack): Promise<State> {
  await duck.run('create or replace table victim as select 1 as one')
  const book = new FactBook(pack)
  book.add(shopFacts)
  const out = join(await testFolder(), `it's a "state"`)
  await runNight({ duck, pack, sources: await book.load(duck), asOf: '2026-10-31', out })
  return openState(duck, out, pack)
}

/** The ladder, its levels and a moment under hostile ids; the loader refuses such ids, the night must not depend on that. */
function withHostileIds(pack: Pack, text: string): Pack {
  const card = pack.schemes.get('card') as Scheme
  const silent = pack.moments.get('silent') as Moment
  const levels: readonly Level[] = card.levels.map((level) => ({ ...level, id: `${level.id}${text}` }))
  const schemes = new Map(pack.schemes).set(`card${text}`, { ...card, id: `card${text}`, levels })
  const moments = new Map([[`silent${text}`, { ...silent, id: `silent${text}` }]])
  schemes.delete('card')
  for (const id of otherVariants) {
    const scheme = pack.schemes.get(id) as Scheme
    // The levels of a list are the file's texts.
    const own = scheme.variant === 'list' ? '' : text
    const spelt = {
      ...scheme,
      id: `${id}${text}`,
      levels: scheme.levels.map((level) => ({ ...level, id: `${level.id}${own}` })),
    }
    schemes.set(spelt.id, spelt)
    schemes.delete(id)
  }
  schemes.delete('tagged')
  return { ...pack, schemes, moments }
}
