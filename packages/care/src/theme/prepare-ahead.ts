import type { Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import { localDay } from '../days.ts'
import { type CarryContext, type PreparedWork, prepareWork } from '../play/carry-out.ts'
import type { LeftOut, PlannedWork } from '../play/work.ts'
import { readWorkingDays } from '../task/calendar.ts'
import { openRoom } from '../task/choose.ts'
import { roomContextOf } from '../task/give-out.ts'
import { madeReady } from '../task/planned-rows.ts'
import { createThemePlanner, type ThemePlan } from './plan-theme.ts'

/** Rows of the segment with `columnsOfTheme`, chunk by chunk; asked for anew where the building begins again. */
export type ReadChunks = () => AsyncIterable<readonly Readonly<Record<string, unknown>>[]>

export type BuildContext = {
  /** The day of the state that the rows are of. */
  readonly asOf: string
  readonly now: Date
  readonly timeZone: string
  /** Who started it. */
  readonly by: string
}

/** What it takes to build a theme. */
export type Building = {
  readonly store: Store
  readonly pack: Pack
  readonly theme: ThemePlan
  readonly readChunks: ReadChunks
  readonly context: BuildContext
}

export const carryOf = ({ themeId }: ThemePlan, { now, timeZone, by }: BuildContext): CarryContext => ({
  runId: `theme-${themeId}`,
  seed: `theme-${themeId}`,
  now,
  timeZone,
  by,
  areNew: true,
})

type PreparedChunk = { readonly rows: number; readonly unfit: readonly LeftOut[]; readonly prepared: PreparedWork }

/** While a chunk is written the next one is read, planned and judged, on a connection of its own. */
export async function* prepareAhead(building: Building): AsyncGenerator<PreparedChunk> {
  const prepare = await createPrepare(building)
  const chunks = building.readChunks()[Symbol.asyncIterator]()
  const prepareNext = async (): Promise<PreparedChunk | undefined> => {
    const { value, done } = await chunks.next()
    return done ? undefined : prepare(value)
  }
  let upcoming = prepareNext()
  try {
    for (let chunk = await upcoming; chunk !== undefined; chunk = await upcoming) {
      upcoming = prepareNext()
      // What fails while another chunk is written is thrown when its turn comes.
      upcoming.catch(() => {})
      yield chunk
    }
  } finally {
    await upcoming.catch(() => {})
    await chunks.return?.()
  }
}

const createPrepare = async ({ store, pack, theme, context }: Building) => {
  const today = localDay(context.now, context.timeZone)
  const workingDays = await readWorkingDays(store)
  const carry = carryOf(theme, context)
  const room = await openRoom(store, roomContextOf({ ...carry, pack }))
  const plan = createThemePlanner(pack, theme, { asOf: context.asOf, today, workingDays })
  return async (rows: readonly Readonly<Record<string, unknown>>[]): Promise<PreparedChunk> => {
    const works: PlannedWork[] = []
    const unfit: LeftOut[] = []
    for (const row of rows) {
      const planned = plan(row)
      if (planned.kind === 'work') works.push(planned.work)
      else unfit.push(planned.leftOut)
    }
    const prepared = await store.transaction(async (reading) => {
      await reading.query(looksUpByIndex)
      return prepareWork(reading, pack, { works, leftOut: unfit }, carry, room)
    })
    const alone = await madeReady(prepared.tasks.given.alone)
    const tasks = { ...prepared.tasks, given: { ...prepared.tasks.given, alone } }
    return { rows: rows.length, unfit, prepared: { ...prepared, tasks } }
  }
}

// A chunk is a few per cent of the customers: to read whole tables anew for each costs many times what the look-ups cost.
export const looksUpByIndex = `
  select set_config('enable_seqscan', 'off', true), set_config('random_page_cost', '1.1', true), set_config('work_mem', '64MB', true)`
