import { testDatabase } from '@tend/store/testing'
import { expect, test } from 'vitest'
import { listMoments, publishMoments } from './moment.ts'

async function* csv(...rows: string[]): AsyncIterable<string> {
  for (const row of rows) yield `${row}\n`
}
const row = (id: string, expiresOn: string, value = 5000): string =>
  `${id},a,east-1,,outflow,"",2026-10-30,,${expiresOn},${value},0.5,25,"{""amount"": 5000}"`

test('occurrences are added once, refreshed, and closed when they expire or are gone from the state', async () => {
  const store = await testDatabase()
  const night = (asOf: string, ...rows: string[]) =>
    store.transaction((tx) => publishMoments(tx, { csv: csv(...rows), asOf, runId: asOf }))
  expect(await night('2026-10-31', row('m1', '2026-11-03'), row('m2', '2026-11-30'))).toEqual({
    rows: 2,
    added: 2,
    closed: 0,
  })
  expect(await night('2026-10-31', row('m1', '2026-11-03'), row('m2', '2026-11-30'))).toEqual({
    rows: 2,
    added: 0,
    closed: 0,
  })
  expect(await night('2026-11-04', row('m2', '2026-11-30', 7000), row('m3', '2026-11-30'))).toEqual({
    rows: 2,
    added: 1,
    closed: 1,
  })
  expect((await listMoments(store, 'a')).map((moment) => [moment.moment_id, moment.is_open, moment.value])).toEqual([
    ['m2', true, 7000],
    ['m3', true, 5000],
    ['m1', false, 5000],
  ])
  await store.close()
})
