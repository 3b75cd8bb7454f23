/** What was counted, and when. */
export type Counted<T> = { readonly at: Date; readonly value: T }

type Kept<T> = Counted<T> & { readonly isBeingRenewed: boolean }

/** Older than this it is counted anew behind the answer; older than the other it is not answered any more. */
const renewAfterMs = 20_000
const forgottenAfterMs = 120_000
const keptMax = 500

/**
 * A memory of counts that take long, for boards that many look at again and again. What was counted within the last two minutes is answered at once, and
 * counted anew behind the answer where it is older than twenty seconds: whoever keeps a board open never waits. Only what `isLong` is kept, so that
 * a small house always sees the present.
 */
export const createMemory = <T>(isLong: (value: T) => boolean) => {
  const kept = new Map<string, Kept<T>>()
  const count = async (key: string, now: Date, read: () => Promise<T>): Promise<Counted<T>> => {
    const value = await read()
    if (kept.size >= keptMax) kept.clear()
    if (isLong(value)) kept.set(key, { at: now, value, isBeingRenewed: false })
    else kept.delete(key)
    return { at: now, value }
  }
  return async (key: string, now: Date, read: () => Promise<T>): Promise<Counted<T>> => {
    const known = kept.get(key)
    const ageMs = known === undefined ? 0 : now.getTime() - known.at.getTime()
    if (known === undefined || ageMs < 0 || ageMs > forgottenAfterMs) return count(key, now, read)
    if (ageMs > renewAfterMs && !known.isBeingRenewed) {
      kept.set(key, { ...known, isBeingRenewed: true })
      // Who asks next counts again, and hears of the failure.
      count(key, now, read).catch(() => kept.delete(key))
    }
    return known
  }
}
