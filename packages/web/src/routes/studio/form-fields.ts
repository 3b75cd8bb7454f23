import type { DefinitionKind } from '@tend/contract'

/**
 * What the form offers of a definition. `condition` and `formula` are CEL over the customer, or over the definition's fact where `of` says
 * so; `name` is one of the names with a figure; `label` a short text in both languages, `sentence` a long one.
 */
export type FormField = {
  readonly key: string
  readonly text: PropertyName
  readonly as: 'label' | 'sentence' | 'line' | 'number' | 'share' | 'flag' | 'choice' | 'condition' | 'formula' | 'name'
  readonly of?: 'fact'
  readonly choices?: readonly string[]
  /** Only for these variants; for all without it. */
  readonly variants?: readonly string[]
  readonly most?: number
}

export type PropertyName =
  | 'among'
  | 'cadence'
  | 'contactLabel'
  | 'cut'
  | 'dedupeDays'
  | 'demote'
  | 'description'
  | 'dueDays'
  | 'enter'
  | 'formula'
  | 'gap'
  | 'keep'
  | 'label'
  | 'match'
  | 'measure'
  | 'metric'
  | 'outcome'
  | 'priority'
  | 'ratchet'
  | 'reason'
  | 'script'
  | 'tie'
  | 'ttlDays'
  | 'urgency'
  | 'validityMonths'
  | 'value'
  | 'when'
  | 'where'
  | 'withinDays'
  | 'yearlyCost'
  | 'zeroLast'

const label: FormField = { key: 'label', text: 'label', as: 'label' }
const description: FormField = { key: 'description', text: 'description', as: 'sentence' }

export const formFields: Readonly<Partial<Record<DefinitionKind, readonly FormField[]>>> = {
  schemes: [
    label,
    { key: 'metric', text: 'metric', as: 'name', variants: ['rank'] },
    { key: 'tie', text: 'tie', as: 'name', variants: ['rank'] },
    { key: 'zeroLast', text: 'zeroLast', as: 'flag', variants: ['rank'] },
    { key: 'validityMonths', text: 'validityMonths', as: 'number', variants: ['ladder'] },
    { key: 'ratchet', text: 'ratchet', as: 'flag', variants: ['ladder'] },
    { key: 'demote', text: 'demote', as: 'choice', choices: ['qualifying', 'one_step', 'never'], variants: ['ladder'] },
    { key: 'among', text: 'among', as: 'condition' },
    description,
  ],
  moments: [
    label,
    { key: 'when', text: 'when', as: 'condition' },
    { key: 'where', text: 'where', as: 'condition', of: 'fact', variants: ['expiry', 'fact'] },
    { key: 'reason', text: 'reason', as: 'sentence' },
    { key: 'value', text: 'value', as: 'formula' },
    { key: 'urgency', text: 'urgency', as: 'formula' },
    { key: 'priority', text: 'priority', as: 'number', most: 100 },
    { key: 'ttlDays', text: 'ttlDays', as: 'number' },
    { key: 'dedupeDays', text: 'dedupeDays', as: 'number' },
    { key: 'withinDays', text: 'withinDays', as: 'number', variants: ['calendar', 'expiry'] },
    {
      key: 'cadence',
      text: 'cadence',
      as: 'choice',
      choices: ['daily', 'weekly', 'monthly'],
      variants: ['threshold', 'calendar', 'expiry', 'fact'],
    },
    description,
  ],
  indicators: [
    label,
    { key: 'formula', text: 'formula', as: 'formula', variants: ['derived'] },
    { key: 'measure', text: 'measure', as: 'line', variants: ['measure'] },
    { key: 'where', text: 'where', as: 'condition', of: 'fact', variants: ['measure'] },
    description,
  ],
  models: [
    label,
    { key: 'among', text: 'among', as: 'condition' },
    { key: 'outcome', text: 'outcome', as: 'condition', variants: ['scorecard'] },
    description,
  ],
  plays: [
    label,
    { key: 'match', text: 'match', as: 'condition' },
    { key: 'contactLabel', text: 'contactLabel', as: 'line' },
    { key: 'dueDays', text: 'dueDays', as: 'number' },
    { key: 'script', text: 'script', as: 'sentence' },
    description,
  ],
}

/** The rule first: it is what is changed most. */
export const levelFields: readonly FormField[] = [
  { key: 'enter', text: 'enter', as: 'condition', variants: ['ladder', 'stage', 'rules', 'matrix'] },
  { key: 'keep', text: 'keep', as: 'condition', variants: ['ladder'] },
  { key: 'cut', text: 'cut', as: 'share', variants: ['rank'] },
  label,
  { key: 'gap', text: 'gap', as: 'formula', variants: ['ladder'] },
  { key: 'yearlyCost', text: 'yearlyCost', as: 'number' },
]

/** Fields of the variant. */
export const fieldsFor = (fields: readonly FormField[], variant: string | null): readonly FormField[] =>
  fields.filter(({ variants }) => variants === undefined || (variant !== null && variants.includes(variant)))
