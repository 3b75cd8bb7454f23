import { fileURLToPath } from 'node:url'
import { loadPack, type Moment, type Pack, type Template } from '@tend/pack'
import type { Db } from '@tend/store'
import type { PlannedMessage, QueueContext } from '../src/message/message.ts'
import { policy } from './policy-world.ts'
import { monday, timeZone } from './world.ts'

const packs = fileURLToPath(new URL('../../../packs', import.meta.url))
const { pack: common, issues } = loadPack(`${packs}/common`, packs)
if (common === undefined) throw new Error(`packs/common has mistakes: ${JSON.stringify(issues)}`)

const label = (zh: string, en: string = zh) => ({ zh, en })
const position = { file: 'test.yaml', line: 1, column: 1 }
const template = (id: string, kind: string, channel: string, body: Template['body']): [string, Template] => [
  id,
  {
    id,
    label: label(id),
    position,
    kind,
    channel,
    body,
    ...(channel === 'email' ? { subject: label('问候', 'Regards') } : {}),
  },
]
const greeting = label(
  '{customer_name}，生日快乐！{unit_name} {sender_name}',
  'Happy birthday, {customer_name}! {unit_name}, {sender_name}',
)
const offer = label('【{institution}】新客户经理服务已开通。{refuse}', '{institution}: a new service is open. {refuse}')

/** The kinds, purposes and channels of `packs/common` with templates and one policy of our own; a moment tells of a contract that ends. */
export const messagePack: Pack = {
  ...common,
  policies: new Map([['rules', policy({ caps: [{ for: {}, per: 'day', max: 1 }] })]]),
  moments: new Map([
    [
      'maturity',
      {
        id: 'maturity',
        label: label('到期'),
        position,
        reason: label('{product}还有{days}天到期。', '{product} ends in {days} days.'),
      } as unknown as Moment,
    ],
  ]),
  templates: new Map([
    template('greet', 'greeting', 'sms', greeting),
    template('greet_mail', 'greeting', 'email', greeting),
    template('greet_app', 'greeting', 'in_app', greeting),
    template('greet_letter', 'greeting', 'letter', greeting),
    template('offer', 'commercial', 'sms', offer),
    template('offer_mail', 'commercial', 'email', offer),
    template(
      'ends',
      'service',
      'sms',
      label('【{institution}】您的{product}将于{days}天后到期。', '{institution}: {product} ends in {days} days.'),
    ),
    template(
      'push',
      'service',
      'webhook',
      label('【{institution}】您有一条通知。', '{institution}: you have a notice.'),
    ),
  ]),
}

let keys = 0
export const planned = (
  customerId: string,
  templateId = 'greet',
  more: Partial<PlannedMessage> = {},
): PlannedMessage => ({
  customerId,
  template: templateId,
  values: {},
  dedupeKey: `${templateId}|${customerId}|${++keys}`,
  ...more,
})

export const queueContext = (more: Partial<QueueContext> = {}): QueueContext => ({
  now: monday,
  timeZone,
  createdBy: 'system',
  ...more,
})

/** Empties the outbox, and what was said and agreed. */
export const clearMessages = async (db: Db): Promise<void> => {
  await db.execute('delete from message_receipt')
  await db.execute('delete from message_attempt')
  await db.execute('delete from message')
  await db.execute('delete from contact')
  await db.execute('alter table consent disable trigger consent_is_append_only')
  await db.execute('delete from consent')
  await db.execute('alter table consent enable trigger consent_is_append_only')
}
