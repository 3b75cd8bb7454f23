import type { ConditionName } from '@tend/contract'

/** A name that a condition may read, with what a person calls it and the values it may have where they are a closed list. */
export type ConditionField = Pick<ConditionName, 'id' | 'label' | 'unit' | 'values'>

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

export type ConditionOperator =
  | Comparison
  | 'is'
  | 'isNot'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'known'
  | 'unknown'
  | 'holds'

/** The field of a line that only its text can say. */
export const celField = '~cel'

export type Rule = {
  readonly id?: string
  readonly field: string
  readonly operator: ConditionOperator
  /** A number, a text, an ISO date, texts or numbers of a list, the name of another field, or CEL where the field is `celField`. */
  readonly value: string | number | readonly (string | number)[]
  readonly valueSource?: 'value' | 'field'
}

export type RuleGroup = {
  readonly id?: string
  readonly combinator: 'and' | 'or'
  readonly not?: boolean
  readonly rules: readonly (Rule | RuleGroup)[]
}

export const isGroup = (rule: Rule | RuleGroup): rule is RuleGroup => 'rules' in rule

const comparisons: readonly Comparison[] = ['>=', '<=', '>', '<', '==', '!=']

/** What can be asked of a value, by its unit. */
export const operatorsOf = ({
  unit,
  values,
}: Pick<ConditionField, 'unit' | 'values'>): readonly ConditionOperator[] => {
  switch (unit) {
    case 'flag':
      return ['is', 'isNot', 'known', 'unknown']
    case 'text':
      return values.length > 0
        ? ['==', '!=', 'in', 'notIn', 'known', 'unknown']
        : ['==', '!=', 'contains', 'startsWith', 'endsWith', 'known', 'unknown']
    case 'date':
      return [...comparisons, 'known', 'unknown']
    case 'money':
    case 'count':
    case 'days':
    case 'ratio':
    case 'score':
    case 'number':
      return [...comparisons, 'known', 'unknown']
  }
}
