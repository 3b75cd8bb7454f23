import type { Pack } from '@tend/pack'
import { type Db, type Store, yieldingTransaction } from '@tend/store'
import { poolTasksOfLeavers } from '../party/organisation.ts'
import { type CarriedOut, writeWork } from '../play/carry-out.ts'
import { stopWithdrawn } from '../play/stop-withdrawn.ts'
import type { LeftOut, PlannedWork } from '../play/work.ts'
import { addCounts, noCounts } from './counts.ts'
import { insertLeftOut } from './left-out.ts'
import type { ThemePlan } from './plan-theme.ts'
import {
  type BuildContext,
  type Building,
  carryOf,
  looksUpByIndex,
  prepareAhead,
  type ReadChunks,
} from './prepare-ahead.ts'
import type { ThemeCounts } from './theme.ts'

/**
 * Builds a theme: everything that its play wants for its segment, and who was left out and why, in one transaction; whoever dies on the way leaves nothing.
 * Customers who withdraw while it is written lose their work again right after it, and what was given to somebody who left meanwhile goes to the pool.
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
  await yieldingTransaction(store, poolTasksOfLeavers)
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
