import type { Adapter, Outgoing, Pace, SendResult } from './adapter.ts'
import { readAnswer } from './read-answer.ts'

export type WecomOptions = Pace & {
  /** `https://qyapi.weixin.qq.com`, or a gateway before it. */
  readonly url: string
  readonly corpId: string
  readonly secret: string
  readonly agentId: number
  readonly channels: readonly string[]
  readonly clock: () => Date
}

type Token = { readonly value: string; readonly endsAtMs: number }
type Answer = {
  readonly errcode?: number
  readonly msgid?: string
  readonly invaliduser?: string
  readonly access_token?: string
  readonly expires_in?: number
}

/** WeCom application messages. The access token is kept until shortly before its end and asked for once more when WeCom no longer takes it. */
export const openWecom = (options: WecomOptions): Adapter => {
  let token: Token | undefined
  const readToken = async (signal: AbortSignal, isNew: boolean): Promise<Token | SendResult> => {
    const now = options.clock().getTime()
    if (!isNew && token !== undefined && token.endsAtMs > now) return token
    const fetched = await fetchToken(options, signal, now)
    if ('value' in fetched) token = fetched
    return fetched
  }
  return {
    id: 'wecom',
    channels: options.channels,
    isIdempotent: false,
    concurrency: options.concurrency ?? 5,
    ...(options.perSecond === undefined ? {} : { perSecond: options.perSecond }),
    send: async (message, signal) => {
      if (isMany.test(message.address ?? '')) return { kind: 'refused', reason: 'wecom-address' }
      for (const isNew of [false, true]) {
        const held = await readToken(signal, isNew)
        if (!('value' in held)) return held
        const result = await post(options, message, held.value, signal)
        if (result !== 'token-ended') return result
      }
      return { kind: 'failed', reason: 'wecom-token' }
    },
    close: async () => {},
  }
}

/** WeCom reads these as several people, or as everybody: whatever a file says, a message is one customer's. */
const isMany = /\||^\s*@all\s*$/i

/** A token is given up this much before WeCom says that it ends. */
const spareMs = 300_000

const fetchToken = async (
  { url, corpId, secret }: WecomOptions,
  signal: AbortSignal,
  now: number,
): Promise<Token | SendResult> => {
  try {
    const query = new URLSearchParams({ corpid: corpId, corpsecret: secret })
    const response = await fetch(new URL(`/cgi-bin/gettoken?${query}`, url), { signal })
    const { access_token, expires_in = 0, errcode } = JSON.parse(await readAnswer(response)) as Answer
    if (access_token === undefined || access_token === '')
      return { kind: 'failed', reason: `wecom-${errcode ?? response.status}` }
    return { value: access_token, endsAtMs: now + expires_in * 1000 - spareMs }
  } catch {
    return { kind: 'failed', reason: 'not-connected' }
  }
}

const post = async (
  { url, agentId }: WecomOptions,
  message: Outgoing,
  token: string,
  signal: AbortSignal,
): Promise<SendResult | 'token-ended'> => {
  try {
    const response = await fetch(
      new URL(`/cgi-bin/message/send?${new URLSearchParams({ access_token: token })}`, url),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          touser: message.address,
          msgtype: 'text',
          agentid: agentId,
          text: { content: message.body },
          enable_duplicate_check: 1,
          duplicate_check_interval: 1800,
        }),
        signal,
      },
    )
    if (!response.ok) return { kind: response.status >= 500 ? 'unknown' : 'failed', reason: `http-${response.status}` }
    return resultOf(JSON.parse(await readAnswer(response)) as Answer)
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code
    if (cause === 'ECONNREFUSED' || cause === 'ENOTFOUND') return { kind: 'failed', reason: 'not-connected' }
    return { kind: 'unknown', reason: signal.aborted ? 'timeout' : 'connection-lost' }
  }
}

const tokenEnded: readonly number[] = [40014, 41001, 42001, 42007, 42009]
/** Nobody of that name, not visible to the application, text too long or empty, text that the platform forbids. */
const forGood: readonly number[] = [40003, 60111, 81013, 82001, 44004, 45002, 40058, 301002, 45157]

const resultOf = ({ errcode, msgid, invaliduser }: Answer): SendResult | 'token-ended' => {
  if (errcode === undefined) return { kind: 'unknown', reason: 'wecom-no-answer' }
  if (tokenEnded.includes(errcode)) return 'token-ended'
  if (errcode !== 0) return { kind: forGood.includes(errcode) ? 'refused' : 'failed', reason: `wecom-${errcode}` }
  if (invaliduser !== undefined && invaliduser !== '') return { kind: 'refused', reason: 'wecom-invalid-user' }
  return { kind: 'accepted', providerId: msgid ?? '' }
}
