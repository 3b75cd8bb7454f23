import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Files by path below the folder of packs, e.g. `shop/indicators/a.yaml`. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** A small correct pack that the cases add their mistakes to. */
export const shop: Files = {
  'shop/pack.yaml': 'id: shop\nversion: "1"\nlabel: { zh: 店, en: Shop }\nprotectedAttributes: [gender]\n',
  'shop/facts/shop.yaml': `customer:
  label: { zh: 客, en: Customer }
  key: [customer_id]
  customer: customer_id
  delivery: rows
  columns:
    customer_id: { type: text, required: true, label: { zh: 号, en: Id } }
    gender: { type: text, values: [f, m], label: { zh: 性别, en: Gender } }
    birth_date: { type: date, label: { zh: 生日, en: Birthday } }
    has_left: { type: boolean, afterOutcome: true, label: { zh: 离开, en: Left } }
    left_on: { type: date, afterOutcome: true, label: { zh: 离开日, en: Left on } }
    leaving_reason: { type: text, afterOutcome: true, label: { zh: 离开原因, en: Reason for leaving } }
sale:
  label: { zh: 销售, en: Sale }
  key: [sale_id]
  customer: customer_id
  date: date
  delivery: rows
  columns:
    sale_id: { type: text, required: true, label: { zh: 单号, en: Id } }
    customer_id: { type: text, required: true, references: customer, label: { zh: 号, en: Id } }
    date: { type: date, required: true, label: { zh: 日期, en: Date } }
    amount: { type: money, label: { zh: 金额, en: Amount } }
    kind: { type: text, values: [shop, web], label: { zh: 渠道, en: Kind } }
`,
  'shop/indicators/base.yaml': `spent:
  label: { zh: 消费, en: Spent }
  unit: money
  fact: sale
  measure: sum(amount)
  window: { months: 12 }
`,
  'shop/indicators/learned.yaml': `yearly_if_here: { label: { zh: 年消费, en: Yearly }, unit: money, formula: "has_left ? 0 : spent" }
days_gone: { label: { zh: 离开天数, en: Days gone }, unit: days, formula: days_since(left_on) }
spent_on_card: { label: { zh: 本级消费, en: Spent since the level }, unit: money, fact: sale, measure: sum(amount), window: { sinceLevel: card } }
is_gone: { label: { zh: 已离开, en: Gone }, unit: flag, formula: left_on <= as_of }
women_spend: { label: { zh: 女客消费, en: Spend of women }, unit: money, population: { function: mean, of: spent, among: gender == 'f' } }
score_points: { label: { zh: 评分, en: Score }, unit: score, model: { id: score, output: points } }
`,
  'shop/models/base.yaml': `score:
  label: { zh: 评分卡, en: Scorecard }
  kind: scorecard
  features: [spent, gender, is_gone]
  outcome: has_left
  horizonDays: 90
  bins: 5
  points: { base: 600, odds: 20, double: 50 }
`,
  'shop/schemes/tags.yaml': `tag:
  label: { zh: 标签, en: Tag }
  variant: rules
  levels: [{ id: big, label: { zh: 大额, en: Big }, enter: spent >= 500 }]
`,
  'shop/schemes/base.yaml': `card:
  label: { zh: 卡, en: Card }
  variant: ladder
  levels:
    - { id: plain, label: { zh: 普, en: Plain } }
    - { id: gold, label: { zh: 金, en: Gold }, enter: spent >= 1000 }
`,
  'shop/purposes/base.yaml': `relationship: { label: { zh: 关怀, en: Care }, basis: objection }
marketing: { label: { zh: 营销, en: Marketing }, basis: consent, consentText: { zh: 同意, en: I agree }, consentVersion: "1" }
service: { label: { zh: 服务, en: Service }, basis: contract }
`,
  'shop/channels/base.yaml': `phone: { label: { zh: 电话, en: Phone }, by: person }
sms: { label: { zh: 短信, en: SMS }, by: message }
`,
  'shop/modules/base.yaml': 'whole_base: { label: { zh: 全量, en: Whole base } }\n',
  'shop/messages/base.yaml': `wish:
  label: { zh: 问候, en: Wish }
  purpose: relationship
  sender: closest
  requires: [sender_name]
  forbidden: [{ terms: [促销, sale], why: { zh: 问候不促销, en: a wish sells nothing } }]
notice: { label: { zh: 通知, en: Notice }, purpose: service, sender: institution }
`,
  'shop/outcomes/base.yaml': 'done: { label: { zh: 达成, en: Done }, result: success }\n',
}

/** Writes the packs to a temporary folder, hands it over and removes it. */
export function withPacks<Result>(files: Files, use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'tend-pack-'))
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
