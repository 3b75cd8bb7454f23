import type { Adapter, Outgoing } from './adapter.ts'

type Simulated = { readonly id: string; readonly channels: readonly string[] }

const accepting = ({ id, channels }: Simulated): Adapter => ({
  id,
  channels,
  isIdempotent: true,
  concurrency: 100,
  send: async ({ idempotencyKey }: Outgoing) => ({ kind: 'accepted', providerId: `${id}-${idempotencyKey}` }),
  close: async () => {},
})

/** Takes every message and sends none: what a house without providers shows in its outbox. */
export const openSimulator = (channels: readonly string[]): Adapter => accepting({ id: 'simulator', channels })

/** Messages that customers read in the house's own app: they lie in the outbox itself. */
export const openInApp = (channels: readonly string[]): Adapter => accepting({ id: 'in_app', channels })

/** Of channels that nothing is set up for: every message is refused with the reason, so that a person sees it and may send it anew. */
export const openUnserved = (channels: readonly string[]): Adapter => ({
  id: 'unserved',
  channels,
  isIdempotent: true,
  concurrency: 100,
  send: async () => ({ kind: 'refused', reason: 'no-adapter' }),
  close: async () => {},
})
