import { join } from 'node:path'
import { formatIssues, loadPack } from '@tend/pack'
import { expect, test } from 'vitest'
import { planNight } from './plan-night.ts'

const { pack, issues } = loadPack(join(import.meta.dirname, '../../test/packs/teashop'))

test('measures of the last months get a pass of their own, so that the whole history is read for the others only', () => {
  if (!pack) throw new Error(formatIssues(issues))
  const { scans } = planNight(pack, { asOf: '2026-10-31' })
  const purchase = scans.filter(({ fact, per }) => fact.id === 'purchase' && per === undefined)
  expect(purchase.map(({ id, period }) => ({ id, period }))).toEqual([
    { id: 'purchase', period: { from: undefined, to: '2026-10-31' } },
    { id: 'purchase (recent)', period: { from: '2026-08-01', to: '2026-10-31' } },
  ])
  expect(purchase[1]?.measures.map(({ id }) => id)).toEqual(['last_black', 'spent_last_month', 'spent_month'])
  const ids = scans.flatMap(({ measures }) => measures.map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
})

test('rows that are added up by a column first have a pass for that column', () => {
  if (!pack) throw new Error(formatIssues(issues))
  const { scans } = planNight(pack, { asOf: '2026-10-31' })
  const byKind = scans.filter(({ per }) => per === 'kind')
  expect(byKind.map(({ id }) => id)).toEqual(['purchase:kind'])
  expect(byKind[0]?.measures.length).toBe(5)
})
