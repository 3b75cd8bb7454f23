import type { Unit } from '@tend/pack'
import { quoteText } from './sql.ts'

/** A named value of a reason: its SQL text and the unit that fixes how it is written. */
export type JsonField = { readonly name: string; readonly sql: string; readonly unit: Unit }

/**
 * SQL that writes a JSON object as text with nothing but `||`, so that every engine writes the same bytes. Values are as in the wide row:
 * money in minor units, dates as `YYYY-MM-DD`, fractions with six decimals.
 */
export function renderJson(fields: readonly JsonField[]): string {
  if (fields.length === 0) return quoteText('{}')
  const parts = fields.map((field, index) => {
    const label = `${index === 0 ? '{' : ','}${JSON.stringify(field.name)}:`
    return `${quoteText(label)} || coalesce(${renderValue(field)}, 'null')`
  })
  return `${parts.join(' || ')} || '}'`
}

function renderValue({ sql, unit }: JsonField): string {
  switch (unit) {
    case 'money':
    case 'count':
    case 'days':
      return `cast(${sql} as varchar)`
    case 'ratio':
    case 'score':
    case 'number':
      // Six decimals hold every share and score; a value beyond the type's range would end the night, and says nothing to anyone.
      return `case when abs(${sql}) < 1e15 then cast(cast(${sql} as decimal(28, 6)) as varchar) end`
    case 'date':
      return `'"' || cast(${sql} as varchar) || '"'`
    case 'flag':
      return `case when ${sql} then 'true' when not ${sql} then 'false' end`
    case 'text':
      return `'"' || ${escapeText(sql)} || '"'`
  }
}

/** Backslash, quote and the control characters that names and notes carry; by code, because engines read `\` in literals differently. */
function escapeText(sql: string): string {
  const escapes: readonly (readonly [code: number, letter: string])[] = [
    [34, '"'],
    [10, 'n'],
    [13, 'r'],
    [9, 't'],
  ]
  const backslashes = `replace(${sql}, chr(92), chr(92) || chr(92))`
  return escapes.reduce((text, [code, letter]) => `replace(${text}, chr(${code}), chr(92) || '${letter}')`, backslashes)
}
