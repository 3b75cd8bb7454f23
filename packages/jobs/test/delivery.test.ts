import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sweepMessages } from '@tend/care'
import { type Adapter, type Outgoing, openSimulator, type SendResult } from '@tend/channels'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type DeliveryOptions, deliverRound, deliveryDefaults } from '../src/delivery/deliver.ts'
import { type Delivery, startDelivery } from '../src/delivery/loop.ts'
import { addCustomers, monday, outboxPack, queueNotices } from './outbox.ts'

const pack = outboxPack()
let store: TestDatabase
let customers: readonly string[]
const running: Delivery[] = []

beforeAll(async () => {
  store = await testDatabase()
  customers = await addCustomers(store, 200)
})
afterEach(async () => {
  for (const delivery of running.splice(0)) await delivery.stop()
  await store.execute('delete from message_attempt')
  await store.execute('delete from message')
})
afterAll(() => store.close())

const options: DeliveryOptions = { ...deliveryDefaults, clock: () => monday, sender: 'one' }
const loopOptions = (sender: string) => ({
  ...options,
  sender,
  pollMs: 20,
  onError: (error: Error) => {
    throw error
  },
})

const adapterOf = (
  send: (message: Outgoing, signal: AbortSignal) => Promise<SendResult>,
  more: Partial<Adapter> = {},
) => ({
  id: 'provider',
  channels: ['sms'],
  isIdempotent: false,
  concurrency: 10,
  send,
  close: async () => {},
  ...more,
})

