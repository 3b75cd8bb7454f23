import type { Label } from '../definitions.ts'

/** cel-js names its tokens; people know the signs. */
const signs: Readonly<Record<string, Label>> = {
  RPAREN: { zh: '“)”', en: '")"' },
  LPAREN: { zh: '“(”', en: '"("' },
  RBRACKET: { zh: '“]”', en: '"]"' },
  LBRACKET: { zh: '“[”', en: '"["' },
  LBRACE: { zh: '“{”', en: '"{"' },
  RBRACE: { zh: '“}”', en: '"}"' },
  COLON: { zh: '“:”', en: '":"' },
  COMMA: { zh: '“,”', en: '","' },
  STRING: { zh: '文本', en: 'a text' },
  NUMBER: { zh: '数字', en: 'a number' },
  IDENTIFIER: { zh: '名称', en: 'a name' },
  EOF: { zh: '结尾', en: 'the end' },
}

/** What cel-js says of a text that it cannot read, in our words. */
export function syntaxMessage(summary: string): Label {
  if (summary === 'Unexpected token: EOF') return { zh: '没有写完，后面还缺内容', en: 'the expression ends too early' }
  if (summary.startsWith('Unterminated')) {
    return { zh: '文本的引号没有闭合', en: 'the quotes of a text are not closed' }
  }
  const plain = summary.replace(/\b[A-Z]{2,}\b/g, (token) => signs[token]?.en ?? token)
  const en = `the expression cannot be read here: ${plain.charAt(0).toLowerCase()}${plain.slice(1)}`
  return { zh: `从这里起无法读懂${detailOf(summary)}`, en }
}

function detailOf(summary: string): string {
  const [, wanted = '', found = ''] = /^Expected (\S+), got (\S+)$/.exec(summary) ?? []
  if (wanted !== '') return `：应为${signOf(wanted)}，却是${signOf(found)}`
  const [, token = ''] = /^Unexpected token: (\S+)$/.exec(summary) ?? []
  if (token !== '') return `：不应出现${signOf(token)}`
  const [, character = ''] = /^Unexpected character: '?(.+?)'?$/.exec(summary) ?? []
  if (character !== '') return `：不应出现“${character}”`
  const [, word = ''] = /^Reserved identifier: (\S+)$/.exec(summary) ?? []
  if (word !== '') return `：“${word}”是保留词，不能用作名称`
  if (summary.startsWith('Invalid')) return '：数字或转义写法不正确'
  return ''
}

function signOf(token: string): string {
  return signs[token]?.zh ?? `“${token}”`
}

/** What people write who come from spreadsheets, SQL or a Chinese keyboard. */
export function syntaxHint(text: string, offset: number): Label | undefined {
  const near = text.slice(Math.max(0, offset - 4), offset + 4)
  return slips.find(([pattern]) => pattern.test(near))?.[1] ?? chineseHint(text.slice(offset, offset + 4))
}

export const writtenOut: Label = {
  zh: '请写出完整数字：10万应写成 100000，1亿应写成 100000000',
  en: 'write the figure out: 10万 is 100000, 1亿 is 100000000',
}

export const asFraction: Label = {
  zh: '百分数请写成小数：10% 应写成 0.1',
  en: 'write per cent as a fraction: 10% is 0.1',
}

/** The first that fits speaks. */
const slips: readonly (readonly [RegExp, Label])[] = [
  [/[‘’“”]/, { zh: "请改用英文直引号：'…'", en: "write straight quotes: '…'" }],
  [
    /[（），；：！＝＞＜＋－＊／]/,
    { zh: '请改用半角（英文）符号：( ) , ! = > < + - * /', en: 'write half-width signs: ( ) , ! = > < + - * /' },
  ],
  [
    /\d,\d/,
    {
      zh: '数字不要加千分位逗号：100,000 应写成 100000',
      en: 'write the figure without separators: 100,000 is 100000',
    },
  ],
  [/[≥≤≠]/, { zh: '≥ 应写成 >=，≤ 应写成 <=，≠ 应写成 !=', en: 'write >= for ≥, <= for ≤ and != for ≠' }],
  [/\d\s*[万亿]/, writtenOut],
  [
    /\d\s*[元天月年户次笔]/,
    { zh: '只写数字，不写单位：单位以指标为准', en: 'write the number alone: its unit is that of the indicator' },
  ],
  [/\d\s*%/, asFraction],
  [/=[<>]/, { zh: '应写成 >= 或 <=', en: 'write >= or <=' }],
  [
    /\b(and|or|not)\b/i,
    { zh: 'and 应写成 &&，or 应写成 ||，not 应写成 !', en: 'write && for and, || for or, ! for not' },
  ],
  [/(?<![=!<>])=(?!=)/, { zh: '判断相等应写成 ==', en: 'write == to compare' }],
  [/<>/, { zh: '判断不等应写成 !=', en: 'write != for unequal' }],
]

/** Chinese stands in labels and in quotes only; what it says here has a sign, or an id. */
function chineseHint(from: string): Label | undefined {
  if (/^(大于|小于|等于|超过|高于|低于|不少|不低|不超|至少)/.test(from)) {
    return {
      zh: '大于应写成 >，小于应写成 <，大于等于（不低于）应写成 >=，小于等于（不超过）应写成 <=，等于应写成 ==',
      en: 'write > for 大于, < for 小于, >= for 不低于, <= for 不超过, == for 等于',
    }
  }
  if (/^[且或非并和]/.test(from)) {
    return { zh: '且应写成 &&，或应写成 ||，非应写成 !', en: 'write && for 且, || for 或, ! for 非' }
  }
  if (!/^\p{Script=Han}/u.test(from)) return undefined
  return {
    zh: '请写编号（如 quarter_avg_assets），不要写中文名；如果是文本，请加引号',
    en: 'write the id, as in quarter_avg_assets, and not its Chinese name; put a text in quotes',
  }
}
