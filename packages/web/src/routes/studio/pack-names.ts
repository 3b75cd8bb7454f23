import type { StudioPack } from '@tend/contract'
import { conditionInWords } from '../../catalogue/rule-words.ts'
import type { ConditionField } from '../../condition/condition.ts'
import type { Language } from '../../format.ts'

/** What a condition may name: columns of the fact where there is one, else what is known of a customer. */
export const namesFor = (pack: StudioPack, fact?: string | undefined): readonly ConditionField[] =>
  fact === undefined ? pack.names : (pack.factNames.find((each) => each.fact === fact)?.names ?? [])

/** A rule in words, by the names of this pack or draft. */
export const inWords = (rule: string, pack: StudioPack, language: Language, fact?: string | undefined): string => {
  const names = fact === undefined ? pack.names : [...namesFor(pack, fact), ...pack.names]
  return conditionInWords(
    rule,
    names,
    names.flatMap(({ values }) => values),
    language,
  )
}

/** The label of whatever has this id: a name of conditions, or a definition. */
export const labelIn = (pack: StudioPack, id: string, language: Language): string => {
  const found = pack.definitions.find((definition) => definition.id === id) ?? pack.names.find((name) => name.id === id)
  return found ? found.label[language] : id
}
