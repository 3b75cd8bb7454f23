import { type ASTNode, parse } from '@marcbachmann/cel-js'
import { type Comparison, type ConditionField, celField, type Rule, type RuleGroup } from './condition.ts'
import { textOfSpan } from './leaf-text.ts'

/**
 * A condition as lines and groups of the builder. What a line cannot show (a calculation, a function) becomes a line that holds the text
 * itself: nothing is dropped and nothing rewritten, which the builder's own CEL parser does not promise. Undefined where the text is no
 * CEL; empty text is an empty group.
 */
export const readCondition = (text: string, fields: readonly ConditionField[]): RuleGroup | undefined => {
  if (text.trim() === '') return { combinator: 'and', rules: [] }
  const reader = new Reader(
    text,
    fields.filter(({ id }) => id !== celField),
  )
  try {
    const read = reader.read(parse(text).ast)
    return 'rules' in read ? read : { combinator: 'and', rules: [read] }
  } catch {
    return undefined
  }
}

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

const textFunctions = ['contains', 'startsWith', 'endsWith'] as const

class Reader {
  readonly text: string
  readonly fields: ReadonlyMap<string, ConditionField>

  constructor(text: string, fields: readonly ConditionField[]) {
    this.text = text
    this.fields = new Map(fields.map((field) => [field.id, field]))
  }

  read(node: ASTNode): Rule | RuleGroup {
    if (node.op === '&&' || node.op === '||')
      return { combinator: node.op === '&&' ? 'and' : 'or', rules: this.members(node, node.op) }
    return (node.op === '!_' ? this.negated(node.args) : this.line(node)) ?? this.asText(node)
  }

  members(node: ASTNode, op: '&&' | '||'): readonly (Rule | RuleGroup)[] {
    return node.op === op && Array.isArray(node.args)
      ? (node.args as readonly ASTNode[]).flatMap((part) => this.members(part, op))
      : [this.read(node)]
  }

  asText(node: ASTNode): Rule {
    return { field: celField, operator: 'holds', value: textOfSpan(this.text, node.start, node.end) }
  }

  negated(node: ASTNode): Rule | RuleGroup | undefined {
    if (node.op === '&&' || node.op === '||') return { ...(this.read(node) as RuleGroup), not: true }
    const line = this.line(node)
    if (line?.operator === 'is') return { ...line, operator: 'isNot' }
    if (line?.operator === 'in') return { ...line, operator: 'notIn' }
    if (line?.operator === 'known') return { ...line, operator: 'unknown' }
    // Not the reversed comparison: this one holds where the value is unknown.
    return line && { combinator: 'and', not: true, rules: [line] }
  }

  /** One comparison as a line; undefined where it says more than a line can. */
  line(node: ASTNode): Rule | undefined {
    switch (node.op) {
      case 'id':
        return this.fields.get(node.args)?.unit === 'flag' ? { field: node.args, operator: 'is', value: '' } : undefined
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.comparison(node.op, node.args[0], node.args[1])
      case 'in':
        return this.list(node.args[0], node.args[1])
      case 'call':
        return this.known(node.args[0], node.args[1])
      case 'rcall':
        return this.textFunction(node.args[0], node.args[1], node.args[2])
      default:
        return undefined
    }
  }

  comparison(operator: Comparison, left: ASTNode, right: ASTNode): Rule | undefined {
    const field = this.fieldOf(left)
    if (field === undefined) return this.fieldOf(right) && this.comparison(mirrored[operator], right, left)
    const other = this.fieldOf(right)
    if (other !== undefined)
      return other.unit === field.unit && field.unit !== 'flag'
        ? { field: field.id, operator, value: other.id, valueSource: 'field' }
        : undefined
    const value = literalOf(right, field)
    return value === undefined || (field.unit === 'text' && operator !== '==' && operator !== '!=')
      ? undefined
      : { field: field.id, operator, value }
  }

  list(left: ASTNode, right: ASTNode): Rule | undefined {
    const field = this.fieldOf(left)
    if (field === undefined || field.values.length === 0 || right.op !== 'list') return undefined
    const values = right.args.map((item) => literalOf(item, field))
    return values.some((value) => value === undefined)
      ? undefined
      : { field: field.id, operator: 'in', value: values as readonly (string | number)[] }
  }

  known(name: string, args: readonly ASTNode[]): Rule | undefined {
    const field = args.length === 1 && args[0] ? this.fieldOf(args[0]) : undefined
    return name === 'known' && field ? { field: field.id, operator: 'known', value: '' } : undefined
  }

  textFunction(name: string, subject: ASTNode, args: readonly ASTNode[]): Rule | undefined {
    const operator = textFunctions.find((each) => each === name)
    const field = this.fieldOf(subject)
    const [sought] = args
    if (!operator || field?.unit !== 'text' || field.values.length > 0 || sought?.op !== 'value') return undefined
    return typeof sought.args === 'string' ? { field: field.id, operator, value: sought.args } : undefined
  }

  fieldOf(node: ASTNode): ConditionField | undefined {
    return node.op === 'id' ? this.fields.get(node.args) : undefined
  }
}

/** A written value in the type that the field asks for; a value that a closed list lacks is not the builder's to show. */
const literalOf = (node: ASTNode, { unit, values }: ConditionField): string | number | undefined => {
  const value = plainValue(node, unit)
  const isChoice = values.length === 0 || values.some(({ id }) => id === value)
  return value !== undefined && isChoice ? value : undefined
}

const plainValue = (node: ASTNode, unit: ConditionField['unit']): string | number | undefined => {
  if (unit === 'flag') return undefined
  if (unit === 'date') {
    if (node.op !== 'call' || node.args[0] !== 'date') return undefined
    const [written] = node.args[1]
    return written?.op === 'value' && typeof written.args === 'string' ? written.args : undefined
  }
  if (unit === 'text') return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined
  if (node.op === '-_') {
    const positive = plainValue(node.args, unit)
    return typeof positive === 'number' ? -positive : undefined
  }
  return node.op === 'value' && (typeof node.args === 'number' || typeof node.args === 'bigint')
    ? Number(node.args)
    : undefined
}
