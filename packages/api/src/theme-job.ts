import { QueryRefused, readSegment } from '@tend/analysis'
import {
  buildTheme,
  columnsOfTheme,
  failTheme,
  type ReadChunks,
  subtreeOf,
  type ThemePlan,
  takeTheme,
} from '@tend/care'
import type { Pack } from '@tend/pack'
import type { Api } from './call.ts'
import { ApiFailure } from './failure.ts'
import { onlyUnits, scopeFilter } from './scope-filter.ts'

/** A theme's segment: its units and its condition; empty for everybody. */
export type Segment = { readonly unitId: string; readonly condition: string }

/**
 * Reads a theme's segment from the state in force, again from its start where it is asked again. The rows bear what the theme's play reads; `use` works through
 * them while the state's connection is held.
 */
export const withSegment = <Result>(
  api: Api,
  pack: Pack,
  theme: Pick<ThemePlan, 'play' | 'value'> & Segment,
  signal: AbortSignal,
  use: (readChunks: ReadChunks, asOf: string) => Promise<Result>,
): Promise<Result> =>
  api.counting.read(signal, async (state) => {
    const scope = scopeFilter({ kind: 'all' }, onlyUnits(await subtreeOf(api.store, theme.unitId)))
    const query = theme.condition === '' ? { scope } : { scope, condition: theme.condition }
    const columns = columnsOfTheme(pack, theme)
    return use(() => readSegment(state, query, columns), state.asOf)
  })

type Job = ThemePlan & Segment & { readonly by: string }

/**
 * Builds a theme that was written down, once, whoever asks for it again; answers before it has ended. It reads and writes chunk by chunk, so that the server
 * goes on answering. What goes wrong is told in the theme's row, and to `onFault` where it is nobody's mistake.
 */
export const beginTheme = async (api: Api, pack: Pack, job: Job, onFault: (error: unknown) => void): Promise<void> => {
  if (!(await takeTheme(api.store, job.themeId, process.pid))) return
  const { signal } = new AbortController()
  const context = { now: api.clock(), timeZone: pack.timeZone, by: job.by }
  withSegment(api, pack, job, signal, (readChunks, asOf) =>
    buildTheme(api.store, pack, job, readChunks, { ...context, asOf }),
  ).catch(async (error: unknown) => {
    const problem = problemOf(error)
    if (problem === 'failed') onFault(error)
    await failTheme(api.store, job.themeId, problem).catch(onFault)
  })
}

const problemOf = (error: unknown): string => {
  if (error instanceof ApiFailure) return error.code
  return error instanceof QueryRefused ? 'segment' : 'failed'
}
