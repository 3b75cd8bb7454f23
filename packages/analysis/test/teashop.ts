import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatIssues, loadPack, type Pack } from '@tend/pack'
import { onTestFinished } from 'vitest'
import type { Facts } from './golden/shape.ts'

/** The tea shop's pack: every kind of measure, scheme and moment. */
export function teashop(): Pack {
  const { pack, issues } = loadPack(join(import.meta.dirname, 'packs/teashop'))
  if (!pack) throw new Error(formatIssues(issues))
  return pack
}

/** Sixty customers of three units, thirty-odd with purchases, some with odd names and unknown values. */
export const shopFacts: Facts = {
  customer: [
    {
      repeat: 50,
      customer_id: 'c{n:3}',
      name: '客户{n}',
      unit_id: 'u{n%3}',
      owner_id: 's{n%7}',
      district: 'd{n%4}',
      birth_date: '19{n+40}-11-05',
    },
    { repeat: [51, 60], customer_id: 'c{n:3}', unit_id: 'u1', has_left: true, district: 'd{n%4}' },
    { customer_id: `o'c"1`, name: `O'Neill "quoted" \\ line\nbreak`, district: `d'1`, unit_id: 'u1', owner_id: 's1' },
  ],
  purchase: [
    {
      repeat: 90,
      purchase_id: '{n}',
      customer_id: 'c{n%40:3}',
      date: '2026-10-1{n%9}',
      amount: '{n*37}',
      kind: 'k{n%3}',
    },
    {
      repeat: [91, 120],
      purchase_id: '{n}',
      customer_id: 'c{n%40:3}',
      date: '2026-07-1{n%9}',
      amount: '{n*11}',
      weight: '0.{n}',
    },
    { purchase_id: 999, customer_id: `o'c"1`, date: '2026-07-05', amount: 6000.01, kind: `k'1` },
  ],
  balance: [
    { repeat: 30, customer_id: 'c{n:3}', date: '2026-10-31', balance: '{n*100}', accumulated: '{n*1001}' },
    { repeat: 30, customer_id: 'c{n:3}', date: '2026-07-31', balance: '{n*90}', accumulated: '{n*999}' },
  ],
  voucher: [
    {
      repeat: 20,
      voucher_id: 'v{n}',
      customer_id: 'c{n:3}',
      bought_on: '2026-01-01',
      end_on: '2026-11-1{n%9}',
      amount: '{n}',
    },
  ],
  visit: [{ visitor: 'walkin', date: '2026-10-01' }],
  cover: [
    { repeat: 40, cover_id: 'k{n}', customer_id: 'c{n:3}', begins: '2026-09-01', points: '{n*10}' },
    { repeat: 40, cover_id: 'l{n}', customer_id: 'c{n:3}', begins: '2026-11-01', points: '{n*30}' },
    { repeat: [41, 50], cover_id: 'm{n}', customer_id: 'c{n:3}', begins: '2026-11-02', points: -50 },
  ],
  guest_list: [
    {
      repeat: 20,
      entry_id: '{n}',
      customer_id: 'c{n:3}',
      from_day: '2026-10-1{n%9}',
      grade: 'friend',
      why: `it's "{n}"`,
    },
    {
      repeat: [21, 30],
      entry_id: '{n}',
      customer_id: 'c{n%9:3}',
      from_day: '2026-10-30',
      to_day: '2026-11-01',
      grade: 'patron',
    },
  ],
  level_override: [
    {
      repeat: 9,
      override_id: 'o{n}',
      customer_id: 'c{n:3}',
      scheme: 'account',
      level: 'quiet',
      date: '2026-10-0{n}',
      until: '2026-11-01',
      reason: `it's {n}`,
      decided_by: 's1',
    },
    {
      repeat: [10, 14],
      override_id: 'o{n}',
      customer_id: 'c{n:3}',
      scheme: 'cover_card',
      date: '2026-11-01',
      reason: 'hold',
    },
    {
      repeat: [15, 19],
      override_id: 'o{n}',
      customer_id: 'c{n:3}',
      scheme: 'value_table',
      level: 'top',
      date: '2026-11-01',
      reason: 'x',
    },
  ],
}

/** A folder that goes with the test. */
export function testFolder(): Promise<string> {
  return keptFolder(onTestFinished)
}

/** A folder that goes when `afterwards` says so. */
export async function keptFolder(afterwards: (tidy: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tend-analysis-'))
  afterwards(() => rm(folder, { recursive: true, force: true }))
  return folder
}
