import type { Pack } from '@tend/pack'
import { type Db, type Store, yieldingTransaction } from '@tend/store'
import { localDay } from '../days.ts'
import { type CarriedOut, type CarryContext, type PreparedWork, prepareWork, writeWork } from '../play/carry-out.ts'
import { stopWithdrawn } from '../play/stop-withdrawn.ts'
import type { LeftOut, PlannedWork } from '../play/work.ts'
import { readWorkingDays } from '../task/calendar.ts'
import { insertLeftOut } from './left-out.ts'
import { createThemePlanner, type ThemePlan } from './plan-theme.ts'
import type { ThemeCounts } from './theme.ts'

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

/**
 * Builds a theme: everything that its play wants for its segment, and who was left out and why, in one transaction; whoever dies on the way leaves nothing.
 * Customers who withdraw while it is written lose their work again right after it.
 */
export const buildTheme = async (
  store: Store,
  pack: Pack,
  theme: ThemePlan,
  readChunks: ReadChunks,
  context: BuildContext,
): Promise<ThemeCounts> => {
  const counts = await yieldingTransaction(store, (tx) => writeTheme(tx, { store, pack, theme, readChunks, context }))
  await stopWithdrawn(store, pack, context)
  return counts
}

const writeTheme = async (tx: Db, { store, pack, theme, readChunks, context }: Building): Promise<ThemeCounts> => {
  const { asOf, now } = context
  await tx.query('select from theme where theme_id = $1 for update', [theme.themeId])
  await tx.query(looksUpByIndex)
  const carry = carryOf(theme, context)
  let counts = noCounts
  for await (const { rows, unfit, prepared } of prepareAhead({ store, pack, theme, readChunks, context })) {
    const done = await writeWork(tx, pack, prepared, carry)
    const leftOut = withNothing(prepared.fresh, unfit, done)
    await insertLeftOut(tx, theme.themeId, leftOut)
    counts = addCounts(counts, {
      segment: rows,
      leftOut: leftOut.length,
      done,
      effortMinutes: theme.play.effortMinutes,
    })
  }
  await tx.execute(
    "update theme set state = 'running', as_of = $2, pack_hash = $3, counts = $4, built_at = $5 where theme_id = $1",
    [theme.themeId, asOf, pack.hash, JSON.stringify(counts), now],
  )
  return counts
}

type Building = {
  readonly store: Store
  readonly pack: Pack
  readonly theme: ThemePlan
  readonly readChunks: ReadChunks
  readonly context: BuildContext
}

const carryOf = ({ themeId }: ThemePlan, { now, timeZone, by }: BuildContext): CarryContext => ({
  runId: `theme-${themeId}`,
  seed: `theme-${themeId}`,
  now,
  timeZone,
  by,
  areNew: true,
})

type PreparedChunk = { readonly rows: number; readonly unfit: readonly LeftOut[]; readonly prepared: PreparedWork }

/** While a chunk is written the next one is read, planned and judged, on a connection of its own. */
async function* prepareAhead(building: Building): AsyncGenerator<PreparedChunk> {
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
      return prepareWork(reading, pack, { works, leftOut: unfit }, carryOf(theme, context))
    })
    return { rows: rows.length, unfit, prepared }
  }
}

// A chunk is a few per cent of the customers: to read whole tables anew for each costs many times what the look-ups cost.
const looksUpByIndex = `
  select set_config('enable_seqscan', 'off', true), set_config('random_page_cost', '1.1', true), set_config('work_mem', '64MB', true)`

const noCounts: ThemeCounts = {
  segment: 0,
  wanted: 0,
  leftOut: 0,
  tasks: 0,
  merged: 0,
  messages: 0,
  benefits: 0,
  cases: 0,
  minutes: 0,
}

type Chunk = {
  readonly segment: number
  readonly leftOut: number
  readonly done: CarriedOut
  readonly effortMinutes: number
}

const addCounts = (counts: ThemeCounts, { segment, leftOut, done, effortMinutes }: Chunk): ThemeCounts => ({
  segment: counts.segment + segment,
  wanted: counts.wanted + segment - leftOut,
  leftOut: counts.leftOut + leftOut,
  tasks: counts.tasks + done.created,
  merged: counts.merged + done.merged,
  messages: counts.messages + done.messages,
  benefits: counts.benefits + done.benefits,
  cases: counts.cases + done.cases,
  minutes: counts.minutes + done.created * effortMinutes,
})

/** Customers for whom nothing came of it, with the first thing that spoke against it. */
const withNothing = (
  works: readonly PlannedWork[],
  unfit: readonly LeftOut[],
  done: CarriedOut,
): readonly LeftOut[] => {
  const first = new Map<string, LeftOut>()
  for (const each of done.leftOut) if (!first.has(each.momentId)) first.set(each.momentId, each)
  const refused = works.flatMap(({ key, reason }) => (done.done.has(key) ? [] : (first.get(reason.moment_id) ?? [])))
  return [...unfit, ...refused]
}
