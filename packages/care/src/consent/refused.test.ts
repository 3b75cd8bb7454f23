import type { Pack, Template } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pack as common } from '../../test/content-pack.ts'
import { messagePack, planned, queueContext } from '../../test/message-world.ts'
import {
  actorOf,
  at,
  buildBank,
  command,
  createOne,
  hoursLater,
  monday,
  publish,
  testPlay,
  timeZone,
  pack as world,
} from '../../test/world.ts'
import { bulletinPurpose } from '../content/bulletin-purpose.ts'
import { decideBulletin } from '../content/decide-bulletin.ts'
import { setSubscriptions } from '../content/subscription.ts'
import { writeBulletin } from '../content/write-bulletin.ts'
import { readCallList } from '../dialler/call-list.ts'
import { createCallList } from '../dialler/create-list.ts'
import { importCallResults } from '../dialler/import-results.ts'
import { receiveEvents } from '../event/event.ts'
import { sendByHand } from '../message/by-hand.ts'
import { claimMessages } from '../message/claim.ts'
import { resendMessage, settleMessage } from '../message/commands.ts'
import { printLetters, readLetters } from '../message/letters.ts'
import { queueMessages } from '../message/queue.ts'
import { takeReply } from '../message/reply.ts'
import { settleAttempts } from '../message/settle.ts'
import type { MomentRow } from '../moment/moment.ts'
import { addHelper } from '../party/helper.ts'
import { type PreparedWork, prepareWork, writeWork } from '../play/carry-out.ts'
import { planPlays } from '../play/plan.ts'
import { stopWithdrawn } from '../play/stop-withdrawn.ts'
import { createAppointment, listAppointments } from '../task/appointment.ts'
import { claimNext } from '../task/claim.ts'
import { nextTask } from '../task/next.ts'
import { recordOutcome } from '../task/outcome.ts'
import { buildTheme } from '../theme/build.ts'
import { startTheme } from '../theme/start.ts'
import { recordConsent } from './consent.ts'

const call = testPlay('call', { jointWith: 'company_id', actions: [{ kind: 'task' }] })
const write = testPlay('write', {
  actions: [
    { kind: 'task' },
    { kind: 'message', template: 'greet' },
    { kind: 'message', template: 'offer_mail' },
    { kind: 'message', template: 'come_back' },
  ],
})
const comeBack = { ...messagePack.templates.get('offer'), id: 'come_back', kind: 'win_back' } as Template
const commercial = messagePack.messages.get('commercial')
if (commercial === undefined) throw new Error('packs/common has no commercial messages')
const pack: Pack = {
  ...messagePack,
  outcomes: world.outcomes,
  work: world.work,
  policies: new Map(),
  messages: new Map([...messagePack.messages, ['win_back', { ...commercial, id: 'win_back', purpose: 'win_back' }]]),
  templates: new Map([...common.templates, ...messagePack.templates, ['come_back', comeBack]]),
  plays: new Map([
    ['call', call],
    ['write', write],
    ['call_back', testPlay('call_back')],
  ]),
}
const all = { kind: 'all' } as const
const customer = 'r'
const contactPoints = { email: 'r@example.com', postal_address: '世纪大道100号', company_id: 'co' }
const refusedAt = hoursLater(1)
const after = hoursLater(2)
const row = { customer_id: customer, unit_id: 'east-1', owner_id: 'olga', company_id: 'co' }
const occurrence = (key: string): MomentRow => ({
  moment_id: `outflow|${key}`,
  customer_id: customer,
  unit_id: 'east-1',
  owner_id: 'olga',
  moment: 'outflow',
  key,
  fired_on: '2026-11-02',
  due_on: null,
  expires_on: '2026-11-20',
  value: 5_000_000,
  urgency: 0.9,
  priority: 90,
  reason: {},
})
const planFor = (key: string) =>
  planPlays(pack, [{ moment: occurrence(key), row }], {
    asOf: '2026-11-02',
    today: '2026-11-02',
    workingDays: new Map<string, boolean>(),
  })
const carry = { now: monday, timeZone, runId: 'run', seed: 's', by: 'system' }

let store: TestDatabase
let held: number
let dialled: number
let listId: number
let appointment: number
let service: number
let dead: number
let unknown: number
let overtaken: PreparedWork

const queue = async (template: string): Promise<number> => {
  const { queued } = await store.transaction((tx) =>
    queueMessages(tx, pack, [planned(customer, template)], queueContext()),
  )
  return queued[0]?.messageId ?? 0
}
const become = (messageId: number, state: string) =>
  store.execute("update message set state = $2, reason = 'r' where message_id = $1", [messageId, state])
const claim = (now: Date) =>
  claimMessages(store, pack, {
    channels: ['sms', 'email', 'in_app'],
    provider: 'provider',
    sender: 'one',
    limit: 50,
    leaseMs: 60_000,
    now,
    timeZone,
  })
const openTasks = () =>
  store.query<{ task_id: number; purpose: string }>('select task_id, purpose from task where closed_at is null')
