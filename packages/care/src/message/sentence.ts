import type { Label } from '@tend/pack'
import { type Described, describeVerdict } from '../policy/describe.ts'
import { type PolicyPack, type RefusalReason, refusalReasons, type Verdict } from '../policy/verdict.ts'
import type { MessageFinding } from './compose.ts'
import type { LeftOut } from './message.ts'

type Told = Pick<LeftOut, 'reason' | 'sentence' | 'terms' | 'until'>

export const explainUnknownTemplate = (template: string): Told => ({
  reason: 'unknown-template',
  sentence: { zh: `方案中没有模板“${template}”。`, en: `The pack has no template “${template}”.` },
  terms: [],
  until: null,
})

export const explainLint = (findings: readonly MessageFinding[]): Told => ({
  reason: 'lint',
  sentence: {
    zh: findings.map(({ message }) => message.zh).join('；'),
    en: findings.map(({ message }) => message.en).join('; '),
  },
  terms: findings.map(({ found, rule }) => (rule === 'forbidden' ? found : `{${found}}`)),
  until: null,
})

/** A customer who is not in the snapshot is absent. */
export const explainRefusal = (pack: PolicyPack, verdict: Verdict | undefined, asked: Described): Told => {
  const refused: Verdict = verdict?.kind === 'refused' ? verdict : refusedBy('absent')
  return {
    reason: refused.kind === 'refused' ? refused.code : 'absent',
    sentence: describeVerdict(pack, refused, asked),
    terms: [],
    until: refused.kind === 'refused' ? refused.until : null,
  }
}

const refusedBy = (code: RefusalReason): Verdict => ({ kind: 'refused', code, until: null, detail: {} })

/** Why a message stands where it stands, or why a task was stopped, by the code that it keeps as its reason; a provider's own code is told as it is. */
export const explainReason = (pack: PolicyPack, code: string, asked: Described): Label => {
  const verdict = refusalReasons.find((reason) => reason === code)
  if (verdict !== undefined) return describeVerdict(pack, refusedBy(verdict), asked)
  return ownReasons[code] ?? { zh: `服务商回复：${code}。`, en: `The provider says: ${code}.` }
}

const ownReasons: Readonly<Record<string, Label>> = {
  expired: { zh: '时机已过，不再发送。', en: 'Its occasion is over.' },
  'sender-died': {
    zh: '发送程序中途停止，不知对方是否收到。',
    en: 'The sender stopped in the midst: nobody knows whether it was received.',
  },
  timeout: { zh: '服务商未在时限内答复。', en: 'The provider did not answer in time.' },
  undelivered: { zh: '服务商报告未能送达。', en: 'The provider reports that it was not delivered.' },
  'theme-stopped': { zh: '所属专题已停止。', en: 'Its theme was stopped.' },
  'theme-ended': { zh: '所属专题已结束。', en: 'Its theme is over.' },
  'by-hand': { zh: '已由人工取消。', en: 'A person cancelled it.' },
  'not-delivered': { zh: '经人工核实未送达。', en: 'A person found that it was not delivered.' },
  'no-adapter': { zh: '此渠道没有配置发送方式。', en: 'Nothing is set up to send on this channel.' },
  'attempts-used': { zh: '多次尝试均未成功。', en: 'Every attempt failed.' },
}
