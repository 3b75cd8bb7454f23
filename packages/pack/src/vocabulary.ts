import type { Pack } from './definitions.ts'
import type { Vocabulary } from './format.ts'
import { customerScope, reasonScope } from './scope.ts'

/** The vocabulary of the wide row, and of a moment's own names (`days_left`, `level`, the fact's columns) where `momentId` is given. */
export function vocabularyOf(pack: Pack, momentId?: string): Vocabulary {
  const moment = momentId === undefined ? undefined : pack.moments.get(momentId)
  const scope = moment === undefined ? customerScope(pack) : reasonScope(pack, moment)
  const columns = new Map((pack.facts.get('customer')?.columns ?? []).map((column) => [column.id, column]))
  if (moment?.kind === 'expiry' || moment?.kind === 'fact') {
    for (const column of pack.facts.get(moment.fact)?.columns ?? []) columns.set(column.id, column)
  }
  return {
    currency: pack.currency,
    unitOf: (name) => scope.get(name)?.unit,
    labelOf: (name, value) => {
      const isLevel = name === 'level' || name === 'level_before'
      const scheme = isLevel && moment?.kind === 'change' ? moment.scheme : name.replace(/_before$/, '')
      const level = pack.schemes.get(scheme)?.levels.find((candidate) => candidate.id === value)
      const coded = columns.get(name) ?? pack.indicators.get(name)
      return level?.label ?? coded?.valueLabels?.[value]
    },
  }
}
