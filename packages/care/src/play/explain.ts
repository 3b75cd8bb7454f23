import { explain, type Pack, type Play, type Term } from '@tend/pack'
import type { Db } from '@tend/store'
import { localDay } from '../days.ts'
import type { MomentRow } from '../moment/moment.ts'
import { readWorkingDays } from '../task/calendar.ts'
import type { PreparedTasks } from '../task/prepare.ts'
import { splitKnown } from './carry-out.ts'
import type { PlannedTask } from './conflict.ts'
import { type JudgedWork, judgeWorks } from './judge-works.ts'
import { createPlanner } from './plan.ts'
import type { LeftOut, PlannedWork } from './work.ts'

/** An open occurrence; `isNew`: its night is the one in force, or an event brought it since. */
export type OpenOccurrence = MomentRow & { readonly isNew: boolean }

/**
 * What a play does for a customer today. `wanted`, or `deferred` behind another play's task; `merged`: a reason of another task; else `left_out` with
 * the first thing that speaks against it. `past`: it was noticed on an earlier day, whose night made nothing of it.
 */
export type ExplainedPlay = {
  readonly play: string
  readonly verdict: 'wanted' | 'deferred' | 'merged' | 'left_out'
  readonly leftOut: Pick<LeftOut, 'code' | 'detail' | 'until'> | null
  /** Of a condition that does not hold: its comparisons with the customer's values. */
  readonly terms: readonly Term[]
  readonly moments: readonly OpenOccurrence[]
  /** What stands against single actions of a play that is wanted: by template, or the channel of its task. */
  readonly refusals: readonly LeftOut[]
  readonly behind: string | null
  /** The task as it would be made, alone or leading others. */
  readonly task: PlannedTask | null
}

export type ExplainInput = {
  readonly row: Readonly<Record<string, unknown>>
  readonly moments: readonly OpenOccurrence[]
  readonly asOf: string
  readonly now: Date
  readonly timeZone: string
}

/** What a customer would get today from each play, and why not the rest: judged as `carryOut` judges, and nothing is written. */
export const explainPlays = async (db: Db, pack: Pack, input: ExplainInput): Promise<readonly ExplainedPlay[]> => {
  const { asOf, now, timeZone } = input
  const context = { asOf, today: localDay(now, timeZone), workingDays: await readWorkingDays(db) }
  const drafts = [...pack.plays.values()].map((play) => draftOf(play, input, createPlanner(pack, play, context)))
  const { fresh, known } = await splitKnown(
    db,
    drafts.flatMap(({ works }) => works),
  )
  const { judged, tasks } = await judgeWorks(
    db,
    pack,
    fresh.filter((work) => isOfToday(input, work)),
    { now, timeZone },
  )
  const found: Found = { judged, known: new Set(known), fresh: new Set(fresh), places: placesOf(tasks) }
  return drafts.map((draft) => ({ ...explainOne(draft, found), terms: termsOf(pack, draft, input) }))
}

type Found = {
  readonly judged: readonly JudgedWork[]
  readonly known: ReadonlySet<PlannedWork>
  readonly fresh: ReadonlySet<PlannedWork>
  readonly places: ReadonlyMap<string, Place>
}

const explainOne = (draft: Draft, { judged, known, fresh, places }: Found): Omit<ExplainedPlay, 'terms'> => {
  const { play, moments, works } = draft
  const base = { play: play.id, moments, leftOut: null, refusals: [], behind: null, task: null }
  const out = (leftOut: ExplainedPlay['leftOut']) => ({ ...base, verdict: 'left_out' as const, leftOut })
  const because = (code: string) => out({ code, detail: null, until: null })
  if (draft.leftOut !== null) return out(draft.leftOut)
  const mine = judged.filter(({ work }) => works.includes(work))
  const wanted = mine.find(({ isWanted }) => isWanted)
  const refusals = mine.flatMap(({ leftOut }) => leftOut)
  if (wanted !== undefined) {
    const place = places.get(wanted.work.key) ?? { verdict: 'wanted' as const, behind: null, task: null }
    return { ...base, refusals, ...place }
  }
  const [refusal] = refusals
  if (refusal !== undefined) return out(refusal)
  if (works.some((work) => known.has(work))) return because('known')
  return because(works.some((work) => fresh.has(work)) ? 'past' : 'no-moment')
}

type Draft = {
  readonly play: Play
  readonly moments: readonly OpenOccurrence[]
  readonly works: readonly PlannedWork[]
  readonly leftOut: LeftOut | null
}

const draftOf = (play: Play, { moments, row }: ExplainInput, plan: ReturnType<typeof createPlanner>): Draft => {
  const answered = moments.filter(({ moment }) => play.on.includes(moment))
  const planned = answered.map((moment) => plan({ moment, row }))
  return {
    play,
    moments: answered,
    works: planned.flatMap((each) => (each.kind === 'work' ? [each.work] : [])),
    leftOut: planned.flatMap((each) => (each.kind === 'left_out' ? [each.leftOut] : []))[0] ?? null,
  }
}

const isOfToday = ({ moments }: ExplainInput, { reason }: PlannedWork): boolean =>
  moments.some(({ moment_id, isNew }) => moment_id === reason.moment_id && isNew)

const termsOf = (pack: Pack, { play, leftOut }: Draft, { row, asOf }: ExplainInput): readonly Term[] =>
  leftOut?.code !== 'condition' || play.match === undefined
    ? []
    : explain(play.match, row, asOf, { decimals: pack.currency.decimals })

type Place = Pick<ExplainedPlay, 'verdict' | 'behind' | 'task'>

/** Where the reasons of plans ended, by `<play>|<moment_id>`. */
const placesOf = ({ creating, merging }: PreparedTasks): ReadonlyMap<string, Place> => {
  const places = new Map<string, Place>()
  for (const { plan, into } of merging) {
    for (const { play, moment_id } of plan.reasons)
      places.set(`${play}|${moment_id}`, { verdict: 'merged', behind: into.play, task: null })
  }
  for (const task of creating) {
    const behind = task.conflict.deferredBehind
    for (const { play, moment_id } of task.reasons) {
      const isLeading = `${play}|${moment_id}` === task.dedupeKey
      places.set(
        `${play}|${moment_id}`,
        isLeading
          ? { verdict: behind === null ? 'wanted' : 'deferred', behind, task }
          : { verdict: 'merged', behind: task.play, task: null },
      )
    }
  }
  return places
}
