import type { Task } from '@tend/contract'
import type { Label } from '../../i18n/index.ts'

/**
 * Why the customer may not be contacted at this moment, and from when on. Without a sentence it has just been said, and the server is being asked. `isOfTheHour`: only
 * the hour speaks against it, so that the contact may be prepared.
 */
export type Stop = {
  readonly sentence: Label | undefined
  readonly isOfTheHour: boolean
}

/** What the server says of the task, and what has come over the wire since it was read. */
export const stopOf = (task: Pick<Task, 'mayContact' | 'isOpen'>, wasJustWithdrawn: boolean): Stop | undefined => {
  const { isAllowed, code, sentence } = task.mayContact
  if (!isAllowed) {
    const isOfTheHour = !wasJustWithdrawn && (code === 'quiet-hours' || code === 'holiday')
    return { sentence: sentence ?? undefined, isOfTheHour }
  }
  return wasJustWithdrawn ? { sentence: undefined, isOfTheHour: false } : undefined
}