const waiting = () =>
  store.query<{ message_id: number }>(
    "select message_id from message where state in ('waiting', 'sending') and purpose <> 'service'",
  )
const start = async (play: string, key: string): Promise<void> => {
  const order = { play, condition: '', value: '', unit: 'east', startsOn: '2026-11-02', endsOn: '2026-11-20' }
  const started = await startTheme(store, command('sue', monday, key), pack, { ...order, name: key, goal: key })
  if (started.kind === 'refused') throw new Error(started.code)
  async function* readChunks() {
    yield [row]
  }
  const theme = {
    themeId: started.themeId,
    name: key,
    goal: key,
    ...order,
    play: pack.plays.get(play) ?? call,
    value: undefined,
  }
  await buildTheme(store, pack, theme, readChunks, { asOf: '2026-11-01', now: monday, timeZone, by: 'user-sue' })
}
const done = <Done extends { readonly kind: string }>(result: Done): Exclude<Done, { kind: 'refused' }> => {
  if (result.kind === 'refused') throw new Error(JSON.stringify(result))
  return result as Exclude<Done, { kind: 'refused' }>
}

/** Whatever may lie before a customer who then refuses: work in every pool and hand, and messages in every state. */
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [
    { id: customer, name: '李雷', contactPoints },
    { id: 'co', name: '春风公司', owner: 'otto' },
  ])
  for (const [purpose, textVersion] of [...pack.purposes.values()].flatMap((one) =>
    one.basis === 'consent' && one.id !== bulletinPurpose ? [[one.id, one.consentVersion ?? ''] as const] : [],
  ))
    done(
      await recordConsent(store, command('olga', hoursLater(-1)), all, pack, {
        customerId: customer,
        purpose,
        channel: null,
        state: 'given',
        textVersion,
        how: 'form',
      }),
    )
  done(
    await setSubscriptions(store, command('olga', hoursLater(-1)), pack, {
      customerId: customer,
      categories: ['macro_economy'],
      channel: 'email',
      textVersion: pack.purposes.get(bulletinPurpose)?.consentVersion ?? '',
      how: 'form',
    }),
  )
  done(await addHelper(store, command('sue'), { customerId: customer, staffId: 'otto', reason: '休假' }))
  overtaken = await prepareWork(store, pack, planFor('overtaken'), carry)
  dialled = await createOne(store, customer, { play: 'a', assign: 'pool' })
  listId = done(await createCallList(store, command('sue'), pack, { count: 10 })).listId
  held = await createOne(store, customer, { play: 'b', channel: 'visit' })
  await createOne(store, customer, { play: 'd', assign: 'leader', channel: 'visit' })
  service = await createOne(store, customer, { play: 'e', purpose: 'service', assign: 'pool', channel: 'sms' })
  await store.execute("update task set not_before = $1 where play <> 'appointment'", [monday])
  await start('write', 'autumn')
  await store.transaction(async (tx) =>
    writeWork(tx, pack, await prepareWork(tx, pack, planFor('joint'), carry), carry),
  )
  appointment = done(
    await createAppointment(store, command('olga'), pack, {
      customerId: customer,
      at: hoursLater(26).toISOString(),
      channel: 'phone',
      minutes: 30,
    }),
  ).taskId
  dead = await queue('greet')
  unknown = await queue('offer')
  await become(dead, 'dead')
  await become(unknown, 'unknown')
  await queue('greet_letter')
  done(await printLetters(store, command('sue'), all, pack, { batch: 'before', count: 10 }))
  await queue('greet_letter')
  // Under way when the customer speaks; the provider will not take it.
  await claim(monday)
  expect(await store.query('select play, customer_id from task where closed_at is null order by play')).toEqual(
    ['a', 'appointment', 'b', 'call', 'd', 'e', 'write'].map((play) => ({
      play,
      customer_id: play === 'call' ? 'co' : customer,
    })),
  )
  expect((await waiting()).length).toBeGreaterThan(3)
  expect(await readCallList(store, actorOf('sue'), at(), pack, listId)).toMatchObject([{ verdict: 'allowed' }])
  expect(await readLetters(store, all, pack, at(), 'before')).toHaveLength(1)
  const reply = { channel: 'sms', from: '+8613800000001', text: 'td' }
  expect(await takeReply(store, pack, at(refusedAt), reply)).toEqual({ kind: 'nothing' })
  await store.execute("update customer set phone = '138-0000-0001' where customer_id = $1", [customer])
  expect(await takeReply(store, pack, at(refusedAt), reply)).toMatchObject({ customers: 1 })
})
afterAll(() => store.close())

test('tasks, appointments, joint and theme work of every pool and hand are stopped, service is not', async () => {
  expect(await openTasks()).toEqual([{ task_id: service, purpose: 'service' }])
  const claims = [
    await claimNext(store, command('ana', after), pack),
    await claimNext(store, command('ana', after), pack),
  ]
  expect(claims).toMatchObject([{ task: { task_id: service } }, { kind: 'empty' }])
  for (const who of ['olga', 'otto']) expect(await nextTask(store, command(who, after), pack)).toBeUndefined()
  const times = await listAppointments(store, all, { from: monday, to: hoursLater(48) })
  expect(times.map(({ task_id }) => task_id)).not.toContain(appointment)
})

