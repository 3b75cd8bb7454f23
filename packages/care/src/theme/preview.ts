import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { addDays, localDay } from '../days.ts'
import { findAbsences } from '../party/absence.ts'
import { subtreeOf } from '../party/organisation.ts'
import { judgeWorks } from '../play/judge-works.ts'
import type { LeftOut, PlannedWork } from '../play/work.ts'
import { isWorkingDay, readWorkingDays, type WorkingDays } from '../task/calendar.ts'
import { createThemePlanner, type ThemePlan } from './plan-theme.ts'
import { type BuildContext, looksUpByIndex, type ReadChunks } from './prepare-ahead.ts'

/** Somebody who would get it (`code` null), or would not. */
export type ThemeExample = { readonly customerId: string; readonly unitId: string; readonly leftOut: LeftOut | null }

export type ThemePreview = {
  readonly segment: number
  readonly wanted: number
  /** New ones. */
  readonly tasks: number
  /** What would go into tasks that are open already, as further reasons of them. */
  readonly merged: number
  /** By what speaks against it, the most first. */
  readonly leftOut: readonly { readonly code: string; readonly customers: number }[]
  readonly byUnit: readonly { readonly unitId: string; readonly wanted: number; readonly leftOut: number }[]
  readonly minutesNeeded: number
  readonly minutesAvailable: number
  readonly people: number
  readonly examples: readonly ThemeExample[]
}

const examplesOfAKind = 5

/**
 * What a theme would come to, without writing: heads, reasons, tasks and what goes into open ones, work against the time of the people of its units until
 * its last day. Settled as `buildTheme` settles it; limits of benefits and the words of messages are looked at when it is built.
 */
export const previewTheme = async (
  store: Store,
  pack: Pack,
  theme: ThemePlan & { readonly unitId: string },
  readChunks: ReadChunks,
  { asOf, now, timeZone }: Omit<BuildContext, 'by'>,
): Promise<ThemePreview> => {
  const today = localDay(now, timeZone)
  const workingDays = await readWorkingDays(store)
  const plan = createThemePlanner(pack, theme, { asOf, today, workingDays })
  const tally = createTally()
  const companies = new Set<string>()
  for await (const rows of readChunks()) {
    const works: PlannedWork[] = []
    for (const row of rows) {
      const planned = plan(row)
      if (planned.kind === 'work') works.push(planned.work)
      else tally.add({ ...planned.leftOut, leftOut: planned.leftOut })
    }
    const { judged, tasks } = await store.transaction(async (reading) => {
      await reading.query(looksUpByIndex)
      return judgeWorks(reading, pack, works, { now, timeZone })
    })
    for (const { work, isWanted, leftOut } of judged)
      tally.add({ ...work, leftOut: isWanted ? null : (leftOut[0] ?? null) })
    const known = tasks.creating.filter(({ jointOf, customerId }) => jointOf !== null && companies.has(customerId))
    for (const { assign, ownerId, customerId } of tasks.creating)
      if (assign === 'owner' || ownerId === null) companies.add(customerId)
    tally.addTasks(tasks.creating.length - known.length, tasks.merged + tasks.merging.length + known.length)
  }
  const from = [theme.startsOn, today].sort()[1] ?? today
  const room = await minutesOf(store, pack, theme.unitId, { from, to: theme.endsOn, workingDays })
  const counts = tally.result()
  return { ...counts, ...room, minutesNeeded: counts.tasks * theme.play.effortMinutes }
}

type Counted = {
  readonly customerId: string
  readonly unitId: string
  readonly leftOut: LeftOut | null
}

const createTally = () => {
  const codes = new Map<string, number>()
  const units = new Map<string, { wanted: number; leftOut: number }>()
  const examples = { wanted: [] as ThemeExample[], leftOut: [] as ThemeExample[] }
  let [segment, wanted, tasks, merged] = [0, 0, 0, 0]
  return {
    add({ customerId, unitId, leftOut }: Counted): void {
      const kind = leftOut === null ? 'wanted' : 'leftOut'
      const unit = units.get(unitId) ?? { wanted: 0, leftOut: 0 }
      units.set(unitId, { ...unit, [kind]: unit[kind] + 1 })
      if (examples[kind].length < examplesOfAKind) examples[kind].push({ customerId, unitId, leftOut })
      if (leftOut === null) wanted += 1
      else codes.set(leftOut.code, (codes.get(leftOut.code) ?? 0) + 1)
      segment += 1
    },
    addTasks(created: number, mergedOnes: number): void {
      tasks += created
      merged += mergedOnes
    },
    result: () => ({
      segment,
      wanted,
      tasks,
      merged,
      leftOut: [...codes].map(([code, customers]) => ({ code, customers })).sort((a, b) => b.customers - a.customers),
      byUnit: [...units]
        .map(([unitId, counts]) => ({ unitId, ...counts }))
        .sort((a, b) => b.wanted - a.wanted || (a.unitId < b.unitId ? -1 : 1)),
      examples: [...examples.wanted, ...examples.leftOut],
    }),
  }
}

type Days = { readonly from: string; readonly to: string; readonly workingDays: WorkingDays }

/** What managers and agents of the units can give on the working days, leave taken off. */
const minutesOf = async (
  db: Db,
  pack: Pack,
  unitId: string,
  { from, to, workingDays }: Days,
): Promise<Pick<ThemePreview, 'minutesAvailable' | 'people'>> => {
  const people = await db.query<{ staff_id: string; minutes_per_day: number | null }>(
    "select staff_id, minutes_per_day from staff where is_active and role in ('owner', 'agent') and unit_id = any($1)",
    [await subtreeOf(db, unitId)],
  )
  const staffIds = people.map(({ staff_id }) => staff_id)
  const absences = Map.groupBy(
    await findAbsences(db, { fromDay: from, toDay: to, staffIds }),
    ({ staff_id }) => staff_id,
  )
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkingDay(day, workingDays)) days.push(day)
  const minutesAvailable = people.reduce((sum, { staff_id, minutes_per_day }) => {
    const away = absences.get(staff_id) ?? []
    const present = days.filter((day) => !away.some(({ from_day, to_day }) => from_day <= day && day <= to_day))
    return sum + present.length * (minutes_per_day ?? pack.work.minutesPerDay)
  }, 0)
  return { minutesAvailable, people: people.length }
}
