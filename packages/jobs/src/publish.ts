import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { newMoments, openState } from '@tend/analysis'
import {
  auditStaffChanges,
  type Candidate,
  type CarriedOut,
  carryOut,
  columnsOfPlays,
  customerColumns,
  endThemes,
  expireBenefits,
  holdEvents,
  importOrganisation,
  insertRunLeftOut,
  localDay,
  momentColumns,
  type PlannedPlays,
  planPlays,
  poolTasksOfLeavers,
  publishCustomers,
  publishMoments,
  readWorkingDays,
  rerouteCases,
  type StaffRow,
  type UnitRow,
} from '@tend/care'
import { type Duck, factRelation, readCatalog } from '@tend/lake'
import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { type House, inBatchFolder } from './house.ts'
import type { NightOrder } from './nightly.ts'
import { publishConsents, publishContacts } from './publish-delivered.ts'

export type Published = {
  readonly customers: number
  readonly changed: number
  readonly moments: number
  readonly tasks: number
  readonly merged: number
  readonly messages: number
  readonly benefits: number
  readonly cases: number
  /** Of what plays wanted, or might have wanted, how many were left out, by `<play>.<code>`. */
  readonly leftOut: Readonly<Record<string, number>>
}

type PublishOrder = NightOrder & {
  readonly stateFolder: string
  /** The later day that people see, where there is one. */
  readonly inForce?: string
}

/**
 * Carries a state into the operational store, in the caller's transaction: organisation, the narrow snapshot, moments, and the work that plays
 * make of new moments. With a later day in force only work, of what is still open on that day: what people see never goes back.
 */
export const publish = async (house: House, tx: Db, duck: Duck, order: PublishOrder): Promise<Published> => {
  await holdEvents(tx)
  const seen =
    order.inForce === undefined
      ? await publishSnapshot(house, tx, duck, order)
      : { customers: 0, changed: 0, moments: 0 }
  const at = { now: order.clock(), timeZone: house.pack.timeZone }
  await publishConsents(house, tx, duck, at)
  await publishContacts(house, tx, duck, at)
  await endThemes(tx, localDay(order.clock(), house.pack.timeZone), order.clock())
  const done = await carryOut(tx, house.pack, await planWork(house, tx, duck, order), {
    runId: order.runId,
    seed: order.asOf,
    now: order.clock(),
    timeZone: house.pack.timeZone,
    by: 'system',
  })
  await insertRunLeftOut(tx, order.runId, done.leftOut)
  // Last: it takes rows of customers, and none after it.
  await expireBenefits(tx, { now: order.clock(), timeZone: house.pack.timeZone })
  const { created: tasks, merged, messages, benefits, cases } = done
  return { ...seen, tasks, merged, messages, benefits, cases, leftOut: countLeftOut(done.leftOut) }
}

const countLeftOut = (leftOut: CarriedOut['leftOut']): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { play, code } of leftOut) counts[`${play}.${code}`] = (counts[`${play}.${code}`] ?? 0) + 1
  return counts
}

const publishSnapshot = async (
  house: House,
  tx: Db,
  duck: Duck,
  order: PublishOrder,
): Promise<Pick<Published, 'customers' | 'changed' | 'moments'>> => {
  const { pack } = house
  return inBatchFolder(house.home, 'publish', async (folder) => {
    await publishOrganisation(house, tx, duck, order.clock())
    const customers = await publishCustomers(tx, {
      csv: await exportCsv(duck, join(folder, 'customer.csv'), customerSql(pack, order.stateFolder)),
      asOf: order.asOf,
      packHash: pack.hash,
      now: order.clock(),
    })
    await poolTasksOfLeavers(tx)
    await rerouteCases(tx, order.clock())
    const moments = await publishMoments(tx, {
      csv: await exportCsv(duck, join(folder, 'moment.csv'), momentSql(order.stateFolder)),
      asOf: order.asOf,
      runId: order.runId,
    })
    return { customers: customers.rows, changed: customers.changed, moments: moments.rows }
  })
}

