import { useCallback, useEffect, useRef } from 'react'

/** The same function at every drawing, which does what the latest one does: what is given it needs no drawing anew. */
export const useStable = <Arguments extends readonly unknown[], Result>(
  latest: (...given: Arguments) => Result,
): ((...given: Arguments) => Result) => {
  const held = useRef(latest)
  useEffect(() => {
    held.current = latest
  })
  return useCallback((...given: Arguments) => held.current(...given), [])
}
