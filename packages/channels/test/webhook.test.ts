import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test } from 'vitest'
import { isSignedBy, openWebhook } from '../src/index.ts'
import { answerJson, openSink, type Sink } from './http-sink.ts'
import { outgoing, patience } from './outgoing.ts'

const secret = `whsec_${Buffer.from('a secret that both sides know').toString('base64')}`
let sink: Sink | undefined
afterEach(() => sink?.close())

const open = async (answer: Parameters<typeof openSink>[0]) => {
  sink = await openSink(answer)
  return openWebhook({ id: 'webhook', url: `${sink.url}/in`, secret, channels: ['webhook'], clock: () => new Date() })
}

test('the receiver gets a signed message under a key that every attempt has', async () => {
  const adapter = await open((_received, response) => answerJson(response, { id: 'r-7' }))
  expect(await adapter.send(outgoing({ channel: 'webhook' }), patience)).toEqual({
    kind: 'accepted',
    providerId: 'r-7',
  })
  await adapter.send(outgoing({ channel: 'webhook' }), patience)
  const [first, second] = sink?.received ?? []
  expect([first?.headers['idempotency-key'], second?.headers['idempotency-key']]).toEqual(['key-1', 'key-1'])
  const headers = first?.headers as Record<string, string>
  expect(new Webhook(secret).verify(first?.body ?? '', headers)).toMatchObject({
    key: 'key-1',
    channel: 'webhook',
    text: expect.stringContaining('生日快乐'),
  })
  expect(() => new Webhook(secret).verify(first?.body.replace('李雷', '韩梅') ?? '', headers)).toThrow()
})

test('a receiver without a name of its own is asked after by our key', async () => {
  const adapter = await open((_received, response) => response.writeHead(204).end())
  expect(await adapter.send(outgoing(), patience)).toEqual({ kind: 'accepted', providerId: 'key-1' })
})

test.each([
  [400, 'refused'],
  [422, 'refused'],
  [429, 'failed'],
  [408, 'failed'],
  [500, 'failed'],
  [503, 'failed'],
] as const)('the status %i is %s', async (status, kind) => {
  const adapter = await open((_received, response) => response.writeHead(status).end())
  expect(await adapter.send(outgoing(), patience)).toEqual({ kind, reason: `http-${status}` })
})

test('a receiver that hangs up or says nothing leaves the fate unknown, which an idempotent one may be asked again', async () => {
  const adapter = await open((_received, response) => response.destroy())
  expect(await adapter.send(outgoing(), patience)).toEqual({ kind: 'unknown', reason: 'connection-lost' })
  await sink?.close()
  const time = new AbortController()
  const silent = await open(() => time.abort())
  expect(await silent.send(outgoing(), time.signal)).toEqual({ kind: 'unknown', reason: 'timeout' })
  expect(silent.isIdempotent).toBe(true)
})

test('a receiver that is not there has taken nothing', async () => {
  const adapter = await open(() => {})
  await sink?.close()
  expect(await adapter.send(outgoing(), patience)).toEqual({ kind: 'failed', reason: 'not-connected' })
})

test('a report counts only with the signature of who knows the secret', async () => {
  const body = '{"receiptId":"1"}'
  const now = new Date()
  const headers = {
    'webhook-id': 'r1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('r1', now, body),
  }
  expect(await isSignedBy(secret, headers, body)).toBe(true)
  expect(await isSignedBy(secret, headers, `${body} `)).toBe(false)
  expect(await isSignedBy(secret, { ...headers, 'webhook-timestamp': '1' }, body)).toBe(false)
  expect(await isSignedBy(secret, {}, body)).toBe(false)
})

test('a receiver that answers without end is heard as far as an answer goes', async () => {
  const adapter = await open((_received, response) => {
    response.writeHead(200)
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(2 ** 16), () => setImmediate(more))
    }
    more()
  })
  expect(await adapter.send(outgoing(), AbortSignal.timeout(10_000))).toEqual({ kind: 'accepted', providerId: 'key-1' })
})
