import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Comparison,
  compareStates,
  newMoments,
  openState,
  readStateFile,
  runNight,
  type State,
} from '@tend/analysis'
import {
  type Candidate,
  columnsOfPlays,
  currentRun,
  isWorkingDay,
  planPlays,
  previousRun,
  readWorkingDays,
  type WorkingDays,
} from '@tend/care'
import { type Duck, lakeVersion, readCatalog } from '@tend/lake'
import type { Label, Pack } from '@tend/pack'
import { lastBusinessDate } from './business-date.ts'
import { UserError } from './home.ts'
import { type House, inBatchFolder } from './house.ts'
import { modelsInForce } from './models.ts'

export type SimulationOrder = {
  readonly draft: Pack
  readonly clock: () => Date
  readonly onProgress?: (step: Label, progress: number) => void
}

/** Tasks by the person who would get them; `staffId` null for the pools. */
export type SimulatedLoad = {
  readonly staffId: string | null
  readonly before: number
  readonly after: number
  readonly perDay: number
  readonly isOver: boolean
}

export type Simulated = Comparison & {
  readonly asOf: string
  readonly draftHash: string
  readonly baseHash: string
  readonly baseline: 'state' | 'night'
  readonly seconds: number
  readonly tasks: {
    readonly capacityPerDay: number | null
    readonly workingDays: number
    readonly before: number
    readonly after: number
    readonly byOwner: readonly SimulatedLoad[]
  }
}

/**
 * What the next night would do with a draft instead of the pack in force, on the facts as they lie in the lake: nothing is kept. The baseline is the state
 * in force where it was made of the same facts by the same pack, else the day is judged anew with the pack in force. Throws UserError before the first night.
 */
export const simulate = async (house: House, duck: Duck, order: SimulationOrder): Promise<Simulated> => {
  const { store, lake, pack, home } = house
  const begun = order.clock().getTime()
  const say = order.onProgress ?? (() => {})
  const run = await currentRun(store)
  if (run?.state_folder == null)
    throw new UserError('No night has run yet: ingest files and run one before anything is simulated.')
  const version = lakeVersion(await readCatalog(lake))
  const delivered = await lastBusinessDate(lake, pack, order.clock())
  const asOf = delivered !== undefined && delivered > run.as_of ? delivered : run.as_of
  const inForce = join(home.states, run.state_folder)
  const isSame = asOf === run.as_of && version === run.lake_version && pack.hash === run.pack_hash
  const isCurrent = isSame && (await isOfModels(home, pack, inForce))
  const before = await previousRun(store, asOf)
  const previous = before?.state_folder ? join(home.states, before.state_folder) : undefined
  return inBatchFolder(home, 'simulate', async (folder) => {
    const night = async (under: Pack, name: string): Promise<string> => {
      const out = join(folder, name)
      const { usable: models } = await modelsInForce(home, under)
      await runNight({ lake, duck, pack: under, asOf, out, models, ...(previous === undefined ? {} : { previous }) })
      return out
    }
    if (!isCurrent) say({ zh: '按现行规则重算', en: 'judging by the pack in force' }, 0.05)
    const baseline = isCurrent ? inForce : await night(pack, 'before')
    say({ zh: '按草稿试算', en: 'judging by the draft' }, isCurrent ? 0.1 : 0.45)
    const drafted = await night(order.draft, 'after')
    say({ zh: '对比结果', en: 'comparing' }, 0.85)
    const [from, to] = [await openState(duck, baseline, pack), await openState(duck, drafted, order.draft)]
    return {
      ...(await compareStates(from, to)),
      asOf,
      draftHash: order.draft.hash,
      baseHash: pack.hash,
      baseline: isCurrent ? 'state' : 'night',
      tasks: await compareLoads(house, from, to, { asOf, since: before?.as_of ?? asOf }),
      seconds: (order.clock().getTime() - begun) / 1000,
    }
  })
}

/** Whether a state is still there and was scored by the models in force: what was learned since changes the next night, too. */
const isOfModels = async (home: House['home'], pack: Pack, folder: string): Promise<boolean> => {
  if (!existsSync(folder)) return false
  const { models = {} } = await readStateFile(folder)
  const { usable } = await modelsInForce(home, pack)
  const used = Object.entries(models)
  return used.length === usable.size && used.every(([id, hash]) => usable.get(id)?.hash === hash)
}

const compareLoads = async (
  { store }: House,
  before: State,
  after: State,
  { asOf, since }: { readonly asOf: string; readonly since: string },
): Promise<Simulated['tasks']> => {
  const exceptions = await readWorkingDays(store)
  const [old, now] = [await plannedBy(before, asOf, exceptions), await plannedBy(after, asOf, exceptions)]
  const workingDays = Math.max(1, workingDaysBetween(since, asOf, exceptions))
  const capacity = after.pack.tasksPerDay
  const total = (loads: ReadonlyMap<string, number>) => [...loads.values()].reduce((sum, tasks) => sum + tasks, 0)
  const loads = [...new Set([...old.keys(), ...now.keys()])].map((owner): SimulatedLoad => {
    const tasks = now.get(owner) ?? 0
    const perDay = tasks / workingDays
    return {
      staffId: owner === '' ? null : owner,
      before: old.get(owner) ?? 0,
      after: tasks,
      perDay,
      isOver: owner !== '' && capacity !== undefined && perDay > capacity,
    }
  })
  loads.sort((a, b) => b.after - a.after || b.before - a.before || ((a.staffId ?? '') < (b.staffId ?? '') ? -1 : 1))
  return { capacityPerDay: capacity ?? null, workingDays, before: total(old), after: total(now), byOwner: loads }
}

/** Tasks that the plays make of a state's new moments, by owner; '' holds the pools'. */
const plannedBy = async (
  state: State,
  asOf: string,
  workingDays: WorkingDays,
): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>()
  const columns = columnsOfPlays(state.pack).filter((name) => state.columns.has(name))
  for await (const chunk of newMoments(state, columns)) {
    const candidates = chunk.map(({ customer, ...moment }): Candidate => ({ moment, row: customer }))
    const { works } = planPlays(state.pack, candidates, { asOf, today: asOf, workingDays })
    for (const { assign, ownerId } of works.flatMap(({ tasks }) => tasks)) {
      const owner = assign === 'owner' ? (ownerId ?? '') : ''
      counts.set(owner, (counts.get(owner) ?? 0) + 1)
    }
  }
  return counts
}

/** Working days after `since` up to `until`; of longer stretches a year at most is counted. */
const workingDaysBetween = (since: string, until: string, exceptions: WorkingDays): number => {
  let count = 0
  const end = Date.parse(until)
  for (let at = Math.max(Date.parse(since) + dayMs, end - 365 * dayMs); at <= end; at += dayMs) {
    if (isWorkingDay(new Date(at).toISOString().slice(0, 10), exceptions)) count += 1
  }
  return count
}

const dayMs = 86_400_000