test('who holds a task makes no further attempt of it, and nobody agrees a new time', async () => {
  const attempt = { taskId: held, outcome: 'no_answer' }
  expect(await recordOutcome(store, command('olga', after), pack, attempt)).toMatchObject({ kind: 'refused' })
  for (const who of ['olga', 'otto'])
    expect(
      await createAppointment(store, command(who, after), pack, {
        customerId: customer,
        at: hoursLater(30).toISOString(),
        channel: 'phone',
        minutes: 30,
      }),
    ).toMatchObject({ code: 'not_permitted', detail: 'withdrawn' })
})

test('a dialler’s list names nobody any more, and a call made in spite of it books nothing and is named', async () => {
  const read = await readCallList(store, actorOf('sue'), at(after), pack, listId)
  expect(read).toMatchObject([{ customer_id: customer, verdict: 'closed' }])
  const next = done(await createCallList(store, command('sue', hoursLater(24)), pack, { count: 10 }))
  expect(next.leads).toBe(0)
  const late = {
    call_id: 'late',
    vendor_lead_code: String(dialled),
    status: 'appointment',
    user: 'ana',
    call_date: '2026-11-02 11:30:00',
    callback_at: '2026-11-03 10:00:00',
  }
  const { calls } = done(await importCallResults(store, command('sue', after), pack, [late]))
  expect(calls).toMatchObject([{ state: 'refused', reason: 'not_permitted', detail: 'withdrawn' }])
  expect(await openTasks()).toHaveLength(1)
})

test('nothing waits to be sent or printed, and what a provider did not take is not tried again', async () => {
  const attempts = await store.query<{ message_id: number; attempt: number }>(
    'select message_id, attempt from message_attempt where ended_at is null',
  )
  expect(attempts.length).toBeGreaterThan(0)
  await settleAttempts(
    store,
    attempts.map((one) => ({ ...one, outcome: 'failed', reason: 'busy' })),
    { provider: 'provider', retry: { pausesMs: [1], isIdempotent: false }, now: refusedAt },
  )
  expect((await claim(after)).messages).toEqual([])
  expect(await printLetters(store, command('sue', after), all, pack, { batch: 'after', count: 10 })).toMatchObject({
    letters: 0,
  })
  expect(await readLetters(store, all, pack, at(after), 'before')).toEqual([])
  expect(await waiting()).toEqual([])
})

test('no dead message and none of unknown fate is sent again, none is written by hand', async () => {
  const refused = { code: 'not_permitted', detail: 'withdrawn' }
  const settled = { messageId: unknown, as: 'resend', reason: '未收到' } as const
  expect(await resendMessage(store, command('sue', after), all, pack, { messageId: dead })).toMatchObject(refused)
  expect(await settleMessage(store, command('sue', after), all, pack, settled)).toMatchObject(refused)
  expect(
    await sendByHand(store, command('olga', after), all, pack, { customerId: customer, template: 'greet', values: {} }),
  ).toMatchObject({ code: 'not_permitted' })
})

test('no theme, event or bulletin makes new work or messages', async () => {
  await start('call', 'winter')
  await start('write', 'spring')
  await receiveEvents(store, { ...actorOf('zoe'), userId: 'core' }, pack, at(after), [
    {
      key: 'k',
      fact: 'transaction',
      customerId: customer,
      date: '2026-11-02',
      row: { customer_id: customer },
      occurrences: [occurrence('event')],
      customer: row,
    },
  ])
  const writer = { ...actorOf('zoe'), role: 'planner' as const }
  const checker = { ...actorOf('sue'), role: 'verifier' as const }
  const text = { category: 'macro_economy', zh: { title: '降准', body: '央行下调存款准备金率。' } }
  const { bulletinId } = done(await writeBulletin(store, { ...command('zoe', after), actor: writer }, pack, text))
  done(
    await decideBulletin(store, { ...command('sue', after), actor: checker }, pack, {
      bulletinId,
      decision: 'approve',
    }),
  )
  expect(await openTasks()).toHaveLength(1)
  expect(await waiting()).toEqual([])
})

test('what was planned before and written after by a process that died then reaches nobody, and is stopped by the clock', async () => {
  await store.transaction((tx) => writeWork(tx, pack, overtaken, carry))
  expect((await openTasks()).length).toBeGreaterThan(1)
  expect(await claimNext(store, command('ana', after), pack)).toEqual({ kind: 'empty' })
  expect(await nextTask(store, command('olga', after), pack)).toBeUndefined()
  expect((await claim(after)).messages).toEqual([])
  expect(await stopWithdrawn(store, pack, at(hoursLater(30)), hoursLater(28))).toBe(0)
  expect(await stopWithdrawn(store, pack, at(hoursLater(30)), monday)).toBeGreaterThan(1)
  expect(await openTasks()).toHaveLength(1)
  expect(await waiting()).toEqual([])
})
