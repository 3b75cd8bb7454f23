/** The task above or below in the list; the ends hold. */
export const neighbour = (
  ids: readonly string[],
  current: string | undefined,
  direction: 'next' | 'previous',
): string | undefined => {
  const place = current === undefined ? -1 : ids.indexOf(current)
  if (place === -1) return ids[0]
  return ids[Math.min(ids.length - 1, Math.max(0, place + (direction === 'next' ? 1 : -1)))]
}

/** Which task follows the one that has been dealt with: the next in order, else the one before, else none. */
export const nextAfter = (ids: readonly string[], done: string): string | undefined => {
  const place = ids.indexOf(done)
  return place === -1 ? ids.find((id) => id !== done) : (ids[place + 1] ?? ids[place - 1])
}
