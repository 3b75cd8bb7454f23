import type { Db } from '@tend/store'
import type { Role } from '../access/roles.ts'
import { type Absence, findAbsences } from '../party/absence.ts'

/** Somebody to whom work can be given. */
export type Colleague = {
  readonly staff_id: string
  readonly role: Role
  readonly unit_id: string
  readonly skills: readonly string[]
  readonly minutes_per_day: number | null
}

/** Who comes into question for work that may begin on a day or later, looked up by maps. */
export type Candidates = {
  readonly people: ReadonlyMap<string, Colleague>
  readonly openMinutes: ReadonlyMap<string, number>
  readonly absenceOf: (staffId: string, day: string) => Absence | undefined
  /** Customer managers of the unit itself. */
  readonly managersOf: (unitId: string) => readonly Colleague[]
  /** Leaders of the unit and of those above, the nearest first. */
  readonly leadersAbove: (unitId: string) => readonly Colleague[]
}

export const readCandidates = async (db: Db, today: string): Promise<Candidates> => {
  const people = await db.query<Colleague>(
    `select staff_id, role, unit_id, skills, minutes_per_day from staff
     where is_active and role in ('owner', 'agent', 'leader') order by staff_id`,
  )
  const units = await db.query<{ unit_id: string; path: string[] }>('select unit_id, path from org_unit')
  const load = await db.query<{ assignee_id: string; minutes: number }>(
    `select assignee_id, sum(effort_minutes)::bigint as minutes from task
     where closed_at is null and assignee_id is not null and due_at < $1::date + 7 group by assignee_id`,
    [today],
  )
  const absences = Map.groupBy(
    await findAbsences(db, { fromDay: today, toDay: '9999-12-31' }),
    ({ staff_id }) => staff_id,
  )
  const managers = Map.groupBy(people.filter(isManager), ({ unit_id }) => unit_id)
  const leaders = Map.groupBy(people.filter(isLeader), ({ unit_id }) => unit_id)
  const above = new Map(
    units.map(({ unit_id, path }) => [unit_id, path.toReversed().flatMap((each) => leaders.get(each) ?? [])]),
  )
  return {
    people: new Map(people.map((person) => [person.staff_id, person])),
    openMinutes: new Map(load.map(({ assignee_id, minutes }) => [assignee_id, minutes])),
    absenceOf: (staffId, day) =>
      absences.get(staffId)?.find(({ from_day, to_day }) => from_day <= day && day <= to_day),
    managersOf: (unitId) => managers.get(unitId) ?? [],
    leadersAbove: (unitId) => above.get(unitId) ?? [],
  }
}

/** The helpers of customers, each in the order in which they became helpers. */
export const readHelpers = async (
  db: Db,
  customerIds: readonly string[],
): Promise<(customerId: string) => readonly string[]> => {
  const rows = await db.query<{ customer_id: string; staff_id: string }>(
    'select customer_id, staff_id from customer_helper where customer_id = any($1) order by since, staff_id',
    [customerIds],
  )
  const helpers = Map.groupBy(rows, ({ customer_id }) => customer_id)
  return (customerId) => helpers.get(customerId)?.map(({ staff_id }) => staff_id) ?? []
}

const isManager = ({ role }: Colleague): boolean => role === 'owner'
const isLeader = ({ role }: Colleague): boolean => role === 'leader'
