import { setTimeout as sleep } from 'node:timers/promises'
import pg, { type PoolConfig } from 'pg'
import { quoteIdentifier } from './sql-identifiers.ts'

type Listener = (payload: string) => void

/**
 * One connection held open as long as the store: it tells other processes that the embedded server is in use, and hears notifications.
 * When it breaks it is opened anew, with its channels, once a second; what was notified in between is lost, as PostgreSQL keeps none.
 */
export const openPresence = (connection: PoolConfig) => {
  const listeners = new Map<string, Set<Listener>>()
  let client: pg.Client | undefined
  let isClosed = false

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ ...connection, application_name: 'tend' })
    next.on('error', () => {})
    next.on('notification', ({ channel, payload }) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload ?? '')
    })
    await next.connect()
    client = next
    next.on('end', () => void reconnect(next))
    for (const channel of listeners.keys()) await next.query(`listen ${quoteIdentifier(channel)}`)
  }

  const reconnect = async (broken: pg.Client): Promise<void> => {
    while (!isClosed && client === broken) {
      await sleep(1000, undefined, { ref: false })
      await connect().catch(() => {})
    }
  }

  return {
    ready: connect(),
    listen: async (channel: string, onMessage: Listener): Promise<() => Promise<void>> => {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(onMessage))
      await client?.query(`listen ${quoteIdentifier(channel)}`)
      return async () => {
        known.delete(onMessage)
        if (known.size > 0) return
        listeners.delete(channel)
        await client?.query(`unlisten ${quoteIdentifier(channel)}`)
      }
    },
    close: async (): Promise<void> => {
      isClosed = true
      await client?.end().catch(() => {})
    },
  }
}