/** Facts without a single person or unit leave the organisation as it is: not every institution delivers it. */
const publishOrganisation = async ({ lake, pack }: House, tx: Db, duck: Duck, now: Date): Promise<void> => {
  const units = pack.facts.get('org_unit')
  const staff = pack.facts.get('staff')
  if (!units || !staff) return
  const catalog = await readCatalog(lake)
  const rows = {
    units: await duck.rows<UnitRow>(
      `select unit_id, parent_id, name, kind from ${factRelation(lake, catalog, units)} as org_unit order by unit_id`,
    ),
    staff: await duck.rows<StaffRow>(
      `select staff_id, name, role, unit_id from ${factRelation(lake, catalog, staff)} as staff order by staff_id`,
    ),
  }
  if (rows.units.length + rows.staff.length === 0) return
  const { changed } = await importOrganisation(tx, rows)
  await auditStaffChanges(tx, changed, now)
}

const planWork = async (house: House, tx: Db, duck: Duck, order: PublishOrder): Promise<PlannedPlays> => {
  const state = await openState(duck, order.stateFolder, house.pack)
  const candidates: Candidate[] = []
  for await (const chunk of newMoments(state, columnsOfPlays(house.pack))) {
    for (const { customer, ...moment } of chunk) {
      if (moment.expires_on >= (order.inForce ?? order.asOf)) candidates.push({ moment, row: customer })
    }
  }
  return planPlays(house.pack, candidates, {
    asOf: order.asOf,
    today: localDay(order.clock(), house.pack.timeZone),
    workingDays: await readWorkingDays(tx),
  })
}

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The card holds the level in every scheme. Figures stay in the state: they change for everybody every night, and each would be a row to write. */
const customerSql = (pack: Pack, stateFolder: string): string => {
  const attributes = new Set(pack.facts.get('customer')?.columns.map((column) => column.id))
  const members = [...pack.schemes.keys()]
  const card = `json_object(${members.map((id) => `${literal(id)}, ${quoted(id)}`).join(', ')})`
  const columns = customerColumns.map((column) => {
    if (column === 'card') return `${card} as card`
    if (column === 'contact_points') return `${contactPointsSql(pack, attributes)} as contact_points`
    if (column === 'customer_id' || column === 'unit_id' || column === 'owner_id' || attributes.has(column))
      return quoted(column)
    return `null as ${quoted(column)}`
  })
  return `select ${columns.join(', ')} from read_parquet(${literal(join(stateFolder, 'customer.parquet'))})`
}

/**
 * How a customer is reached: the addresses that channels name, what the customer prefers, the company, and the day of leaving. The phone stands in a column of its
 * own. What is unknown is left out, so that most rows are short.
 */
const contactPointsSql = (pack: Pack, attributes: ReadonlySet<string>): string => {
  const addresses = [...pack.channels.values()].flatMap(({ address }) => address ?? [])
  const names = [...new Set([...addresses, 'preferred_channel', 'preferred_band', 'company_id'])]
  const members = names
    .filter((name) => name !== 'phone' && attributes.has(name))
    .map((name) => `${literal(name)}, ${quoted(name)}`)
  if (pack.departure !== undefined) members.push(`'left_on', ${quoted(pack.departure)}`)
  return members.length === 0 ? "'{}'" : `json_merge_patch('{}', json_object(${members.join(', ')}))`
}

const momentSql = (stateFolder: string): string =>
  `select ${momentColumns.map(quoted).join(', ')} from read_parquet(${literal(join(stateFolder, 'moment.parquet'))})`

const exportCsv = async (duck: Duck, file: string, sql: string): Promise<AsyncIterable<Buffer>> => {
  await duck.run(`copy (${sql}) to ${literal(file)} (format csv, header false)`)
  return createReadStream(file)
}
