import type { StopEvent } from '@tend/contract'
import { useEffect, useRef } from 'react'
import { api } from '../../api/client.ts'

/**
 * Listens while the page is open: somebody withdrew a consent. The browser connects again by itself; what was missed
 * meanwhile is asked for once it has (`onReconnect`).
 */
export const useStops = (onStop: (event: StopEvent) => void, onReconnect: () => void): void => {
  const latest = useRef({ onStop, onReconnect })
  useEffect(() => {
    latest.current = { onStop, onReconnect }
  })
  useEffect(() => {
    const source = new EventSource(api.url('watchStops'), { withCredentials: true })
    let wasLost = false
    source.addEventListener('stop', (event) => latest.current.onStop(JSON.parse(event.data) as StopEvent))
    source.addEventListener('error', () => {
      wasLost = true
    })
    source.addEventListener('open', () => {
      if (wasLost) latest.current.onReconnect()
      wasLost = false
    })
    return () => source.close()
  }, [])
}
