import { type Draft, emptyDraft, isEmpty } from './outcome-draft.ts'

const prefix = 'tend.draft.'
const keptDays = 7

const keyOf = (userId: string, taskId: string): string => `${prefix}${userId}.${taskId}`

type Kept = Draft & { readonly savedAt: number }

/** Notes of a conversation, kept on this device at every key that is pressed, until they are recorded; a tab that dies loses nothing. */
export const readDraft = (userId: string, taskId: string): Draft | undefined => {
  const kept = readKept(keyOf(userId, taskId))
  if (!kept) return undefined
  const { savedAt: _when, ...draft } = kept
  return draft
}

export const keepDraft = (userId: string, taskId: string, draft: Draft, now: number): void => {
  if (isEmpty(draft)) dropDraft(userId, taskId)
  else localStorage.setItem(keyOf(userId, taskId), JSON.stringify({ ...draft, savedAt: now } satisfies Kept))
}

export const dropDraft = (userId: string, taskId: string): void => localStorage.removeItem(keyOf(userId, taskId))

/** What lies longer than a week, and everything when somebody signs out: the next person at this machine reads no notes. */
export const dropDrafts = (before: number | 'all'): void => {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(prefix))) {
    const savedAt = readKept(key)?.savedAt ?? 0
    if (before === 'all' || savedAt < before - keptDays * 86_400_000) localStorage.removeItem(key)
  }
}

const readKept = (key: string): Kept | undefined => {
  const text = localStorage.getItem(key)
  if (text === null) return undefined
  try {
    return { ...emptyDraft, ...(JSON.parse(text) as Kept) }
  } catch {
    // What another version of the app wrote and this one cannot read is of no use to anybody.
    localStorage.removeItem(key)
    return undefined
  }
}
