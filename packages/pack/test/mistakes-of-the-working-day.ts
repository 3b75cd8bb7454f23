import { label, type Mistake, play } from './mistake-parts.ts'

const ofPlay = (
  title: string,
  fields: string,
  code: string,
  message: string,
  more: Partial<Mistake> = {},
): Mistake => ({
  title,
  file: 'plays/p.yaml',
  yaml: play('p', `contactLabel: p\n  outcomes: [done]\n  ${fields}`),
  code,
  message,
  ...more,
})
const one = (
  title: string,
  file: string,
  yaml: string,
  code: string,
  message: string,
  more: Partial<Mistake> = {},
) => ({
  title,
  file,
  yaml,
  code,
  message,
  ...more,
})

const playMistakes: readonly Mistake[] = [
  ofPlay(
    'a play for a scheme that nobody knows',
    'for: { »cart: [gold] }',
    'unknown-reference',
    'unknown scheme "cart"',
    {
      suggestion: 'did you mean "card"?',
    },
  ),
  ofPlay(
    'a play for a level that the scheme has not',
    'for: { card: [plain, »golden] }',
    'unknown-reference',
    'unknown level "golden"',
    {
      zh: '没有名为“golden”的级别',
    },
  ),
  ofPlay(
    'a play with an unknown purpose',
    'purpose: »marketting',
    'unknown-reference',
    'unknown purpose "marketting"',
    {
      suggestion: 'did you mean "marketing"?',
      zh: '没有名为“marketting”的联系目的',
    },
  ),
  ofPlay('a play in an unknown module', 'module: »base', 'unknown-reference', 'unknown module "base"'),
  ofPlay(
    'a play that sends what nobody wrote',
    'actions: [task, { message: »hello }]',
    'unknown-reference',
    'unknown template "hello"',
  ),
  ofPlay(
    'a play that gives an unknown benefit',
    'actions: [{ benefit: »cake }]',
    'unknown-reference',
    'unknown benefit "cake"',
  ),
  ofPlay(
    'a play that opens an unknown case',
    'actions: [{ case: »quarel }]',
    'unknown-reference',
    'unknown case kind "quarel"',
  ),
  ofPlay('an action that is none', 'actions: [»call]', 'wrong-type', 'expected task, { message: template }', {
    zh: '此处应为 task、{ message: 模板 }、{ benefit: 权益 } 或 { case: 跟进事项 }，现在写的是文本',
  }),
  ofPlay('a chance beyond certainty', 'chance: »1.5', 'wrong-value', 'must be 0 to 1'),
  ofPlay('a company that nothing names', 'jointWith: »company', 'unknown-reference', 'unknown attribute "company"'),
  ofPlay(
    'a company that is a date',
    'jointWith: »birth_date',
    'unit-mismatch',
    '"jointWith" is an attribute that names a company',
  ),
]

const wish = (fields: string) => `w:\n  ${label}\n  kind: wish\n  channel: sms\n  ${fields}\n`

const textMistakes: readonly Mistake[] = [
  one(
    'a wish that sells',
    'templates/t.yaml',
    wish('body: { zh: "祝好，»促销中。{sender_name}", en: "All the best. {sender_name}" }'),
    'message-rule',
    '"促销" must not stand here: a wish sells nothing',
    { zh: '不能出现“促销”：问候不促销' },
  ),
  one(
    'a wish that nobody signs',
    'templates/t.yaml',
    wish('body: { zh: "祝好。{sender_name}", en: »All the best. }'),
    'message-rule',
    '{sender_name} is missing: the name of who signs',
  ),
  one(
    'a text with a place that nothing fills',
    'templates/t.yaml',
    wish('body: { zh: "祝好。{sender_name}", en: "All the best, »{custmer_name}. {sender_name}" }'),
    'unknown-place',
    'there is a place {custmer_name}',
    { suggestion: 'did you mean "customer_name"?' },
  ),
  one(
    'a template of an unknown kind',
    'templates/t.yaml',
    `w:\n  ${label}\n  kind: »wishes\n  channel: sms\n  body: { zh: 祝好, en: Best }\n`,
    'unknown-reference',
    'unknown message kind "wishes"',
  ),
  one(
    'a template for a channel that people use',
    'templates/t.yaml',
    `w:\n  ${label}\n  kind: notice\n  channel: »phone\n  body: { zh: 通知, en: Note }\n`,
    'wrong-value',
    'the channel "phone" is used by a person',
    { zh: '渠道“phone”由员工联系，不能发送模板' },
  ),
  one(
    'a message kind with an unknown purpose',
    'messages/m.yaml',
    `m:\n  ${label}\n  purpose: »care\n  sender: closest\n`,
    'unknown-reference',
    'unknown purpose "care"',
  ),
]

const ruleMistakes: readonly Mistake[] = [
  one(
    'a consent without its words',
    'purposes/p.yaml',
    `»p:\n  ${label}\n  basis: consent\n  consentVersion: "1"\n`,
    'missing-field',
    'a purpose that needs consent has "consentText"',
  ),
  one(
    'a channel with an address that customers have not',
    'channels/c.yaml',
    `c: { ${label}, by: message, address: »fax }\n`,
    'unknown-reference',
    'unknown attribute "fax"',
  ),
  one(
    'quiet hours that are no hours',
    'policies/p.yaml',
    `p:\n  ${label}\n  quietHours: { from: »"25:00", to: "09:00" }\n`,
    'wrong-value',
    'must be a time of day',
  ),
  one(
    'a cap on an unknown channel',
    'policies/p.yaml',
    `p:\n  ${label}\n  caps: [{ channels: [»fone], per: day, max: 1 }]\n`,
    'unknown-reference',
    'unknown channel "fone"',
  ),
  one(
    'a minimum for an unknown level',
    'policies/p.yaml',
    `p:\n  ${label}\n  minimums: [{ for: { card: [»silver] }, per: month, min: 1 }]\n`,
    'unknown-reference',
    'unknown level "silver"',
  ),
  one(
    'bands in the wrong order',
    'pack.yaml',
    'id: shop\nversion: "1"\nlabel: { zh: 店, en: Shop }\nwork:\n  timeBands: »{ morning: "10:00", afternoon: "09:00", evening: "18:00" }\n',
    'wrong-value',
    'the bands follow each other',
  ),
  one(
    'an overdue ladder that falls',
    'pack.yaml',
    'id: shop\nversion: "1"\nlabel: { zh: 店, en: Shop }\nwork: { overdueDays: »[5, 3, 7] }\n',
    'wrong-value',
    'the days of the overdue ladder grow',
  ),
  one(
    'a priority by what it does not know',
    'pack.yaml',
    'id: shop\nversion: "1"\nlabel: { zh: 店, en: Shop }\nwork: { priority: value * »urgncy }\n',
    'cel-name',
    'unknown name "urgncy"',
    { suggestion: 'did you mean "urgency"?' },
  ),
  one(
    'an answer for a play that there is not',
    'objections/o.yaml',
    `o: { ${label}, answers: [{ zh: 好, en: Yes }], plays: [»call] }\n`,
    'unknown-reference',
    'unknown play "call"',
  ),
]

export const workingDayMistakes: readonly Mistake[] = [...playMistakes, ...textMistakes, ...ruleMistakes]
