import type { Label, Unit } from './definitions.ts'

export type Language = 'zh' | 'en'
export type Currency = { readonly code: string; readonly decimals: number }

/** What a sentence needs to know about names: their units, and the labels of coded values (levels, product codes). */
export type Vocabulary = {
  readonly currency: Currency
  readonly unitOf: (name: string) => Unit | undefined
  readonly labelOf: (name: string, value: string) => Label | undefined
}

/** Writes one value for people. Money comes in minor units (number, bigint or decimal text), dates as `YYYY-MM-DD`; unknown is `–`. */
export function formatValue(value: unknown, unit: Unit, language: Language, currency: Currency): string {
  throw new Error(`unfinished ${value} ${unit} ${language} ${currency.code}`)
}

/** Fills the `{name}` places of a template; large amounts read as 12.3万元 in Chinese sentences. */
export function formatSentence(
  template: Label,
  values: Readonly<Record<string, unknown>>,
  language: Language,
  vocabulary: Vocabulary,
): string {
  throw new Error(`unfinished ${template.en} ${values} ${language} ${vocabulary}`)
}
