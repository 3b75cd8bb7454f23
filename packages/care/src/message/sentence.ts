import type { Label } from '@tend/pack'
import type { RefusalReason, Verdict } from '../policy/verdict.ts'
import type { MessageFinding } from './compose.ts'
import type { LeftOut } from './message.ts'

type Told = Pick<LeftOut, 'reason' | 'sentence' | 'until'>

export const explainUnknownTemplate = (template: string): Told => ({
  reason: 'unknown-template',
  sentence: {
    zh: `方案中没有模板“${template}”。`,
    en: `The pack has no template "${template}".`,
  },
  until: null,
})

/** The first finding is told: whoever mends it is told of the next. */
export const explainLint = (findings: readonly MessageFinding[]): Told => ({
  reason: 'lint',
  sentence: findings[0]?.message ?? { zh: '', en: '' },
  until: null,
})

/** A customer who is not in the snapshot has no verdict to speak of: absent. */
export const explainRefusal = (verdict: Verdict | undefined): Told => {
  const reason = verdict?.kind === 'refused' ? verdict.code : 'absent'
  return { reason, sentence: reasonSentences[reason], until: verdict?.kind === 'refused' ? verdict.until : null }
}

/** Why a message stands where it stands, by the code that it keeps as its reason; a provider's own code is told as it is. */
export const explainReason = (code: string): Label =>
  (reasonSentences as Readonly<Record<string, Label>>)[code] ?? {
    zh: `服务商回复：${code}。`,
    en: `The provider says: ${code}.`,
  }

type OwnReason =
  | 'expired'
  | 'sender-died'
  | 'timeout'
  | 'undelivered'
  | 'cancelled-by-hand'
  | 'settled-not-delivered'
  | 'no-adapter'
  | 'attempts-used'

const reasonSentences: Readonly<Record<RefusalReason | OwnReason, Label>> = {
  absent: { zh: '客户已不在册。', en: 'The customer is no longer with us.' },
  withdrawn: { zh: '客户表示不愿再被联系。', en: 'The customer wants to hear nothing more.' },
  'no-consent': { zh: '客户未同意以此方式联系。', en: 'The customer has not agreed to be contacted for this.' },
  objected: { zh: '客户已拒绝此类联系。', en: 'The customer has refused this kind of contact.' },
  'no-address': { zh: '没有可用的联系地址。', en: 'There is no address to write to.' },
  'no-trust': { zh: '尚无人与客户建立过联系。', en: 'Nobody has reached the customer before.' },
  'cool-off': {
    zh: '客户近期拒绝过，暂不打扰。',
    en: 'The customer declined lately and is left in peace for a while.',
  },
  cap: { zh: '已达到联系次数上限。', en: 'The customer has been contacted as often as is allowed.' },
  'quiet-hours': { zh: '现在是免打扰时段。', en: 'These are quiet hours.' },
  holiday: { zh: '今天是节假日，不发送此类消息。', en: 'It is a day off, on which this is not sent.' },
  expired: { zh: '时机已过，不再发送。', en: 'Its occasion is over.' },
  'sender-died': {
    zh: '发送程序中途停止，不知对方是否收到。',
    en: 'The sender stopped in the midst: nobody knows whether it was received.',
  },
  timeout: { zh: '服务商未在时限内答复。', en: 'The provider did not answer in time.' },
  undelivered: { zh: '服务商报告未能送达。', en: 'The provider reports that it was not delivered.' },
  'cancelled-by-hand': { zh: '已由人工取消。', en: 'A person cancelled it.' },
  'settled-not-delivered': { zh: '经人工核实未送达。', en: 'A person found that it was not delivered.' },
  'no-adapter': { zh: '此渠道没有配置发送方式。', en: 'Nothing is set up to send on this channel.' },
  'attempts-used': { zh: '多次尝试均未成功。', en: 'Every attempt failed.' },
}
