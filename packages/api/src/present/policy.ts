import type { RouteResponse } from '@tend/contract'
import type { Label, Pack, Policy } from '@tend/pack'

type Rule = RouteResponse<'getPolicy'>['rules'][number]

/** The policies of a pack, each rule as a sentence. */
export function presentRules(pack: Pack): Rule[] {
  return [...pack.policies.values()].flatMap((policy) =>
    sentencesOf(pack, policy).map(({ kind, sentence }) => ({
      policy: policy.id,
      kind,
      sentence,
      source: policy.source ?? null,
    })),
  )
}

type Said = Pick<Rule, 'kind' | 'sentence'>

function sentencesOf(pack: Pack, policy: Policy): Said[] {
  const said: Said[] = []
  if (policy.quietHours) {
    const { from, to } = policy.quietHours
    said.push({
      kind: 'quiet_hours',
      sentence: {
        zh: `${from} 至 ${to} 不打电话、不发消息。`,
        en: `Nobody is called or written to from ${from} to ${to}.`,
      },
    })
  }
  if (policy.quietOnHolidays)
    said.push({
      kind: 'holidays',
      sentence: {
        zh: '节假日不作需要客户同意的联系。',
        en: 'On days off nothing is done that needs consent.',
      },
    })
  if (policy.coolOffDays > 0)
    said.push({
      kind: 'cool_off',
      sentence: {
        zh: `客户拒绝后 ${policy.coolOffDays} 天内，不作需要客户同意的联系。`,
        en: `After a refusal a customer is left in peace for ${policy.coolOffDays} days by what needs consent.`,
      },
    })
  return [
    ...said,
    ...policy.caps.map((cap) => capSentence(pack, cap)),
    ...policy.minimums.map((one) => minimumSentence(pack, one)),
  ]
}

const periods = {
  day: { zh: '每天', en: 'a day' },
  week: { zh: '每周', en: 'a week' },
  month: { zh: '每月', en: 'a month' },
  quarter: { zh: '每季度', en: 'a quarter' },
  half_year: { zh: '每半年', en: 'half a year' },
  year: { zh: '每年', en: 'a year' },
} as const

function capSentence(pack: Pack, cap: Policy['caps'][number]): Said {
  const who = levelWords(pack, cap.for)
  const where = listed(pack.channels, cap.channels)
  const why = listed(pack.purposes, cap.purposes)
  return {
    kind: 'cap',
    sentence: {
      zh: `${who.zh}${periods[cap.per].zh}最多联系 ${cap.max} 次（${why?.zh ?? '除服务办理外的各类目的'}；${where?.zh ?? '电话、消息等各渠道合计'}）。`,
      en: `${who.en}: at most ${times(cap.max)} ${periods[cap.per].en} (${why?.en ?? 'every purpose but those of a contract'}; ${where?.en ?? 'calls and messages together'}).`,
    },
  }
}

function minimumSentence(pack: Pack, minimum: Policy['minimums'][number]): Said {
  const who = levelWords(pack, minimum.for)
  const where = listed(pack.channels, minimum.channels)
  return {
    kind: 'minimum',
    sentence: {
      zh: `${who.zh}${periods[minimum.per].zh}至少联系到 ${minimum.min} 次（${where?.zh ?? '各渠道合计'}，从当日往前计）；关怀类联系先保最低次数，再看上限。`,
      en: `${who.en}: reached at least ${times(minimum.min)} ${periods[minimum.per].en} (${where?.en ?? 'all channels together'}, counted back from the day); for care the minimum goes before a cap.`,
    },
  }
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

function levelWords(pack: Pack, wanted: Policy['caps'][number]['for']): Label {
  const parts = Object.entries(wanted).map(([id, levels]) => {
    const scheme = pack.schemes.get(id)
    const labels = levels.map(
      (level) => scheme?.levels.find((one) => one.id === level)?.label ?? { zh: level, en: level },
    )
    return {
      zh: labels.map(({ zh }) => zh).join('、'),
      en: labels.map(({ en }) => en).join(', '),
    }
  })
  if (parts.length === 0) return { zh: '每位客户', en: 'Every customer' }
  return {
    zh: `${parts.map(({ zh }) => zh).join(' × ')}客户`,
    en: `Customers of ${parts.map(({ en }) => en).join(' × ')}`,
  }
}

function listed(
  definitions: ReadonlyMap<string, { readonly label: Label }>,
  ids: readonly string[] | undefined,
): Label | undefined {
  if (ids === undefined) return undefined
  const labels = ids.map((id) => definitions.get(id)?.label ?? { zh: id, en: id })
  return { zh: labels.map(({ zh }) => zh).join('、'), en: labels.map(({ en }) => en).join(', ') }
}
