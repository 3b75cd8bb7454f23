import { type ConditionField, isGroup, type Rule, type RuleGroup } from './condition.ts'

/**
 * The builder's lines as CEL, as an author would write it. Lines that are not filled in yet are left out; undefined where nothing is left.
 * The builder's own writer asks `flag == false` of a flag, which is another question than `!flag` where it is unknown, and puts numbers of
 * a list into quotes.
 */
export const writeCondition = (group: RuleGroup, fields: readonly ConditionField[]): string | undefined =>
  writeGroup(group, new Map(fields.map((field) => [field.id, field])))

type Fields = ReadonlyMap<string, ConditionField>

const writeGroup = ({ combinator, not = false, rules }: RuleGroup, fields: Fields): string | undefined => {
  const parts = rules.flatMap((rule) => {
    const text = isGroup(rule) ? writeGroup(rule, fields) : writeRule(rule, fields)
    return text === undefined ? [] : [text]
  })
  const [only] = parts
  if (only === undefined) return undefined
  const joined =
    parts.length === 1
      ? only
      : parts.map((text) => (isCompound(text) ? `(${text})` : text)).join(combinator === 'and' ? ' && ' : ' || ')
  return not ? `!(${joined})` : joined
}

/** Two conditions or a choice side by side, which brackets keep together among others. */
const isCompound = (text: string): boolean => {
  const outside = text.replaceAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, '')
  let depth = 0
  for (const [sign] of outside.matchAll(/[()]|\|\||&&|\?/g)) {
    if (sign === '(') depth++
    else if (sign === ')') depth--
    else if (depth === 0) return true
  }
  return false
}

const writeRule = (rule: Rule, fields: Fields): string | undefined => {
  const { field, operator, value } = rule
  switch (operator) {
    case 'holds':
      return String(value).trim() || undefined
    case 'is':
      return field
    case 'isNot':
      return `!${field}`
    case 'known':
      return `known(${field})`
    case 'unknown':
      return `!known(${field})`
    case 'in':
    case 'notIn':
      return writeList(rule)
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return value === '' ? undefined : `${field}.${operator}(${quoted(String(value))})`
    default: {
      const written = writeValue(rule, fields.get(field))
      return written === undefined ? undefined : `${field} ${operator} ${written}`
    }
  }
}

const writeList = ({ field, operator, value }: Rule): string | undefined => {
  const values = (Array.isArray(value) ? value : [value]).filter((each) => each !== '')
  if (values.length === 0) return undefined
  const list = `${field} in [${values.map((each) => (typeof each === 'number' ? each : quoted(String(each)))).join(', ')}]`
  return operator === 'in' ? list : `!(${list})`
}

const writeValue = ({ value, valueSource }: Rule, field: ConditionField | undefined): string | undefined => {
  if (value === '' || value === null || value === undefined || Array.isArray(value)) return undefined
  if (valueSource === 'field') return String(value)
  if (field?.unit === 'date') return `date(${quoted(String(value))})`
  return field?.unit === 'text' ? quoted(String(value)) : String(value)
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
