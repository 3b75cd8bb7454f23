import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { type Adapter, openSmtp } from '../src/index.ts'
import { outgoing, patience } from './outgoing.ts'

let close: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const one of close) await one()
  close = []
})

const serve = async (
  options: SMTPServerOptions = {},
): Promise<{ adapter: Adapter; letters: Buffer[]; server: SMTPServer }> => {
  const letters: Buffer[] = []
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 10,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        letters.push(Buffer.concat(chunks))
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const adapter = openSmtp({
    url: `smtp://127.0.0.1:${port}`,
    from: 'care@bank.example',
    institution: '常青银行',
    channels: ['email'],
  })
  close.push(
    () => adapter.close(),
    () => new Promise((resolve) => server.close(resolve)),
  )
  return { adapter, letters, server }
}

test('an e-mail reads like a letter of the person who signs, and is refused in one click', async () => {
  const { adapter, letters } = await serve()
  const refuseUrl = 'https://tend.example/v1/refuse/abc'
  expect(await adapter.send(outgoing({ refuseUrl }), patience)).toEqual({
    kind: 'accepted',
    providerId: '<key-1@bank.example>',
  })
  const mail = await PostalMime.parse(letters[0] ?? '')
  expect(mail).toMatchObject({
    from: { name: '王敏（常青银行）', address: 'care@bank.example' },
    to: [{ address: 'customer@bank.example' }],
    subject: '生日快乐',
    text: expect.stringContaining('李雷先生，祝您生日快乐！\n城东支行 王敏'),
  })
  const headers = new Map(mail.headers.map(({ key, value }) => [key, value]))
  expect(headers.get('list-unsubscribe')).toBe(`<${refuseUrl}>`)
  expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
})

test('what the institution signs bears its name once, without a link where there is none', async () => {
  const { adapter, letters } = await serve()
  await adapter.send(outgoing({ senderName: '常青银行' }), patience)
  const mail = await PostalMime.parse(letters[0] ?? '')
  expect(mail.from?.name).toBe('常青银行')
  expect(mail.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(false)
})

test('a subject cannot smuggle in headers or recipients', async () => {
  const { adapter, letters } = await serve()
  await adapter.send(outgoing({ subject: 'hello\r\nBcc: all@bank.example' }), patience)
  const mail = await PostalMime.parse(letters[0] ?? '')
  expect(mail.bcc ?? []).toEqual([])
  expect(mail.to).toHaveLength(1)
})

const problem = (responseCode: number): Error => Object.assign(new Error('no'), { responseCode })

test.each([
  [
    'a recipient who does not exist',
    { onRcptTo: (_to, _session, done) => done(problem(550)) },
    { kind: 'refused', reason: 'smtp-550' },
  ],
  [
    'a recipient whose box is full',
    { onRcptTo: (_to, _session, done) => done(problem(452)) },
    { kind: 'failed', reason: 'smtp-452' },
  ],
  [
    'a server that does not serve us',
    { onMailFrom: (_from, _session, done) => done(problem(550)) },
    { kind: 'failed' },
  ],
  [
    'a server that is busy',
    { onConnect: (_session, done) => done(problem(421)) },
    { kind: 'failed', reason: 'smtp-421' },
  ],
  [
    'a letter that is refused',
    { onData: (stream, _session, done) => stream.resume().on('end', () => done(problem(554))) },
    { kind: 'refused', reason: 'smtp-554' },
  ],
  [
    'a letter that cannot be taken now',
    { onData: (stream, _session, done) => stream.resume().on('end', () => done(problem(451))) },
    { kind: 'failed', reason: 'smtp-451' },
  ],
] as const satisfies readonly (readonly [string, SMTPServerOptions, object])[])(
  '%s',
  async (_situation, options, expected) => {
    const { adapter } = await serve(options)
    expect(await adapter.send(outgoing(), patience)).toMatchObject(expected)
  },
)

test('a connection that breaks after the letter leaves its fate unknown', async () => {
  const sockets: Socket[] = []
  const { adapter, server } = await serve({
    onData: (stream) => void stream.resume().on('end', () => sockets.forEach((socket) => void socket.destroy())),
  })
  server.server.on('connection', (socket: Socket) => sockets.push(socket))
  expect(await adapter.send(outgoing(), patience)).toMatchObject({ kind: 'unknown' })
})

test('a server that says nothing after the letter leaves its fate unknown when time is up', async () => {
  const time = new AbortController()
  const { adapter } = await serve({ onData: (stream) => void stream.resume().on('end', () => time.abort()) })
  expect(await adapter.send(outgoing(), time.signal)).toEqual({ kind: 'unknown', reason: 'timeout' })
})

test('a server that is not there has taken nothing', async () => {
  const adapter = openSmtp({ url: 'smtp://127.0.0.1:1', from: 'care@bank.example', channels: ['email'] })
  close.push(() => adapter.close())
  expect(await adapter.send(outgoing(), patience)).toMatchObject({ kind: 'failed' })
})

test('a connection that breaks before the letter is no reason for doubt, and is made anew', async () => {
  const sockets: Socket[] = []
  let isFirst = true
  const { adapter, server, letters } = await serve({
    onRcptTo: (_to, _session, done) => {
      if (isFirst) for (const socket of sockets) socket.destroy()
      isFirst = false
      done()
    },
  })
  server.server.on('connection', (socket: Socket) => sockets.push(socket))
  expect(await adapter.send(outgoing(), patience)).toMatchObject({ kind: 'failed' })
  expect(letters).toEqual([])
  expect(await adapter.send(outgoing(), patience)).toMatchObject({ kind: 'accepted' })
  expect(letters).toHaveLength(1)
})
