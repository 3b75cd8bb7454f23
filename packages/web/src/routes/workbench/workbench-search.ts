import { oneOf, textParam } from '../../search-params.ts'

/** The three disjoint counts (S156, G69) and what is late by the steps of the ladder, each with its list. */
export type Counted = 'due' | 'later' | 'done' | 'late'

export const counted: readonly Counted[] = ['due', 'later', 'done', 'late']

/** `ready` is the work of the day: everything that may be worked on at once, whenever it is due. */
export type Show = 'ready' | Counted

export type WorkbenchSearch = {
  /** Absent: what is ready. */
  readonly show?: Counted
  /** A module view of the tasks (S161). */
  readonly module?: string
  readonly label?: string
  readonly task?: string
}

/** What is not understood is dropped, so that an old link still opens. */
export const readWorkbenchSearch = (raw: Record<string, unknown>): WorkbenchSearch => {
  const show = oneOf(counted, raw['show'])
  const module = textParam(raw['module'])
  const label = textParam(raw['label'])
  const task = textParam(raw['task'])
  return {
    ...(show ? { show } : {}),
    ...(module ? { module } : {}),
    ...(label ? { label } : {}),
    ...(task ? { task } : {}),
  }
}
