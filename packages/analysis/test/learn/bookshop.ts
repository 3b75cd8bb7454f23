import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duck } from '@tend/lake'
import { formatIssues, loadPack, type Pack } from '@tend/pack'
import { type ModelArtifact, openState, runNight, type State } from '../../src/index.ts'
import { addDays } from '../../src/plan/dates.ts'
import { Simulation } from './simulate.ts'

export const today = '2026-10-31'
export const monthAgo = '2026-10-01'
const opened = '2025-01-01'

export function bookshop(): Pack {
  const { pack, issues } = loadPack(join(import.meta.dirname, 'bookshop'))
  if (!pack) throw new Error(formatIssues(issues))
  return pack
}

/** Readers who buy as BG/NBD says; complaints and a missing membership make them leave within October. */
export async function openBookshop(duck: Duck, folder: string, readers: number): Promise<void> {
  const draw = new Simulation(3)
  const customers: string[] = ['customer_id,city,is_member,complaints,left_on,left_reason']
  const purchases: string[] = ['customer_id,date,amount']
  for (let reader = 0; reader < readers; reader++) {
    const id = `r${String(reader).padStart(6, '0')}`
    const complaints = Math.floor(draw.uniform() * 4)
    const isMember = draw.uniform() < 0.5
    const city = ['north', 'south', `o'port`, ''][Math.floor(draw.uniform() * 4)]
    const risk = 1 / (1 + Math.exp(-(-4 + complaints + (isMember ? 0 : 1))))
    const leaves = draw.uniform() < risk
    const leftOn = leaves ? addDays(monthAgo, 1 + Math.floor(draw.uniform() * 29)) : ''
    customers.push(
      [id, city, draw.uniform() < 0.05 ? '' : isMember, complaints, leftOn, leaves ? 'moved' : ''].join(','),
    )
    if (draw.uniform() < 0.1) continue
    const age = 100 + Math.floor(draw.uniform() * 500)
    const times = [0, ...draw.repeats({ r: 0.9, alpha: 60, a: 0.8, b: 2.5 }, age)]
    const values = draw.values({ p: 4, q: 5, gamma: 100 }, times.length)
    const days = new Map(times.map((time, i) => [Math.floor(time), values[i] as number]))
    for (const [day, value] of days)
      purchases.push([id, addDays(today, day - age), Math.max(1, Math.round(value * 100))].join(','))
  }
  await loadTable(duck, join(folder, 'customer.csv'), customers, 'fact:customer', {
    customer_id: 'varchar',
    city: 'varchar',
    is_member: 'boolean',
    complaints: 'bigint',
    left_on: 'date',
    left_reason: 'varchar',
  })
  await loadTable(duck, join(folder, 'purchase.csv'), purchases, 'fact:purchase', {
    customer_id: 'varchar',
    date: 'date',
    amount: 'bigint',
  })
}

async function loadTable(
  duck: Duck,
  file: string,
  lines: readonly string[],
  table: string,
  types: Readonly<Record<string, string>>,
): Promise<void> {
  await writeFile(file, `${lines.join('\n')}\n`)
  const columns = Object.entries(types).map(([name, type]) => `'${name}': '${type}'`)
  await duck.run(
    `create or replace table "${table}" as select * from read_csv('${file}', header = true, columns = {${columns.join(', ')}})`,
  )
}

/** A night of the bookshop, opened for reading. */
export async function nightOf(
  duck: Duck,
  out: string,
  asOf: string,
  models: ReadonlyMap<string, ModelArtifact> = new Map(),
): Promise<State> {
  const pack = bookshop()
  await runNight({
    duck,
    pack,
    asOf,
    out,
    models,
    sources: (fact, { to }) =>
      fact === 'purchase' ? `(select * from "fact:purchase" where date <= date '${to ?? opened}')` : `"fact:${fact}"`,
  })
  return openState(duck, out, pack)
}