const statesOf = async (): Promise<Record<string, number>> => {
  const rows = await store.query<{ state: string; count: number }>('select state, count(*) from message group by 1')
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('two loops at once send every message once, in the order of each customer', async () => {
  const sent: { readonly messageId: number; readonly by: string }[] = []
  const sender = (by: string) =>
    adapterOf(async ({ messageId, idempotencyKey }) => {
      await new Promise((resolve) => setImmediate(resolve))
      sent.push({ messageId: Number(messageId), by })
      return { kind: 'accepted', providerId: idempotencyKey }
    })
  const first = await queueNotices(store, pack, customers, 'sms')
  running.push(
    await startDelivery({ store, pack }, [sender('one')], loopOptions('one')),
    await startDelivery({ store, pack }, [sender('two')], loopOptions('two')),
  )
  // Queued while both are at work, which wakes them.
  const second = await queueNotices(store, pack, customers, 'sms')
  await until(async () => ((await statesOf()).sent ?? 0) === 2 * customers.length)
  expect(sent.map(({ messageId }) => messageId).sort((a, b) => a - b)).toEqual(
    [...first, ...second].sort((a, b) => a - b),
  )
  expect(new Set(sent.map(({ by }) => by)).size).toBe(2)
  const place = new Map(sent.map(({ messageId }, index) => [messageId, index]))
  for (const [index, messageId] of first.entries())
    expect(place.get(messageId)).toBeLessThan(place.get(second[index] ?? 0) ?? 0)
})

test('a provider that says nothing holds up no other channel, and its message is of unknown fate when time is up', async () => {
  await queueNotices(store, pack, customers.slice(0, 5), 'sms')
  await queueNotices(store, pack, customers.slice(0, 5), 'push')
  let release = (): void => {}
  const silent = adapterOf(
    (_message, signal) =>
      new Promise((resolve) => {
        release = () => resolve({ kind: 'accepted', providerId: 'late' })
        signal.addEventListener('abort', () => resolve({ kind: 'unknown', reason: 'timeout' }))
      }),
  )
  // Where both claim the same customers at once one comes back a second later, so the clock goes on.
  const begunMs = Date.now()
  const clock = () => new Date(monday.getTime() + Date.now() - begunMs)
  const loop = { ...loopOptions('one'), clock, sendMs: 4000 }
  running.push(await startDelivery({ store, pack }, [silent, openSimulator(['webhook'])], loop))
  await until(async () => {
    const { sent, sending } = await statesOf()
    return sent === 5 && sending === 5
  })
  await until(async () => ((await statesOf()).unknown ?? 0) === 5)
  release()
})

test('an adapter that has a fault of its own loses no message', async () => {
  await queueNotices(store, pack, customers.slice(0, 2), 'sms')
  const faulty = adapterOf(() => {
    throw new Error('a bug')
  })
  expect(await deliverRound({ store, pack }, faulty, options)).toMatchObject({ seen: 2 })
  expect(await store.query('select distinct state, reason from message')).toEqual([
    { state: 'unknown', reason: 'adapter-fault' },
  ])
})

test('a rate is kept', async () => {
  await queueNotices(store, pack, customers.slice(0, 6), 'sms')
  const times: number[] = []
  const slow = adapterOf(
    async () => {
      times.push(performance.now())
      return { kind: 'accepted', providerId: String(times.length) }
    },
    { concurrency: 2, perSecond: 20 },
  )
  running.push(await startDelivery({ store, pack }, [slow], loopOptions('one')))
  await until(async () => times.length === 6)
  // Three rounds of two, a tenth of a second apart; timers may be a little early.
  expect((times[5] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(190)
})

test('the link by which a customer refuses is made when the message leaves, and stands in no row of the outbox', async () => {
  const offer = { zh: '【{institution}】{refuse}', en: '{institution}: {refuse}' }
  const template = { ...pack.templates.get('email'), body: offer }
  const withRefusal = { ...pack, templates: new Map([...pack.templates, ['email', template as never]]) }
  await queueNotices(store, withRefusal, customers.slice(0, 1), 'email')
  const letters: Outgoing[] = []
  const mail = adapterOf(
    async (message) => {
      letters.push(message)
      return { kind: 'accepted', providerId: '1' }
    },
    { channels: ['email'] },
  )
  const refuseUrl: NonNullable<DeliveryOptions['refuseUrl']> = ({ customerId, purpose }) =>
    `https://tend.example/${customerId}/${purpose}`
  await deliverRound({ store, pack: withRefusal }, mail, { ...options, refuseUrl })
  const url = 'https://tend.example/c0/service'
  expect(letters[0]).toMatchObject({ refuseUrl: url, body: `【常青银行】拒收请点击 ${url}` })
  const [row] = await store.query<{ body: string }>('select body from message')
  expect(row?.body).not.toContain('https')
})

test.each([
  ['a person settles what it may have sent', false, 'unknown', 0],
  ['what it may have sent goes again under its key, where the receiver honours keys', true, 'sent', 3],
] as const)(
  'a sender is killed in the midst: %s, and the rest leaves as if nothing had been',
  async (_what, isIdempotent, fate, again) => {
    await queueNotices(store, pack, customers.slice(0, 5), 'sms')
    const folder = mkdtempSync(join(tmpdir(), 'tend-dying-'))
    const file = join(folder, 'given')
    writeFileSync(file, '')
    try {
      await runUntilGiven(file, isIdempotent, 3)
      expect(await statesOf()).toEqual({ sending: 3, waiting: 2 })
      const given = keysIn(file)

      const sent: string[] = []
      const living = adapterOf(
        async ({ idempotencyKey }) => {
          sent.push(idempotencyKey)
          return { kind: 'accepted', providerId: idempotencyKey }
        },
        { isIdempotent },
      )
      await deliverRound({ store, pack }, living, options)
      expect(sent).toHaveLength(2)
      expect(sent.filter((key) => given.includes(key))).toEqual([])

      const later = new Date(monday.getTime() + 3_600_000)
      await sweepMessages(store, { now: later, idempotentProviders: isIdempotent ? ['provider'] : [] })
      await deliverRound({ store, pack }, living, { ...options, clock: () => later })
      expect(sent.filter((key) => given.includes(key))).toHaveLength(again)
      expect(await statesOf()).toEqual(fate === 'sent' ? { sent: 5 } : { sent: 2, unknown: 3 })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

const keysIn = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean)

/** The address of a database, also where its server listens on a socket. */
const addressOf = ({ connection }: TestDatabase): string => {
  const { connectionString, host = '', user = '', database = '' } = connection
  return connectionString ?? `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`
}

/** Runs the dying sender in a process of its own until its provider has been given so many messages, and kills it. */
const runUntilGiven = async (file: string, isIdempotent: boolean, count: number): Promise<void> => {
  const script = fileURLToPath(new URL('dying-sender.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, addressOf(store), file, String(isIdempotent)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const exited = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    const watcher = watch(file, () => {
      if (keysIn(file).length < count) return
      watcher.close()
      resolve()
    })
    child.once('exit', (code) => {
      watcher.close()
      reject(new Error(`the sender ended by itself: ${code}`))
    })
  })
  child.kill('SIGKILL')
  await exited
}
