import type { Adapter, Pace } from './adapter.ts'
import { openInApp, openSimulator, openUnserved } from './simulator.ts'
import { openSmpp } from './smpp.ts'
import { openSmtp } from './smtp.ts'
import { openWebhook } from './webhook.ts'
import { openWecom } from './wecom.ts'

/** Thrown for a setting that a person can mend; the message names it and says what it has to be. */
export class ChannelSettingError extends Error {}

export type OpenChannels = {
  /** Channels of the pack that Tend writes to. */
  readonly channels: readonly string[]
  readonly clock: () => Date
}

type Environment = Readonly<Record<string, string | undefined>>

/** Letters are printed by a person and never sent. */
const printed = 'letter'

/**
 * The adapters that the environment asks for (docs/guide/messages.md), every channel served by exactly one. With no provider at all the simulator takes
 * everything; beside real ones a channel without a provider is refused, unless TEND_SIMULATE names it (`sms,wecom`, or `all`). Opens no connection.
 */
export const openAdapters = (environment: Environment, { channels, clock }: OpenChannels): readonly Adapter[] => {
  const wanted = channels.filter((channel) => channel !== printed)
  const real = openReal(environment, clock)
  const served = new Set<string>()
  const adapters: Adapter[] = []
  const take = (adapter: Adapter): void => {
    const own = adapter.channels.filter((channel) => wanted.includes(channel) && !served.has(channel))
    for (const channel of own) served.add(channel)
    if (own.length > 0) adapters.push({ ...adapter, channels: own })
  }
  for (const adapter of real) take(adapter)
  take(openInApp(['in_app']))
  const left = wanted.filter((channel) => !served.has(channel))
  const simulated = listOf(environment.TEND_SIMULATE)
  const isSimulated = (channel: string): boolean =>
    real.length === 0 || simulated.includes('all') || simulated.includes(channel)
  take(openSimulator(left.filter(isSimulated)))
  take(openUnserved(left.filter((channel) => !isSimulated(channel))))
  return adapters
}

const openReal = (environment: Environment, clock: () => Date): readonly Adapter[] => {
  const settings: Settings = { environment, clock }
  return [openMail, openOperator, openSmsGateway, openOwnSystem, openWorkChat].flatMap((open) => open(settings) ?? [])
}

type Settings = { readonly environment: Environment; readonly clock: () => Date }
type Open = (settings: Settings) => Adapter | undefined

const openMail: Open = ({ environment }) => {
  const url = urlOf(environment, 'TEND_SMTP_URL', ['smtp:', 'smtps:'])
  if (url === undefined) return undefined
  const institution = environment.TEND_SENDER_NAME?.trim()
  return openSmtp({
    url,
    from: needed(environment, 'TEND_SMTP_FROM', 'TEND_SMTP_URL'),
    ...(institution ? { institution } : {}),
    channels: ['email'],
    ...paceOf(environment, 'TEND_SMTP'),
  })
}

const openOperator: Open = ({ environment }) => {
  const url = urlOf(environment, 'TEND_SMS_SMPP_URL', ['smpp:', 'ssmpp:'])
  if (url === undefined) return undefined
  const from = environment.TEND_SMS_FROM?.trim() ?? ''
  return openSmpp({ url, from, channels: ['sms'], ...paceOf(environment, 'TEND_SMS') })
}

const openSmsGateway: Open = ({ environment, clock }) => {
  const url = urlOf(environment, 'TEND_SMS_HTTP_URL', ['http:', 'https:'])
  if (url === undefined) return undefined
  const secret = secretOf(environment, 'TEND_SMS_HTTP_SECRET', 'TEND_SMS_HTTP_URL')
  return openWebhook({ id: 'sms_http', url, secret, channels: ['sms'], clock, ...paceOf(environment, 'TEND_SMS') })
}

const openOwnSystem: Open = ({ environment, clock }) => {
  const url = urlOf(environment, 'TEND_WEBHOOK_URL', ['http:', 'https:'])
  if (url === undefined) return undefined
  const secret = secretOf(environment, 'TEND_WEBHOOK_SECRET', 'TEND_WEBHOOK_URL')
  const channels = listOf(environment.TEND_WEBHOOK_CHANNELS || 'webhook')
  return openWebhook({ id: 'webhook', url, secret, channels, clock, ...paceOf(environment, 'TEND_WEBHOOK') })
}

const openWorkChat: Open = ({ environment, clock }) => {
  const corpId = environment.TEND_WECOM_CORP_ID?.trim()
  if (!corpId) return undefined
  const agentId = Number(needed(environment, 'TEND_WECOM_AGENT_ID', 'TEND_WECOM_CORP_ID'))
  if (!Number.isSafeInteger(agentId)) throw new ChannelSettingError('TEND_WECOM_AGENT_ID must be a whole number.')
  return openWecom({
    url: urlOf(environment, 'TEND_WECOM_URL', ['http:', 'https:']) ?? 'https://qyapi.weixin.qq.com',
    corpId,
    secret: needed(environment, 'TEND_WECOM_SECRET', 'TEND_WECOM_CORP_ID'),
    agentId,
    channels: ['wecom'],
    clock,
    ...paceOf(environment, 'TEND_WECOM'),
  })
}

const needed = (environment: Environment, name: string, because: string): string => {
  const value = environment[name]?.trim()
  if (!value) throw new ChannelSettingError(`${name} is missing: ${because} is set, which needs it.`)
  return value
}

const secretOf = (environment: Environment, name: string, because: string): string => {
  const secret = needed(environment, name, because)
  if (/^(whsec_)?[A-Za-z0-9+/]{16,}={0,2}$/.test(secret)) return secret
  throw new ChannelSettingError(`${name} must be a secret in base64, e.g. of "openssl rand -base64 32".`)
}

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))

/** The value itself stays out of the message: it holds a password. */
const urlOf = (environment: Environment, name: string, protocols: readonly string[]): string | undefined => {
  const text = environment[name]?.trim()
  if (text === undefined || text === '') return undefined
  const protocol = URL.canParse(text) ? new URL(text).protocol : undefined
  if (protocol === undefined || !protocols.includes(protocol))
    throw new ChannelSettingError(`${name} must be an address that begins with ${protocols.join('// or ')}//.`)
  return text
}

const paceOf = (environment: Environment, prefix: string): Pace => {
  const read = (name: string): number | undefined => {
    const text = environment[name]?.trim()
    if (text === undefined || text === '') return undefined
    const value = Number(text)
    if (!Number.isFinite(value) || value <= 0) throw new ChannelSettingError(`${name} must be a number above zero.`)
    return value
  }
  const perSecond = read(`${prefix}_PER_SECOND`)
  const concurrency = read(`${prefix}_CONCURRENCY`)
  return {
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(concurrency === undefined ? {} : { concurrency: Math.max(1, Math.floor(concurrency)) }),
  }
}

/** Who reports over HTTP what became of a channel's messages, and the secret that signs it; undefined where nobody does. */
export const receiptSourceOf = (
  environment: Environment,
  channel: string,
): { readonly provider: string; readonly secret: string } | undefined => {
  const isOwn = listOf(environment.TEND_WEBHOOK_CHANNELS || 'webhook').includes(channel)
  const [provider, name] =
    channel === 'sms' && environment.TEND_SMS_HTTP_SECRET?.trim()
      ? ['sms_http', 'TEND_SMS_HTTP_SECRET']
      : ['webhook', isOwn ? 'TEND_WEBHOOK_SECRET' : '']
  const secret = environment[name]?.trim()
  return secret ? { provider, secret } : undefined
}
