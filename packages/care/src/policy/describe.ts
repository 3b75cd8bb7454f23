import type { Label } from '@tend/pack'
import { localDay, localTime } from '../days.ts'
import type { PolicyPack, RefusalReason, Verdict } from './verdict.ts'

/** What the verdict was asked about; unknown ids read as themselves. */
export type Described = { readonly channel: string; readonly purpose: string; readonly timeZone: string }

/** The verdict as a sentence for people, with the names of channel and purpose and, where the reason passes, until when. */
export const describeVerdict = (pack: PolicyPack, verdict: Verdict, asked: Described): Label => {
  const channel = labelOf(pack.channels, asked.channel)
  const purpose = labelOf(pack.purposes, asked.purpose)
  if (verdict.kind === 'allowed') return describeAllowed(pack, verdict.consentId, asked, { channel, purpose })
  const reason = sentences[verdict.code]({
    channel,
    purpose,
    day: verdict.detail.since === undefined ? undefined : dayOf(verdict.detail.since, asked.timeZone),
    cap: verdict.detail.cap,
  })
  if (verdict.until === null) return { zh: `${reason.zh}。`, en: `${reason.en}.` }
  const until = instantOf(verdict.until, asked.timeZone)
  return { zh: `${reason.zh}，${until} 起可以联系。`, en: `${reason.en}; from ${until} on it is allowed.` }
}

const describeAllowed = (
  pack: PolicyPack,
  consentId: number | null,
  asked: Described,
  { channel, purpose }: Readonly<Record<'channel' | 'purpose', Label>>,
): Label => {
  const may = {
    zh: `可以通过${channel.zh}联系（${purpose.zh}）`,
    en: `May be contacted by ${channel.en} (${purpose.en})`,
  }
  if (consentId !== null)
    return { zh: `${may.zh}，依据同意记录 ${consentId}。`, en: `${may.en}, on the ground of consent ${consentId}.` }
  const isContract = pack.purposes.get(asked.purpose)?.basis === 'contract'
  return isContract
    ? { zh: `${may.zh}：属合同服务，不含营销内容。`, en: `${may.en}: it serves the contract and carries no marketing.` }
    : { zh: `${may.zh}，客户没有拒绝。`, en: `${may.en}: the customer has not refused.` }
}

type Words = {
  readonly channel: Label
  readonly purpose: Label
  /** Of the withdrawal, objection or refusal. */
  readonly day: string | undefined
  readonly cap: { readonly per: 'day' | 'week' | 'month'; readonly max: number } | undefined
}

const periods = {
  day: { zh: '每天', en: 'a day' },
  week: { zh: '每周', en: 'a week' },
  month: { zh: '每月', en: 'a month' },
} as const

const sentences: Readonly<Record<RefusalReason, (words: Words) => Label>> = {
  absent: () => ({ zh: '客户已销户或不在客户名单中', en: 'The customer has closed or is no longer delivered' }),
  withdrawn: ({ day }) => ({
    zh: `客户${on(day).zh}表示不愿再被联系`,
    en: `The customer said${on(day).en} that they want to hear nothing more`,
  }),
  'no-consent': ({ purpose, channel, day }) =>
    day === undefined
      ? {
          zh: `客户没有同意通过${channel.zh}接受“${purpose.zh}”类联系（未知视为不同意）`,
          en: `The customer has not agreed to “${purpose.en}” by ${channel.en} (unknown counts as no)`,
        }
      : {
          zh: `客户${on(day).zh}撤回了对“${purpose.zh}”的同意`,
          en: `The customer withdrew the consent to “${purpose.en}”${on(day).en}`,
        },
  objected: ({ purpose, day }) => ({
    zh: `客户${on(day).zh}拒绝了“${purpose.zh}”类联系`,
    en: `The customer refused “${purpose.en}”${on(day).en}`,
  }),
  'no-address': ({ channel }) => ({
    zh: `没有可用于${channel.zh}的联系方式`,
    en: `There is no address for ${channel.en}`,
  }),
  'no-trust': ({ channel }) => ({
    zh: `尚未与客户建立过联系，暂不能使用${channel.zh}`,
    en: `Nobody has reached the customer yet, which ${channel.en} needs`,
  }),
  'cool-off': ({ day }) => ({
    zh: `客户${on(day).zh}刚拒绝过，处于冷静期`,
    en: `The customer declined${on(day).en} and is left in peace for a while`,
  }),
  cap: ({ cap }) =>
    cap === undefined
      ? { zh: '已达到联系次数上限', en: 'The customer has been contacted as often as is allowed' }
      : {
          zh: `已达到${periods[cap.per].zh}最多 ${cap.max} 次的联系上限`,
          en: `The customer has been contacted ${cap.max === 1 ? 'once' : `${cap.max} times`}, the most that is allowed ${periods[cap.per].en}`,
        },
  'quiet-hours': () => ({ zh: '现在是免打扰时段', en: 'These are quiet hours' }),
  holiday: () => ({ zh: '今天是节假日，不作营销联系', en: 'It is a day off, on which this is not done' }),
}

const on = (day: string | undefined): Label =>
  day === undefined ? { zh: '', en: '' } : { zh: `于 ${day} `, en: ` on ${day}` }

const labelOf = (definitions: ReadonlyMap<string, { readonly label: Label }>, id: string): Label =>
  definitions.get(id)?.label ?? { zh: id, en: id }

const dayOf = (instant: string, timeZone: string): string => localDay(new Date(instant), timeZone)

const instantOf = (instant: string, timeZone: string): string =>
  `${dayOf(instant, timeZone)} ${localTime(new Date(instant), timeZone)}`
