export type Mistake = {
  readonly title: string
  /** Path of the file below the pack; it replaces the correct one of that name. */
  readonly file: string
  /** `»` stands before the character that the issue points at. */
  readonly yaml: string
  readonly code: string
  readonly message: string
  readonly suggestion?: string
  /** The whole message, and what to do, in Chinese. */
  readonly zh?: string
  readonly zhSuggestion?: string
  readonly severity?: 'warning'
}

export const label = 'label: { zh: 名, en: Name }'

export const derived = (formula: string, unit = 'money') => `a:\n  ${label}\n  unit: ${unit}\n  formula: ${formula}\n`
export const measured = (fields: string) => `a:\n  ${label}\n  unit: money\n  fact: sale\n  ${fields}\n`
export const scheme = (fields: string) => `s:\n  ${label}\n  ${fields}\n`
export const moment = (fields: string) =>
  `m:\n  ${label}\n  priority: 10\n  ttlDays: 7\n  dedupeDays: 7\n  value: 1\n  urgency: 0.5\n  ${fields}\n`
export const reason = 'reason: { zh: 因, en: why }'
export const play = (id: string, fields: string) =>
  `${id}:\n  ${label}\n  channel: phone\n  assign: owner\n  dueDays: 1\n  maxAttempts: 3\n  retryWorkingDays: 1\n  script: { zh: 话, en: words }\n  ${fields}\n`
export const levels = (...enters: readonly string[]) =>
  `levels:\n${enters.map((enter, index) => `    - { id: l${index}, ${label}${enter === '' ? '' : `, ${enter}`} }`).join('\n')}`
