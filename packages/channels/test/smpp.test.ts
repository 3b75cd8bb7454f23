import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import smpp, { type Pdu, type Session } from 'smpp'
import { afterEach, expect, test } from 'vitest'
import { type Adapter, openSmpp, type Receipt, type Reply } from '../src/index.ts'
import { outgoing, patience } from './outgoing.ts'

let close: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const one of close) await one()
  close = []
})

type Centre = {
  readonly adapter: Adapter
  readonly submitted: Pdu[]
  readonly sessions: Session[]
  /** Sessions whose sender has been let in. */
  readonly bound: Session[]
}

/** A centre that takes everything unless `answer` says otherwise; undefined says nothing. */
const serve = async (
  answer: (pdu: Pdu, count: number, session: Session) => object | undefined = (_pdu, count) => ({
    message_id: `m${count}`,
  }),
  bindStatus = 0,
): Promise<Centre> => {
  const submitted: Pdu[] = []
  const sessions: Session[] = []
  const bound: Session[] = []
  const server = smpp.createServer((session) => {
    sessions.push(session)
    session.on('error', () => {})
    session.on('bind_transceiver', (pdu) => {
      const isKnown = pdu.system_id === 'tend' && pdu.password === 'pa:ss'
      session.send(pdu.response({ command_status: isKnown ? bindStatus : 0x0e }))
      bound.push(session)
    })
    session.on('submit_sm', (pdu) => {
      submitted.push(pdu)
      const response = answer(pdu, submitted.length, session)
      if (response !== undefined) session.send(pdu.response({ ...response }))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const adapter = openSmpp({
    url: `smpp://tend:pa%3Ass@127.0.0.1:${port}`,
    from: '95555',
    channels: ['sms'],
    reconnectMs: 10,
  })
  close.push(
    () => adapter.close(),
    () => new Promise((resolve) => server.close(resolve)),
  )
  return { adapter, submitted, sessions, bound }
}

const textOf = (pdu: Pdu | undefined): unknown => pdu?.short_message?.message
const sms = (body: string) => outgoing({ channel: 'sms', address: '+86 138-0000-0000', body })

test('a Chinese text goes as one message in UCS-2, to the number alone', async () => {
  const { adapter, submitted } = await serve()
  expect(await adapter.send(sms('李雷先生，生日快乐！'), patience)).toEqual({ kind: 'accepted', providerId: 'm1' })
  expect(submitted[0]).toMatchObject({
    source_addr: '95555',
    destination_addr: '8613800000000',
    data_coding: 8,
    registered_delivery: 1,
  })
  expect(textOf(submitted[0])).toBe('李雷先生，生日快乐！')
})

test.each([
  ['Chinese', '常'.repeat(140), 8, 3],
  ['plain', 'a'.repeat(161), 0, 2],
  ['a character of two units at the seam', `${'常'.repeat(66)}😀${'青'.repeat(10)}`, 8, 2],
] as const)(
  'a long text (%s) goes as joined parts; its receipt is that of the last one',
  async (_what, body, coding, parts) => {
    const { adapter, submitted } = await serve()
    expect(await adapter.send(sms(body), patience)).toEqual({ kind: 'accepted', providerId: `m${parts}` })
    expect(submitted).toHaveLength(parts)
    expect(submitted.map(textOf).join('')).toBe(body)
    expect(submitted.map((pdu) => [pdu.data_coding, pdu.registered_delivery])).toEqual(
      submitted.map((_pdu, index) => [coding, index === parts - 1 ? 1 : 0]),
    )
  },
)

test.each([
  ['a number that does not exist', 0x0b, 'refused'],
  ['a queue that is full', 0x14, 'failed'],
  ['being throttled', 0x58, 'failed'],
  ['a sender that is not ours', 0x0a, 'failed'],
] as const)('%s (%i) is %s', async (_situation, command_status, kind) => {
  const { adapter } = await serve(() => ({ command_status }))
  expect(await adapter.send(sms('你好'), patience)).toEqual({ kind, reason: `smpp-${command_status}` })
})

test('a part that is refused after the first leaves the fate of the whole unknown', async () => {
  const { adapter } = await serve((_pdu, count) => (count === 1 ? { message_id: 'm1' } : { command_status: 0x14 }))
  expect(await adapter.send(sms('常'.repeat(100)), patience)).toEqual({ kind: 'unknown', reason: 'part-2-smpp-20' })
})

test('a connection that breaks before the answer leaves the fate unknown, and the next message goes over a new one', async () => {
  let isFirst = true
  const { adapter, sessions } = await serve((_pdu, count, session) => {
    if (!isFirst) return { message_id: `m${count}` }
    isFirst = false
    session.destroy()
    return undefined
  })
  expect(await adapter.send(sms('你好'), patience)).toEqual({ kind: 'unknown', reason: 'connection-lost' })
  expect(await adapter.send(sms('你好'), patience)).toEqual({ kind: 'accepted', providerId: 'm2' })
  expect(sessions).toHaveLength(2)
})

test('a centre that says nothing leaves the fate unknown when time is up', async () => {
  const time = new AbortController()
  const { adapter } = await serve(() => {
    time.abort()
    return undefined
  })
  expect(await adapter.send(sms('你好'), time.signal)).toEqual({ kind: 'unknown', reason: 'timeout' })
})

test.each([
  ['refuses to bind', () => serve(undefined, 0x0d).then(({ adapter }) => adapter)],
  ['is not there', async () => openSmpp({ url: 'smpp://tend:x@127.0.0.1:1', from: '', channels: ['sms'] })],
] as const)('a centre that %s has taken nothing', async (_situation, open) => {
  const adapter = await open()
  expect(await adapter.send(sms('你好'), patience)).toEqual({ kind: 'failed', reason: 'not-connected' })
  await adapter.close()
})

const deliver = (session: Session | undefined, pdu: object): Promise<number> =>
  new Promise((resolve) => session?.deliver_sm({ ...pdu }, ({ command_status }) => resolve(command_status)))

test('receipts and answers are heard, and repeated by the centre until they are written down', async () => {
  const { adapter, sessions } = await serve()
  const receipts: Receipt[] = []
  const replies: Reply[] = []
  let isWritable = false
  adapter.listen?.({
    onReceipt: async (receipt) => {
      if (!isWritable) throw new Error('the database is away')
      receipts.push(receipt)
    },
    onReply: async (reply) => void replies.push(reply),
  })
  await adapter.send(sms('你好'), patience)
  const receipt = {
    esm_class: 4,
    short_message: 'id:m1 sub:001 dlvrd:001 submit date:2611221000 done date:2611221001 stat:DELIVRD err:000 text:',
  }
  expect(await deliver(sessions[0], receipt)).toBe(0x08)
  isWritable = true
  expect(await deliver(sessions[0], receipt)).toBe(0)
  await deliver(sessions[0], { esm_class: 4, short_message: '', receipted_message_id: 'm2', message_state: 5 })
  await deliver(sessions[0], { esm_class: 4, short_message: 'id:m3 stat:ENROUTE' })
  await deliver(sessions[0], { source_addr: '8613800000000', short_message: 'R' })
  expect(receipts).toEqual([
    { receiptId: 'm1:DELIVRD', providerId: 'm1', state: 'delivered', detail: 'DELIVRD' },
    { receiptId: 'm2:UNDELIV', providerId: 'm2', state: 'failed', detail: 'UNDELIV' },
  ])
  expect(replies).toEqual([{ channel: 'sms', from: '8613800000000', text: 'R' }])
})

test('whoever listens hears receipts again after the connection broke, though nothing is sent', async () => {
  const { adapter, bound } = await serve()
  const receipts: Receipt[] = []
  adapter.listen?.({ onReceipt: async (receipt) => void receipts.push(receipt), onReply: async () => {} })
  const boundAt = async (index: number): Promise<Session | undefined> => {
    while (bound[index] === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
    return bound[index]
  }
  const first = await boundAt(0)
  first?.destroy()
  await deliver(await boundAt(1), { esm_class: 4, short_message: 'id:m1 stat:DELIVRD' })
  expect(receipts).toMatchObject([{ providerId: 'm1', state: 'delivered' }])
})
