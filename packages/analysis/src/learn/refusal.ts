import type { Label } from '@tend/pack'

/** Why nothing was learned: what is wrong with the definition, or too few customers. A person can mend it or wait; `message` is the English text. */
export class LearningRefused extends Error {
  readonly code: 'missing_column' | 'unsuitable_feature' | 'too_few' | 'not_counts' | 'missing_state'
  readonly label: Label
  constructor(code: LearningRefused['code'], label: Label) {
    super(label.en)
    this.name = 'LearningRefused'
    this.code = code
    this.label = label
  }
}
