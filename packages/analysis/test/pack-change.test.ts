import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDuck } from '@tend/lake'
import { formatIssues, loadPack, type Pack } from '@tend/pack'
import { expect, test } from 'vitest'
import { runNight } from '../src/index.ts'
import { FactBook } from './golden/facts.ts'
import { shopFacts, teashop, testFolder } from './teashop.ts'

type Row = Readonly<Record<string, unknown>>

/** A night of the tea shop's pack as it is, then one of the pack as `edit` leaves its files; the rows of the second, by customer. */
async function nightAfter(edit: (text: string) => string): Promise<ReadonlyMap<string, Row>> {
  const folder = await testFolder()
  const changed = changedPack(join(folder, 'pack'), edit)
  const duck = await openDuck()
  const book = new FactBook(teashop())
  book.add(shopFacts)
  const sources = await book.load(duck)
  const first = join(folder, 'first')
  const second = join(folder, 'second')
  await runNight({ duck, pack: teashop(), sources, asOf: '2026-10-31', out: first })
  await runNight({ duck, pack: changed, sources, asOf: '2026-11-03', previous: first, out: second })
  const rows = await duck.rows<Row>(`select * from read_parquet('${second}/customer.parquet') order by customer_id`)
  duck.close()
  return new Map(rows.map((row) => [String(row['customer_id']), row]))
}

function changedPack(folder: string, edit: (text: string) => string): Pack {
  cpSync(join(import.meta.dirname, 'packs/teashop'), folder, { recursive: true })
  for (const file of ['schemes/words.yaml', 'schemes/shop.yaml', 'indicators/counters.yaml']) {
    const path = join(folder, file)
    writeFileSync(path, edit(readFileSync(path, 'utf8')))
  }
  const { pack, issues } = loadPack(folder)
  if (pack === undefined) throw new Error(formatIssues(issues))
  return pack
}

test('a level that the pack no longer has counts as none, and the customer is classed anew', async () => {
  const rows = await nightAfter((text) => text.replace(/.*id: middle,.*points >= 10 \}\n/, ''))
  // Ten points on 31 October, forty since: middle before, high now.
  expect(rows.get('c001')).toMatchObject({ points: 40, step: 'high', step_before: null })
  expect(rows.get('c002')).toMatchObject({ points: 80, step: 'high', step_before: 'high' })
})

const fresh = `
fresh:
  label: { zh: 新, en: Fresh }
  variant: ladder
  validityMonths: 12
  ratchet: true
  levels:
    - { id: low, label: { zh: 低, en: Low } }
    - { id: high, label: { zh: 高, en: High }, enter: points >= 100, keep: fresh_points >= 1 }
`
const counted = (id: string, window: string) =>
  `${id}: { label: { zh: 分, en: Points }, unit: number, fact: cover, measure: sum(points), window: { ${window} } }\n`

test('a scheme that the pack has gained starts without a past', async () => {
  const rows = await nightAfter((text) => {
    if (text.startsWith('club:')) return text + fresh
    return text.includes('sinceLevel: club') ? text + counted('fresh_points', 'sinceLevel: fresh') : text
  })
  expect(rows.get('c001')).toMatchObject({ fresh: 'low', fresh_before: null })
  expect(rows.get('c003')).toMatchObject({ fresh: 'high', fresh_before: null, fresh_points: 0 })
})

test('a ladder that gains windows counts from the day on which the level was reached, and everything for who never fell', async () => {
  const rows = await nightAfter((text) =>
    text.includes('sinceLevel: club')
      ? text + counted('card_points', 'sinceLevel: cover_card') + counted('step_points', 'sinceDemotion: step')
      : text,
  )
  // 100 points before the level of 31 October, 300 since.
  expect(rows.get('c010')).toMatchObject({ points: 400, card_points: 300, step_points: 400 })
})

test('a scheme that becomes one of another variant keeps the levels that both know', async () => {
  const rows = await nightAfter((text) =>
    text
      .replace(/(\nstep:\n[\s\S]*?)variant: ladder\n {2}demote: one_step/, '$1variant: stage')
      .replace('id: low, label: { zh: 低, en: Low } }', 'id: low, label: { zh: 低, en: Low }, enter: points < 10 }')
      .replace(/(id: high, label: \{ zh: 高, en: High \}), enter: points >= 20/, '$1')
      .replace('enter: points >= 10 }', 'enter: points < 20 }'),
  )
  expect(rows.get('c002')).toMatchObject({ step: 'high', step_before: 'high' })
  expect(rows.get('c001')).toMatchObject({ step: 'high', step_before: 'middle' })
})
