import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  currentRun,
  importOrganisation,
  listPeople,
  listStaff,
  listUnits,
  type Role,
  type Staff,
  summarisePools,
} from '@tend/care'
import { role } from '@tend/contract'
import { type Home, type House, openBatchDuck } from '@tend/jobs'
import { ingest, listBatches } from '@tend/lake'
import { yesterday } from './dates.ts'
import { findWorld, requireWorld } from './worlds.ts'

/** A world that was ordered for a home. */
export type SampleOrder = {
  readonly pack: string
  readonly customers: number
  readonly seed: number
  readonly endDate: string
}
export type SignIn = {
  readonly username: string
  readonly password: string
  readonly staffId: string
  readonly name: string
  readonly role: Role
}

const orderFile = (home: Home): string => join(home.sample, 'order.json')

/** What was ordered for the home; undefined where nothing was. */
export const readOrder = (home: Home): SampleOrder | undefined => {
  if (!existsSync(orderFile(home))) return undefined
  return { pack: 'bank-retail', ...(JSON.parse(readFileSync(orderFile(home), 'utf8')) as Omit<SampleOrder, 'pack'>) }
}

/**
 * The world that this home should hold; undefined where a person has loaded data of their own, or where no world can be made for the pack. What a
 * killed first start had ordered is taken up again with the same dates, so that it ends in the same world.
 */
export const sampleOrder = async (
  house: House,
  wanted: { readonly customers: number; readonly seed: number },
  now: Date,
): Promise<SampleOrder | undefined> => {
  if (await currentRun(house.store)) return undefined
  const earlier = readOrder(house.home)
  if (earlier) return earlier
  const world = findWorld(house.pack)
  if (!world || (await listBatches(house.lake)).length > 0) return undefined
  const order = { pack: world.pack, ...wanted, endDate: yesterday(now, house.pack.timeZone) }
  mkdirSync(house.home.sample, { recursive: true })
  writeFileSync(orderFile(house.home), JSON.stringify(order))
  return order
}

/** Writes the sample's files and ingests them like any delivery. */
export const loadSample = async (
  house: House,
  order: SampleOrder,
  environment: NodeJS.ProcessEnv,
  onProgress: (message: string) => void,
): Promise<void> => {
  const duck = await openBatchDuck(house.home, environment)
  try {
    const { pack, ...size } = order
    const { generate, months } = requireWorld(pack)
    const world = await generate({ duck, folder: house.home.sample, ...size, months, format: 'csv', onProgress })
    for (const { fact, file, rows } of world.files) {
      onProgress(`loading ${rows} rows of ${fact}`)
      await ingest(house.lake, duck, { pack: house.pack, fact, file, receivedAt: new Date().toISOString() })
    }
  } finally {
    duck.close()
  }
}

/**
 * A sign-in for one person of each role of the sample, or of a home without a staff list, kept in a file that only this user reads; the password is
 * drawn once. None for a staff list that was delivered: a password that is printed is not for real people, who get theirs by `tend user`.
 */
export const sampleSignIns = async (house: House): Promise<readonly SignIn[]> => {
  const file = house.home.signIns
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as SignIn[]
  const staff = await anyStaff(house)
  if (!existsSync(orderFile(house.home)) && !staff.every(isMadeUp)) return []
  const near = await busyPlace(house, staff)
  const password = randomBytes(6).toString('base64url')
  const signIns = role.options.flatMap((each) => {
    const person = nearest(staff, each, near)
    return person ? [{ username: each, password, staffId: person.staff_id, name: person.name, role: each }] : []
  })
  writeFileSync(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 })
  return signIns
}

type Place = {
  readonly ownerId: string | undefined
  readonly poolUnitId: string | undefined
  readonly path: readonly string[]
}

/** Whoever looks around first meets work: the owner with the most of it, the pool with the most unclaimed, and the people above that owner. */
const busyPlace = async ({ store, pack }: House, staff: readonly Staff[]): Promise<Place> => {
  const people = await listPeople(store, { kind: 'all' }, { now: new Date(), timeZone: pack.timeZone }, pack)
  const owners = people
    .filter((person) => person.role === 'owner')
    .sort((a, b) => b.open - a.open || b.due - a.due || compare(a.staff_id, b.staff_id))
  const owner = staff.find((person) => person.staff_id === owners[0]?.staff_id)
  const unit = (await listUnits(store)).find((one) => one.unit_id === owner?.unit_id)
  const unclaimed = new Map<string, number>()
  for (const pool of await summarisePools(store, { kind: 'all' })) {
    unclaimed.set(pool.unit_id, (unclaimed.get(pool.unit_id) ?? 0) + pool.unassigned)
  }
  const pools = [...unclaimed].sort(([a, left], [b, right]) => right - left || compare(a, b))
  return { ownerId: owner?.staff_id, poolUnitId: pools[0]?.[0], path: unit?.path ?? [] }
}

const nearest = (staff: readonly Staff[], role: Role, { ownerId, poolUnitId, path }: Place): Staff | undefined => {
  const people = staff.filter((person) => person.role === role).sort((a, b) => compare(a.staff_id, b.staff_id))
  const isNear = (person: Staff): boolean => {
    if (role === 'owner') return person.staff_id === ownerId
    return role === 'agent' ? person.unit_id === poolUnitId : path.includes(person.unit_id)
  }
  return people.find(isNear) ?? people[0]
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const madeUpStaff = role.options.map((name) => ({ staff_id: name, name, role: name, unit_id: 'root' }))
const isMadeUp = (person: Staff): boolean => madeUpStaff.some(({ staff_id }) => staff_id === person.staff_id)

/** A home without a staff list gets one person a role at the root, so that its work can be looked at; a delivered staff list replaces them. */
const anyStaff = async ({ store }: House): Promise<readonly Staff[]> => {
  const listed = await listStaff(store, { kind: 'all' })
  if (listed.length > 0) return listed
  const staff = madeUpStaff
  await store.transaction((tx) => importOrganisation(tx, { units: [], staff }))
  return listStaff(store, { kind: 'all' })
}
