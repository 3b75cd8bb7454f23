import type { Label } from '@tend/pack'

/** What authors write for choices, by field, as people call it. */
const words: Readonly<Record<string, Readonly<Record<string, readonly [zh: string, en: string]>>>> = {
  per: {
    day: ['天', 'day'],
    week: ['周', 'week'],
    month: ['月', 'month'],
    quarter: ['季度', 'quarter'],
    half_year: ['半年', 'half a year'],
    year: ['年', 'year'],
  },
  basis: {
    consent: ['须经客户同意', 'with consent only'],
    objection: ['客户未拒绝即可', 'unless refused'],
    contract: ['合同必需', 'part of the contract'],
  },
  by: { person: ['员工', 'a person'], message: ['消息', 'a message'] },
  assign: {
    owner: ['管户经理', 'the owner'],
    pool: ['任务池', 'the pool'],
    leader: ['机构负责人', 'who leads the unit'],
  },
  route: {
    owner: ['管户经理', 'the owner'],
    supervisor: ['主管', 'the supervisor'],
    leader: ['机构负责人', 'who leads the unit'],
    head_office: ['总部', 'head office'],
  },
  sender: { closest: ['与客户最熟的人', 'who knows the customer best'], institution: ['机构', 'the institution'] },
  valueAdd: { benefit: ['利益增值', 'a benefit'], service: ['服务增值', 'a service'], image: ['形象增值', 'standing'] },
  bond: { material: ['物质', 'material'], emotional: ['情感', 'emotional'], social: ['社交', 'social'] },
  rhythm: { regular: ['定期', 'comes round'], irregular: ['不定期', 'for an occasion'] },
  refusal: { cool_off: ['冷却一段时间', 'left in peace for a while'], withdraw: ['不再联系', 'no more contact'] },
  method: {
    communication: ['沟通', 'communication'],
    personal_service: ['个人服务', 'personal service'],
    gift: ['礼品', 'gift'],
    activity: ['活动', 'activity'],
    after_sales: ['售后', 'after-sales service'],
    training: ['客户培训', 'training for customers'],
    survey: ['满意度调查', 'survey'],
  },
}

/** The words for a value of a field; undefined where the value is its own word. */
export const codeWords = (field: string, value: string): Label | undefined => {
  const found = words[field]?.[value]
  return found === undefined ? undefined : { zh: found[0], en: found[1] }
}
