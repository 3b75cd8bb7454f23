import { createHash } from 'node:crypto'
import type { Db } from '@tend/store'
import { type Candidates, type Colleague, readCandidates, readHelpers } from './candidates.ts'

/** A piece of work that is to be given to somebody. */
export type Ask = {
  readonly customerId: string
  /** Where the customer is; people of this unit come into question. */
  readonly unitId: string
  /** The customer's own manager. */
  readonly ownerId: string | null
  readonly assign: 'owner' | 'leader'
  /** What the person must know (`staff.skills`); null where anybody will do. */
  readonly skill: string | null
  readonly effortMinutes: number
  /** First local day on which it may be worked on, today or later: leave is judged on it. */
  readonly day: string
  /** Who gets it where the customer has neither owner nor helper. */
  readonly unowned: 'people' | 'pool'
}

/**
 * Who got it, and by which rule: the customer's `owner`; the `substitute` of an owner on leave; a `helper`; by `capacity` somebody of the unit;
 * the `leader` of the unit or of the nearest one above. `staffId` is null (`nobody`) where no one came into question: the work lies in the unit's pool.
 */
export type Choice = {
  readonly staffId: string | null
  readonly by: 'owner' | 'substitute' | 'helper' | 'capacity' | 'leader' | 'nobody'
}

export type ChooseContext = {
  /** Orders people who have equal room; the same seed gives the same choice. */
  readonly seed: string
  /** Work that is due within seven days of this local day fills a person's week; what is agreed for later does not. */
  readonly today: string
  /** Minutes of a working day for people without a figure of their own (`work.minutesPerDay`). */
  readonly minutesPerDay: number
}

/**
 * Gives each ask a person, in the order of the asks, which is that of their importance (S29, S163). The customer's own manager first; on leave the
 * substitute; without either, or where they lack the skill, a helper; else a person of the unit who has the skill and the most room left in a
 * working week, in turn among equals, unless the work of customers without an owner lies in the pool. What is given out counts against the room of the asks that follow,
 * also of later calls with the same `room`. The number of statements does not grow with the asks.
 */
export const chooseAssignees = async (db: Db, asks: readonly Ask[], room: Room): Promise<readonly Choice[]> => {
  if (asks.length === 0) return []
  const helpersOf = await readHelpers(db, [...new Set(asks.map(({ customerId }) => customerId))])
  return asks.map((ask) => {
    const choice = choose(ask, helpersOf(ask.customerId), room)
    if (choice.staffId !== null) room.take(choice.staffId, ask.effortMinutes)
    return choice
  })
}

const choose = (ask: Ask, helpers: readonly string[], { candidates, mostOf }: Room): Choice => {
  const may = (staffId: string | null | undefined): staffId is string => {
    const person = staffId == null ? undefined : candidates.people.get(staffId)
    return (
      person !== undefined &&
      hasSkill(person, ask.skill) &&
      candidates.absenceOf(person.staff_id, ask.day) === undefined
    )
  }
  if (ask.assign === 'leader') {
    const leader = candidates.leadersAbove(ask.unitId).find(({ staff_id }) => may(staff_id))
    return leader === undefined ? nobody : { staffId: leader.staff_id, by: 'leader' }
  }
  const { ownerId } = ask
  if (may(ownerId)) return { staffId: ownerId, by: 'owner' }
  const substituteId = ownerId === null ? undefined : candidates.absenceOf(ownerId, ask.day)?.substitute_id
  if (may(substituteId)) return { staffId: substituteId, by: 'substitute' }
  const helperId = helpers.find(may)
  if (helperId !== undefined) return { staffId: helperId, by: 'helper' }
  if (ownerId === null && ask.unowned === 'pool') return nobody
  const roomiest = mostOf(candidates.managersOf(ask.unitId).filter(({ staff_id }) => may(staff_id)))
  return roomiest === undefined ? nobody : { staffId: roomiest.staff_id, by: 'capacity' }
}

const nobody: Choice = { staffId: null, by: 'nobody' }

const hasSkill = (person: Colleague, skill: string | null): boolean => skill === null || person.skills.includes(skill)

/** Who can be given work, and how many minutes each has left in a week. It tells what was given out of it, which others may not see yet. */
export type Room = {
  readonly candidates: Candidates
  /** Of equals, the first in the seeded order. */
  readonly mostOf: (people: readonly Colleague[]) => Colleague | undefined
  readonly take: (staffId: string, minutes: number) => void
}

const daysOfWeek = 5

/** The room that people have as the store knows them now. */
export const openRoom = async (db: Db, { seed, today, minutesPerDay }: ChooseContext): Promise<Room> => {
  const candidates = await readCandidates(db, today)
  const { people, openMinutes } = candidates
  const left = new Map<string, number>()
  const places = new Map<string, string>()
  for (const { staff_id, minutes_per_day } of people.values()) {
    left.set(staff_id, (minutes_per_day ?? minutesPerDay) * daysOfWeek - (openMinutes.get(staff_id) ?? 0))
    places.set(staff_id, createHash('sha256').update(`${seed}|${staff_id}`).digest('hex'))
  }
  const leftOf = ({ staff_id }: Colleague): number => left.get(staff_id) ?? 0
  const placeOf = ({ staff_id }: Colleague): string => places.get(staff_id) ?? ''
  const goesBefore = (a: Colleague, b: Colleague): boolean =>
    leftOf(a) > leftOf(b) || (leftOf(a) === leftOf(b) && placeOf(a) < placeOf(b))
  return {
    candidates,
    mostOf: (among) =>
      among.reduce<Colleague | undefined>(
        (best, person) => (best === undefined || goesBefore(person, best) ? person : best),
        undefined,
      ),
    take: (staffId, minutes) => left.set(staffId, (left.get(staffId) ?? 0) - minutes),
  }
}
