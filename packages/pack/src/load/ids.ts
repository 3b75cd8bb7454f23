import type { Entry, Report } from './report.ts'
import type { Path } from './yaml-file.ts'

/** Words that CEL or the moments keep for themselves. */
const reserved = new Set([
  'as_of',
  'true',
  'false',
  'null',
  'in',
  'days_left',
  'due_on',
  'level',
  'level_before',
  ...'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
])

/** Ids become names in CEL and columns in SQL: lower case, digits, underscores, and no reserved word. */
export function checkId(entry: Entry, path: Path, id: string, report: Report): void {
  const at = [entry.id, ...path]
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(id)) {
    const message = {
      zh: `“${id}”不能作编号：只能用小写英文字母、数字和下划线，并以字母开头`,
      en: `"${id}" cannot be an id: lower-case letters, digits and underscores, beginning with a letter`,
    }
    report.say(entry.file, at, { code: 'invalid-id', message, atKey: true })
  } else if (reserved.has(id)) {
    const message = { zh: `“${id}”是保留词，不能作编号`, en: `"${id}" is a reserved word` }
    report.say(entry.file, at, { code: 'invalid-id', message, atKey: true })
  }
}
