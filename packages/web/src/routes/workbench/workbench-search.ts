import { oneOf, textParam } from '../../search-params.ts'

/** The three disjoint counts (S156, G69), which are also the three lists. */
export type Show = 'due' | 'later' | 'done'

export const shows: readonly Show[] = ['due', 'later', 'done']

export type WorkbenchSearch = {
  readonly show?: Show
  readonly label?: string
  readonly task?: string
}

/** What is not understood is dropped, so that an old link still opens. */
export const readWorkbenchSearch = (raw: Record<string, unknown>): WorkbenchSearch => {
  const show = oneOf(shows, raw['show'])
  const label = textParam(raw['label'])
  const task = textParam(raw['task'])
  return { ...(show && show !== 'due' ? { show } : {}), ...(label ? { label } : {}), ...(task ? { task } : {}) }
}
