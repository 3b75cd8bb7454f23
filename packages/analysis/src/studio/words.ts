import {
  type Comparison,
  type Expression,
  type FunctionName,
  formatSentence,
  type Label,
  type Language,
  type Node,
  type Pack,
  type Vocabulary,
  vocabularyOf,
} from '@tend/pack'

const comparisons: Readonly<Record<Comparison, Label>> = {
  '==': { zh: '为', en: 'is' },
  '!=': { zh: '不为', en: 'is not' },
  '<': { zh: '<', en: '<' },
  '<=': { zh: '≤', en: '≤' },
  '>': { zh: '>', en: '>' },
  '>=': { zh: '≥', en: '≥' },
}

const calls: Readonly<Partial<Record<FunctionName, Label>>> = {
  min: { zh: '{0}中的最小者', en: 'the least of {0}' },
  max: { zh: '{0}中的最大者', en: 'the greatest of {0}' },
  abs: { zh: '{0}的绝对值', en: 'the size of {0}' },
  floor: { zh: '{0}取整', en: '{0} rounded down' },
  ceil: { zh: '{0}向上取整', en: '{0} rounded up' },
  round: { zh: '{0}四舍五入', en: '{0} rounded' },
  known: { zh: '已知{0}', en: '{0} is known' },
  or_else: { zh: '{0}（未知时取{1}）', en: '{0} (or {1} where it is unknown)' },
  days_since: { zh: '距{0}的天数', en: 'days since {0}' },
  days_until: { zh: '离{0}的天数', en: 'days until {0}' },
  months_since: { zh: '距{0}的整月数', en: 'months since {0}' },
  days_between: { zh: '{0}到{1}的天数', en: 'days from {0} to {1}' },
  startsWith: { zh: '{0}以{1}开头', en: '{0} begins with {1}' },
  contains: { zh: '{0}包含{1}', en: '{0} contains {1}' },
  endsWith: { zh: '{0}以{1}结尾', en: '{0} ends with {1}' },
}

/** What names are called; where an expression reads a fact's columns, those of the fact. */
export type Naming = { readonly vocabulary: Vocabulary; readonly labelOf: (name: string) => Label }

/** Names of the wide row, or of a fact's columns. */
export function namingOf(pack: Pack, fact?: string): Naming {
  const vocabulary = vocabularyOf(pack)
  const columns = pack.facts.get(fact ?? 'customer')?.columns ?? []
  const plain = (name: string): Label =>
    columns.find(({ id }) => id === name)?.label ??
    pack.indicators.get(name)?.label ??
    pack.schemes.get(name)?.label ?? { zh: name, en: name }
  return {
    vocabulary,
    labelOf: (name) => {
      const before = name.endsWith('_before') ? pack.schemes.get(name.slice(0, -'_before'.length)) : undefined
      if (before === undefined) return plain(name)
      return { zh: `原${before.label.zh}`, en: `${before.label.en} before` }
    },
  }
}

/** A condition or formula in words, with the pack's own labels: 季日均资产 ≥ 20万元 且 客户等级 为 金卡. Pure. */
export function expressionWords(expression: Expression, naming: Naming): Label {
  return { zh: wordsOf(expression.tree, naming, 'zh', 0), en: wordsOf(expression.tree, naming, 'en', 0) }
}

/** Binding power of what stands around, so that brackets come only where the reading would change. */
const powers = { or: 1, and: 2, compare: 3, add: 4, multiply: 5, unary: 6 } as const

