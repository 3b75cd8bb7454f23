import type { Task } from '@tend/contract'
import type { Label } from '../../i18n/index.ts'

/** Why the customer may not be contacted at this moment. Without a sentence it has just been said, and the server is being asked. */
export type Stop = { readonly sentence: Label | undefined; readonly until: string | undefined }

/** What the server says of the task, and what has come over the wire since it was read. */
export const stopOf = (task: Pick<Task, 'mayContact' | 'isOpen'>, wasJustWithdrawn: boolean): Stop | undefined => {
  const { isAllowed, sentence, until } = task.mayContact
  if (!isAllowed) return { sentence: sentence ?? undefined, until: until ?? undefined }
  return wasJustWithdrawn ? { sentence: undefined, until: undefined } : undefined
}
