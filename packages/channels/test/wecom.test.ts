import { afterEach, expect, test } from 'vitest'
import { openWecom } from '../src/index.ts'
import { answerJson, openSink, type Sink } from './http-sink.ts'
import { outgoing, patience } from './outgoing.ts'

let sink: Sink | undefined
afterEach(() => sink?.close())

type Answers = { readonly token?: () => object; readonly send: (count: number) => object | undefined }

const open = async (
  { token = () => ({ errcode: 0, access_token: 't1', expires_in: 7200 }), send }: Answers,
  now = () => 0,
) => {
  let sent = 0
  sink = await openSink((received, response) => {
    if (received.url.startsWith('/cgi-bin/gettoken')) return answerJson(response, token())
    sent += 1
    const answer = send(sent)
    return answer === undefined ? response.destroy() : answerJson(response, answer)
  })
  return openWecom({
    url: sink.url,
    corpId: 'corp',
    secret: 's3cret',
    agentId: 1000002,
    channels: ['wecom'],
    clock: () => new Date(now()),
  })
}

const message = outgoing({ channel: 'wecom', address: 'lilei' })
const tokensAsked = (): number => sink?.received.filter(({ url }) => url.includes('gettoken')).length ?? 0

test('a message is sent with a token that is asked for once while it lasts', async () => {
  let now = 0
  const adapter = await open({ send: (count) => ({ errcode: 0, msgid: `w${count}` }) }, () => now)
  expect(await adapter.send(message, patience)).toEqual({ kind: 'accepted', providerId: 'w1' })
  await adapter.send(message, patience)
  expect(tokensAsked()).toBe(1)
  now = 7_000_000
  await adapter.send(message, patience)
  expect(tokensAsked()).toBe(2)
  expect(sink?.received[0]?.url).toBe('/cgi-bin/gettoken?corpid=corp&corpsecret=s3cret')
  expect(JSON.parse(sink?.received[1]?.body ?? '')).toMatchObject({
    touser: 'lilei',
    msgtype: 'text',
    agentid: 1000002,
    text: { content: expect.stringContaining('生日快乐') },
  })
})

test('a token that WeCom no longer takes is asked for anew, once', async () => {
  const adapter = await open({ send: (count) => (count === 1 ? { errcode: 42001 } : { errcode: 0, msgid: 'w2' }) })
  expect(await adapter.send(message, patience)).toEqual({ kind: 'accepted', providerId: 'w2' })
  expect(tokensAsked()).toBe(2)
})

test.each([
  ['a customer whom WeCom does not know', { errcode: 81013 }, { kind: 'refused', reason: 'wecom-81013' }],
  ['a name that is not valid', { errcode: 0, invaliduser: 'lilei' }, { kind: 'refused', reason: 'wecom-invalid-user' }],
  ['too many messages', { errcode: 45009 }, { kind: 'failed', reason: 'wecom-45009' }],
  ['a system that is busy', { errcode: -1 }, { kind: 'failed', reason: 'wecom--1' }],
  ['a token that never works', { errcode: 40014 }, { kind: 'failed', reason: 'wecom-token' }],
  ['an answer without a code', {}, { kind: 'unknown', reason: 'wecom-no-answer' }],
  ['a connection that breaks', undefined, { kind: 'unknown', reason: 'connection-lost' }],
] as const)('%s', async (_situation, answer, expected) => {
  const adapter = await open({ send: () => answer })
  expect(await adapter.send(message, patience)).toEqual(expected)
})

test('without a token nothing has been sent', async () => {
  const adapter = await open({ token: () => ({ errcode: 40001 }), send: () => ({ errcode: 0 }) })
  expect(await adapter.send(message, patience)).toEqual({ kind: 'failed', reason: 'wecom-40001' })
  expect(sink?.received.every(({ url }) => url.includes('gettoken'))).toBe(true)
})

test.each(['@all', ' @ALL ', 'lilei|hanmei'])(
  'an address that would reach several people (%s) is refused and sent to nobody',
  async (address) => {
    const adapter = await open({ send: () => ({ errcode: 0, msgid: 'w1' }) })
    expect(await adapter.send({ ...message, address }, patience)).toEqual({ kind: 'refused', reason: 'wecom-address' })
    expect(sink?.received).toEqual([])
  },
)
