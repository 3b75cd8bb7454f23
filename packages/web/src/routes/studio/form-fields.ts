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
  | 'assign'
  | 'basis'
  | 'body'
  | 'cadence'
  | 'chance'
  | 'consentText'
  | 'consentVersion'
  | 'contactLabel'
  | 'coolOffDays'
  | 'cost'
  | 'cut'
  | 'dedupeDays'
  | 'demote'
  | 'description'
  | 'dueDays'
  | 'dueWorkingDays'
  | 'effortMinutes'
  | 'enter'
  | 'formula'
  | 'gap'
  | 'isInternal'
  | 'isInPerson'
  | 'isQuiet'
  | 'keep'
  | 'label'
  | 'match'
  | 'measure'
  | 'method'
  | 'metric'
  | 'needsAnswer'
  | 'needsApproval'
  | 'afterLeaving'
  | 'needsTrust'
  | 'outcome'
  | 'perYear'
  | 'priority'
  | 'quietOnHolidays'
  | 'ratchet'
  | 'reason'
  | 'rhythm'
  | 'route'
  | 'script'
  | 'sender'
  | 'subject'
  | 'tie'
  | 'ttlDays'
  | 'urgency'
  | 'validMonths'
  | 'validityDays'
  | 'validityMonths'
  | 'value'
  | 'valueAdd'
  | 'when'
  | 'where'
  | 'withinDays'
  | 'yearlyCost'
  | 'zeroLast'

const label: FormField = { key: 'label', text: 'label', as: 'label' }
const description: FormField = { key: 'description', text: 'description', as: 'sentence' }

const methods = ['communication', 'personal_service', 'gift', 'activity', 'after_sales', 'training', 'survey']

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
    { key: 'effortMinutes', text: 'effortMinutes', as: 'number' },
    { key: 'chance', text: 'chance', as: 'formula' },
    { key: 'assign', text: 'assign', as: 'choice', choices: ['owner', 'pool', 'leader'] },
    { key: 'method', text: 'method', as: 'choice', choices: methods },
    { key: 'rhythm', text: 'rhythm', as: 'choice', choices: ['irregular', 'regular'] },
    { key: 'script', text: 'script', as: 'sentence' },
    description,
  ],
  purposes: [
    label,
    { key: 'basis', text: 'basis', as: 'choice', choices: ['consent', 'objection', 'contract'] },
    { key: 'afterLeaving', text: 'afterLeaving', as: 'flag' },
    { key: 'consentText', text: 'consentText', as: 'sentence' },
    { key: 'consentVersion', text: 'consentVersion', as: 'line' },
    description,
  ],
  channels: [
    label,
    { key: 'needsTrust', text: 'needsTrust', as: 'flag' },
    { key: 'isQuiet', text: 'isQuiet', as: 'flag' },
    { key: 'isInPerson', text: 'isInPerson', as: 'flag' },
    { key: 'isInternal', text: 'isInternal', as: 'flag' },
    description,
  ],
  policies: [
    label,
    { key: 'coolOffDays', text: 'coolOffDays', as: 'number' },
    { key: 'quietOnHolidays', text: 'quietOnHolidays', as: 'flag' },
    description,
  ],
  messages: [label, { key: 'sender', text: 'sender', as: 'choice', choices: ['closest', 'institution'] }, description],
  templates: [
    label,
    { key: 'subject', text: 'subject', as: 'label' },
    { key: 'body', text: 'body', as: 'sentence' },
    description,
  ],
  modules: [label, description],
  bulletins: [label, description],
  benefits: [
    label,
    { key: 'cost', text: 'cost', as: 'number' },
    { key: 'perYear', text: 'perYear', as: 'number' },
    { key: 'validityDays', text: 'validityDays', as: 'number' },
    { key: 'needsApproval', text: 'needsApproval', as: 'flag' },
    { key: 'valueAdd', text: 'valueAdd', as: 'choice', choices: ['benefit', 'service', 'image'] },
    description,
  ],
  cases: [
    label,
    { key: 'dueWorkingDays', text: 'dueWorkingDays', as: 'number' },
    { key: 'route', text: 'route', as: 'choice', choices: ['owner', 'supervisor', 'leader', 'head_office'] },
    { key: 'needsAnswer', text: 'needsAnswer', as: 'flag' },
    description,
  ],
  trainings: [
    label,
    { key: 'body', text: 'body', as: 'sentence' },
    { key: 'validMonths', text: 'validMonths', as: 'number' },
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