function wordsOf(node: Node, naming: Naming, lang: Language, around: number, beside?: Node): string {
  const inner = (child: Node, power: number, other?: Node) => wordsOf(child, naming, lang, power, other)
  const bracket = (text: string, power: number) => (power < around ? `(${text})` : text)
  switch (node.kind) {
    case 'literal':
      return literalWords(node.value, naming, lang, beside)
    case 'as_of':
      return lang === 'zh' ? '数据日期' : 'the as-of day'
    case 'name':
      return naming.labelOf(node.name)[lang]
    case 'negate':
      return `-${inner(node.of, powers.unary)}`
    case 'not':
      return lang === 'zh' ? `非（${inner(node.of, 0)}）` : `not (${inner(node.of, 0)})`
    case 'arithmetic': {
      const power = node.op === '+' || node.op === '-' ? powers.add : powers.multiply
      const op = { '+': '+', '-': '-', '*': '×', '/': '÷', '%': '%' }[node.op]
      // A factor is a plain number, a summand is of the kind of what it is added to.
      const other = power === powers.add ? [node.right, node.left] : []
      const text = `${inner(node.left, power, other[0])} ${op} ${inner(node.right, power + 1, other[1])}`
      return bracket(text, power)
    }
    case 'compare': {
      const left = inner(node.left, powers.compare, node.right)
      const right = inner(node.right, powers.compare, node.left)
      return bracket(`${left} ${comparisons[node.op][lang]} ${right}`, powers.compare)
    }
    case 'logic': {
      const power = node.op === '&&' ? powers.and : powers.or
      const word = node.op === '&&' ? { zh: '且', en: 'and' } : { zh: '或', en: 'or' }
      return bracket(`${inner(node.left, power)} ${word[lang]} ${inner(node.right, power)}`, power)
    }
    case 'choose': {
      const [condition, yes, no] = [
        inner(node.condition, 0),
        inner(node.then, 0, beside),
        inner(node.otherwise, 0, beside),
      ]
      return lang === 'zh' ? `（若${condition}则${yes}，否则${no}）` : `(${yes} if ${condition}, else ${no})`
    }
    case 'in': {
      const values = node.values.map((value) => inner(value, 0, node.of))
      return lang === 'zh'
        ? `${inner(node.of, powers.compare)} 为${values.join('、')}之一`
        : `${inner(node.of, powers.compare)} is one of ${values.join(', ')}`
    }
    case 'call': {
      const args = node.args.map((arg) => inner(arg, 0, node.args[0]))
      const template = calls[node.name]?.[lang]
      if (template === undefined) return `${node.name}(${args.join(', ')})`
      const isList = !template.includes('{1}')
      const first = isList ? args.join(lang === 'zh' ? '、' : ', ') : (args[0] ?? '')
      return template.replace('{0}', first).replace('{1}', args[1] ?? '')
    }
  }
}

/** A figure reads in the unit of what it is compared with: 200000 beside money is 20万元, a code beside its column its label. */
function literalWords(
  value: string | number | boolean,
  naming: Naming,
  lang: Language,
  beside: Node | undefined,
): string {
  const { vocabulary } = naming
  const name = beside === undefined ? undefined : leadingName(beside)
  const unit = name?.unit
  if (typeof value === 'string') {
    const label = name && vocabulary.labelOf(name.name, value)?.[lang]
    if (label !== undefined) return label
    return beside?.type === 'date'
      ? formatSentence({ zh: '{as_of}', en: '{as_of}' }, { as_of: value }, lang, dates)
      : value
  }
  if (typeof value === 'boolean') return lang === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no'
  if (unit !== 'money' && unit !== 'ratio') return new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en').format(value)
  const minor = unit === 'money' ? Math.round(value * 10 ** vocabulary.currency.decimals) : value
  return formatSentence({ zh: '{v}', en: '{v}' }, { v: minor }, lang, { ...vocabulary, unitOf: () => unit })
}

const dates: Vocabulary = {
  currency: { code: 'CNY', decimals: 2 },
  unitOf: () => 'date',
  labelOf: () => undefined,
}

/** The name that gives a figure beside it its unit: the first of a sum, no product's or quotient's. */
function leadingName(node: Node): { readonly name: string; readonly unit: string } | undefined {
  switch (node.kind) {
    case 'name':
      return node
    case 'negate':
      return leadingName(node.of)
    case 'arithmetic':
      if (node.op === '+' || node.op === '-') return leadingName(node.left) ?? leadingName(node.right)
      return undefined
    case 'call':
      return ['min', 'max', 'abs', 'floor', 'ceil', 'round', 'or_else'].includes(node.name) && node.args[0]
        ? leadingName(node.args[0])
        : undefined
    default:
      return undefined
  }
}
