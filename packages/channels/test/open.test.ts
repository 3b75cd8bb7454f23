import { expect, test } from 'vitest'
import { ChannelSettingError, openAdapters, receiptSourceOf } from '../src/index.ts'
import { outgoing, patience } from './outgoing.ts'

const channels = ['sms', 'email', 'wecom', 'webhook', 'in_app', 'letter']
const secret = Buffer.from('a secret of some length').toString('base64')
const open = (environment: Record<string, string>) => openAdapters(environment, { channels, clock: () => new Date() })
const served = (environment: Record<string, string>) =>
  Object.fromEntries(open(environment).map(({ id, channels: own }) => [id, own]))

test.each([
  [
    'nothing is set up: everything is simulated',
    {},
    { in_app: ['in_app'], simulator: ['sms', 'email', 'wecom', 'webhook'] },
  ],
  [
    'beside a real provider nothing is pretended to be sent',
    { TEND_SMTP_URL: 'smtp://mail.example', TEND_SMTP_FROM: 'care@bank.example' },
    { smtp: ['email'], in_app: ['in_app'], unserved: ['sms', 'wecom', 'webhook'] },
  ],
  [
    'what is to be simulated is named',
    { TEND_SMS_SMPP_URL: 'smpp://operator.example', TEND_SIMULATE: 'wecom, email' },
    { smpp: ['sms'], in_app: ['in_app'], simulator: ['email', 'wecom'], unserved: ['webhook'] },
  ],
  [
    'one’s own system may take several channels',
    {
      TEND_WEBHOOK_URL: 'https://esb.example',
      TEND_WEBHOOK_SECRET: secret,
      TEND_WEBHOOK_CHANNELS: 'webhook,sms',
      TEND_SIMULATE: 'all',
    },
    { webhook: ['webhook', 'sms'], in_app: ['in_app'], simulator: ['email', 'wecom'] },
  ],
  [
    'of two providers of a channel the first counts',
    {
      TEND_SMS_SMPP_URL: 'smpp://operator.example',
      TEND_SMS_HTTP_URL: 'https://gateway.example',
      TEND_SMS_HTTP_SECRET: secret,
      TEND_WECOM_CORP_ID: 'corp',
      TEND_WECOM_SECRET: 's',
      TEND_WECOM_AGENT_ID: '7',
    },
    { smpp: ['sms'], wecom: ['wecom'], in_app: ['in_app'], unserved: ['email', 'webhook'] },
  ],
] as const)('%s', (_situation, environment, expected) => {
  expect(served(environment)).toEqual(expected)
})

test.each([
  [{ TEND_SMTP_URL: 'mail.example' }, 'TEND_SMTP_URL must be an address that begins with smtp:// or smtps://.'],
  [
    { TEND_SMTP_URL: 'smtp://u:topsecret@mail.example' },
    'TEND_SMTP_FROM is missing: TEND_SMTP_URL is set, which needs it.',
  ],
  [
    { TEND_WEBHOOK_URL: 'https://esb.example' },
    'TEND_WEBHOOK_SECRET is missing: TEND_WEBHOOK_URL is set, which needs it.',
  ],
  [
    { TEND_WEBHOOK_URL: 'https://esb.example', TEND_WEBHOOK_SECRET: 'topsecret!' },
    'TEND_WEBHOOK_SECRET must be a secret in base64, e.g. of "openssl rand -base64 32".',
  ],
  [
    { TEND_SMS_SMPP_URL: 'smpp://u:topsecret@operator.example', TEND_SMS_PER_SECOND: 'fast' },
    'TEND_SMS_PER_SECOND must be a number above zero.',
  ],
  [
    { TEND_WECOM_CORP_ID: 'corp', TEND_WECOM_SECRET: 'topsecret', TEND_WECOM_AGENT_ID: 'x' },
    'TEND_WECOM_AGENT_ID must be a whole number.',
  ],
] as const)('a wrong setting is named, and its value is not told: %o', (environment, message) => {
  expect(() => open(environment)).toThrow(new ChannelSettingError(message))
  expect(message).not.toContain('topsecret')
})

test('what nothing serves is refused with the reason, what is simulated is accepted', async () => {
  const [inApp, simulator] = open({})
  expect(await inApp?.send(outgoing(), patience)).toMatchObject({ kind: 'accepted' })
  expect(await simulator?.send(outgoing(), patience)).toEqual({ kind: 'accepted', providerId: 'simulator-key-1' })
  const unserved = open({ TEND_SMS_SMPP_URL: 'smpp://operator.example' }).find(({ id }) => id === 'unserved')
  expect(await unserved?.send(outgoing(), patience)).toEqual({ kind: 'refused', reason: 'no-adapter' })
})

test('reports are signed with the secret of whoever sends on the channel', () => {
  const environment = { TEND_SMS_HTTP_SECRET: 'a', TEND_WEBHOOK_SECRET: 'b' }
  expect(receiptSourceOf(environment, 'sms')).toEqual({ provider: 'sms_http', secret: 'a' })
  expect(receiptSourceOf(environment, 'webhook')).toEqual({ provider: 'webhook', secret: 'b' })
  expect(receiptSourceOf(environment, 'email')).toBeUndefined()
  const own = { TEND_WEBHOOK_SECRET: 'b', TEND_WEBHOOK_CHANNELS: 'sms,push' }
  expect(receiptSourceOf(own, 'sms')).toEqual({ provider: 'webhook', secret: 'b' })
  expect(receiptSourceOf({}, 'sms')).toBeUndefined()
})
