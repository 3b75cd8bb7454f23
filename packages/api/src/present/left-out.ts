import { describeVerdict, type RefusalReason } from '@tend/care'
import { type Label, type LeftOutCode, leftOutCodes } from '@tend/contract'
import type { Pack, Play } from '@tend/pack'

/** What spoke against a play for a customer, as care tells it. */
export type ToldLeftOut = { readonly code: string; readonly detail: string | null; readonly until: string | null }

const known: ReadonlySet<string> = new Set(leftOutCodes)

/** A code that the contract does not name is our fault and must not reach a screen unseen. */
export function leftOutCodeOf(code: string): LeftOutCode {
  if (!known.has(code)) throw new Error(`"${code}" is no reason for leaving a customer out`)
  return code as LeftOutCode
}

/** What spoke against it, as a sentence, and from which day on it does not. */
export function presentLeftOut(pack: Pack, play: Play | undefined, { code, detail, until }: ToldLeftOut): Label {
  const sentence = sentenceOf(pack, play, leftOutCodeOf(code), detail)
  if (until === null) return sentence
  return {
    zh: `${sentence.zh.replace(/。$/, '')}，${until} 起可以。`,
    en: `${sentence.en.replace(/\.$/, '')}; from ${until} on it is possible.`,
  }
}

/** The code alone, for tables that count. */
export function leftOutLabel(code: string): Label {
  return labels[leftOutCodeOf(code)]
}

/** Why a customer may not be contacted; a code that nobody has words for stands for itself. */
export function refusalLabel(code: string): Label {
  return known.has(code) ? leftOutLabel(code) : (ofTheHour[code] ?? { zh: code, en: code })
}

const ofTheHour: Readonly<Record<string, Label>> = {
  'quiet-hours': { zh: '免打扰时段', en: 'quiet hours' },
  holiday: { zh: '休息日', en: 'a day off' },
}

const labels: Readonly<Record<LeftOutCode, Label>> = {
  'no-moment': { zh: '没有对应的时刻', en: 'No moment' },
  level: { zh: '等级或阶段不符', en: 'Another class or stage' },
  condition: { zh: '不符合条件', en: 'Condition not met' },
  guard: { zh: '该等级不宜推荐', en: 'Not to be offered at this level' },
  known: { zh: '已有任务', en: 'Made already' },
  past: { zh: '时刻已过当日', en: 'Noticed on an earlier day' },
  absent: { zh: '已不在册', en: 'No longer a customer' },
  withdrawn: { zh: '不愿再被联系', en: 'Wants to hear nothing more' },
  'no-consent': { zh: '未同意', en: 'No consent' },
  objected: { zh: '已拒绝', en: 'Refused' },
  'no-address': { zh: '无联系方式', en: 'No address' },
  'no-trust': { zh: '未建立联系', en: 'Never reached' },
  'cool-off': { zh: '冷静期内', en: 'Declined lately' },
  cap: { zh: '已达联系上限', en: 'Contacted often enough' },
  limit: { zh: '权益已达年度上限', en: 'Benefit given often enough this year' },
  lint: { zh: '文字不合规范', en: 'Text breaks a rule' },
  'unknown-template': { zh: '没有此模板', en: 'No such template' },
}

function sentenceOf(pack: Pack, play: Play | undefined, code: LeftOutCode, detail: string | null): Label {
  const named = (definition: { readonly label: Label } | undefined): Label =>
    definition?.label ?? { zh: detail ?? '', en: detail ?? '' }
  switch (code) {
    case 'no-moment':
      return {
        zh: '目前没有触发此动作的时刻。',
        en: 'None of the moments that it answers is open for the customer.',
      }
    case 'level': {
      const scheme = named(pack.schemes.get(detail ?? ''))
      return { zh: `不适用于该客户的“${scheme.zh}”。`, en: `It is not for the customer’s ${scheme.en}.` }
    }
    case 'condition':
      return { zh: '客户不符合此动作的条件。', en: 'The customer does not meet its condition.' }
    case 'guard': {
      const guard = named(pack.guards.get(detail ?? ''))
      return {
        zh: `“${guard.zh}”规定此时不主动推荐这类产品。`,
        en: `“${guard.en}” forbids to offer this of our own accord.`,
      }
    }
    case 'known':
      return {
        zh: '此时刻在有效期内已生成过工作，不重复生成。',
        en: 'The occurrence made work already within its window.',
      }
    case 'past':
      return {
        zh: '此时刻在之前的某日发现，当日未生成工作。',
        en: 'It was noticed on an earlier day, whose night made nothing of it.',
      }
    case 'limit': {
      const benefit = named(pack.benefits.get(detail ?? ''))
      return { zh: `“${benefit.zh}”已达到每年上限。`, en: `“${benefit.en}” has reached its limit of the year.` }
    }
    case 'lint': {
      const template = named(pack.templates.get(detail ?? ''))
      return {
        zh: `模板“${template.zh}”的文字不合其类别的规范。`,
        en: `The text of “${template.en}” breaks a rule of its kind.`,
      }
    }
    case 'unknown-template':
      return { zh: `方案中没有模板“${detail}”。`, en: `The pack has no template “${detail}”.` }
    default:
      return presentRefusal(pack, play, code, detail)
  }
}

function presentRefusal(pack: Pack, play: Play | undefined, code: RefusalReason, detail: string | null): Label {
  const template = pack.templates.get(detail ?? '')
  const purpose = template === undefined ? play?.purpose : pack.messages.get(template.kind)?.purpose
  const channel = template?.channel ?? detail ?? play?.channel ?? ''
  return describeVerdict(
    pack,
    { kind: 'refused', code, until: null, detail: {} },
    { channel, purpose: purpose ?? '', timeZone: pack.timeZone },
  )
}
