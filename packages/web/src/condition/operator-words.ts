import type { ConditionOperator } from './condition.ts'

/** Signs read alike in both languages; the others are texts below `condition.op`. */
const signs = { '>=': '≥', '<=': '≤', '>': '>', '<': '<' } as const

const words = {
  '==': 'condition.op.equal',
  '!=': 'condition.op.notEqual',
  contains: 'condition.op.contains',
  endsWith: 'condition.op.endsWith',
  holds: 'condition.op.holds',
  in: 'condition.op.in',
  is: 'condition.op.is',
  isNot: 'condition.op.isNot',
  known: 'condition.op.known',
  notIn: 'condition.op.notIn',
  startsWith: 'condition.op.startsWith',
  unknown: 'condition.op.unknown',
} as const

type Word = (typeof words)[keyof typeof words]

export const operatorWord = (operator: ConditionOperator, t: (key: Word) => string): string =>
  operator === '>=' || operator === '<=' || operator === '>' || operator === '<' ? signs[operator] : t(words[operator])
