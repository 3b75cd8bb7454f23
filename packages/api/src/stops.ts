import { setTimeout as sleep } from 'node:timers/promises'
import { findCustomers, scopeOf, stopChannel } from '@tend/care'
import type { StopEvent } from '@tend/contract'
import type { Api, Call } from './call.ts'
import type { Person } from './person.ts'
import { findPersonAgain } from './sign-in/find-person.ts'

/** A comment so often keeps proxies from ending a quiet connection; with it the session is asked again. */
const heartbeatMs = 15_000

/**
 * Server-sent events: one for each customer within the person's scope whose consents were withdrawn, sent when the withdrawal is committed. The stream
 * ends when the client goes, the server closes, the session is over, or after `seconds`; a browser's EventSource then comes back by itself. Throws
 * `too-many-streams` for who holds too many open.
 */
export function watchStops(call: Call<'watchStops'>): AsyncGenerator<string> {
  const { api, person, reply } = call
  const close = api.streams.open(person.actor.userId, streamsOfPersonMax)
  // Also where nobody reads a word of it.
  reply.raw.once('close', close)
  return tellStops(call)
}

/** A stream is a page that is open; a browser has no more than a few with one server. By person, since a whole call centre may share an address. */
const streamsOfPersonMax = 20

async function* tellStops(call: Call<'watchStops'>): AsyncGenerator<string> {
  const { api, query, signal } = call
  const over = AbortSignal.any([signal, api.closing, AbortSignal.timeout(query.seconds * 1000)])
  const stopped: string[] = []
  let wake = (): void => {}
  const leave = await api.store.listen(stopChannel, (customerId) => {
    stopped.push(customerId)
    wake()
  })
  over.addEventListener('abort', () => wake(), { once: true })
  try {
    yield 'retry: 1000\n: watching\n\n'
    while (!over.aborted) {
      const next = new Promise<void>((resolve) => {
        wake = resolve
      })
      if (stopped.length === 0) await Promise.race([next, pause(over)])
      if (over.aborted) return
      const person = await findPersonAgain(api, call.request)
      if (person === undefined || !person.may('customers.view')) return
      const told = stopped.splice(0)
      yield told.length === 0 ? ': here\n\n' : await eventsOf(api, person, told)
    }
  } finally {
    await leave()
  }
}

async function pause(over: AbortSignal): Promise<void> {
  await sleep(heartbeatMs, undefined, { signal: over, ref: false }).catch(() => {})
}

// The scope is resolved for each stop: whom a person sees changes with their work.
async function eventsOf(api: Api, person: Person, customerIds: readonly string[]): Promise<string> {
  const now = api.clock()
  const scope = await scopeOf(api.store, person.actor, { now, timeZone: api.pack.timeZone })
  const visible = await findCustomers(api.store, scope, customerIds)
  const events = customerIds
    .filter((customerId) => visible.has(customerId))
    .map((customerId) => {
      const event: StopEvent = { customerId, at: now.toISOString() }
      return `event: stop\ndata: ${JSON.stringify(event)}\n\n`
    })
  return events.length === 0 ? ': here\n\n' : events.join('')
}
