import { appendFileSync } from 'node:fs'
import { openStore } from '@tend/store'
import { deliverRound, deliveryDefaults } from '../src/delivery/deliver.ts'
import { monday, outboxPack } from './outbox.ts'

/**
 * A sender whose provider takes the message and never answers: what it was given stands in the file. It is to be killed. The arguments: the address of
 * the database, the file, whether the receiver honours keys.
 */
const [databaseUrl = '', file = '', isIdempotent = ''] = process.argv.slice(2)
const store = await openStore({ home: '', databaseUrl })
await deliverRound(
  { store, pack: outboxPack() },
  {
    id: 'provider',
    channels: ['sms'],
    isIdempotent: isIdempotent === 'true',
    concurrency: 3,
    send: ({ idempotencyKey }) => {
      appendFileSync(file, `${idempotencyKey}\n`)
      return new Promise(() => {})
    },
    close: async () => {},
  },
  { ...deliveryDefaults, clock: () => monday, sender: 'dying', sendMs: 600_000 },
)
