import type { Column, Fact } from '@tend/pack'
import { LakeError } from '../errors.ts'

/** Which field of the file (from 0) brings which column of the fact. */
export type HeaderMapping = {
  readonly fields: ReadonlyMap<string, number>
  readonly ignored: readonly string[]
}

/**
 * Finds the columns of the fact among the headers: by the explicit map, else by id, Chinese or English label, or the pack's `headers`;
 * case, spaces, hyphens and underscores do not count. Refuses the file when a required column has no header.
 */
export const mapHeaders = (
  fact: Fact,
  headers: readonly string[],
  explicit: Readonly<Record<string, string>> = {},
): HeaderMapping => {
  checkExplicit(fact, headers, explicit)
  const names = namesOf(fact)
  const fields = new Map<string, number>()
  const ignored: string[] = []
  headers.forEach((header, field) => {
    const told = explicitFor(header, explicit)
    const column = told ?? names.get(plainName(header))
    if (column === undefined || column === '') {
      if (header !== '') ignored.push(header)
      return
    }
    const earlier = fields.get(column)
    if (earlier !== undefined) throw twice(column, headers[earlier] ?? '', header)
    fields.set(column, field)
  })
  const missing = fact.columns.filter((column) => isNeeded(fact, column) && !fields.has(column.id))
  if (missing.length > 0) throw columnsMissing(fact, missing, headers, ignored)
  return { fields, ignored }
}

/** A key column must have a value, whether or not the definition says so, and so must the date that decides what is replaced. */
export const isRequired = (fact: Fact, column: Column): boolean =>
  column.required || fact.key.includes(column.id) || (fact.delivery === 'dates' && column.id === fact.date)

const isNeeded = (fact: Fact, column: Column): boolean =>
  isRequired(fact, column) && column.default === undefined && column.derive === undefined

const plainName = (header: string): string =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '')

const namesOf = (fact: Fact): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  const claim = (name: string, column: string) => {
    const plain = plainName(name)
    if (plain !== '' && !names.has(plain)) names.set(plain, column)
  }
  for (const column of fact.columns) claim(column.id, column.id)
  for (const column of fact.columns) for (const header of column.headers) claim(header, column.id)
  for (const column of fact.columns) {
    claim(column.label.zh, column.id)
    claim(column.label.en, column.id)
  }
  return names
}

const explicitFor = (header: string, explicit: Readonly<Record<string, string>>): string | undefined => {
  const found = Object.keys(explicit).find((name) => plainName(name) === plainName(header))
  return found === undefined ? undefined : explicit[found]
}

const checkExplicit = (fact: Fact, headers: readonly string[], explicit: Readonly<Record<string, string>>): void => {
  const columns = new Set(fact.columns.map((column) => column.id))
  for (const [header, column] of Object.entries(explicit)) {
    if (column !== '' && !columns.has(column)) {
      throw new LakeError('mapping-invalid', {
        zh: `对应关系“${header} → ${column}”无效：${fact.id} 没有 ${column} 列。可用的列：${[...columns].join('、')}。`,
        en: `The map names "${header} → ${column}", but ${fact.id} has no column ${column}. Its columns: ${[...columns].join(', ')}.`,
      })
    }
    if (!headers.some((name) => plainName(name) === plainName(header))) {
      throw new LakeError('mapping-invalid', {
        zh: `对应关系中的表头“${header}”不在文件中。文件的表头：${headers.join('、')}。`,
        en: `The map names the header "${header}", which the file does not have. Its headers: ${headers.join(', ')}.`,
      })
    }
  }
}

const twice = (column: string, first: string, second: string): LakeError =>
  new LakeError('mapping-invalid', {
    zh: `两个表头“${first}”和“${second}”都对应 ${column} 列。请删去一个，或用对应关系指明。`,
    en: `Two headers, "${first}" and "${second}", both stand for the column ${column}. Remove one or name the right one in the map.`,
  })

const columnsMissing = (
  fact: Fact,
  missing: readonly Column[],
  headers: readonly string[],
  free: readonly string[],
): LakeError => {
  const hints = missing.map((column) => ({ column, nearest: nearestHeader(column, free) }))
  const zh = hints
    .map(({ column, nearest }) => `${column.id}（${column.label.zh}${nearest ? `，是否为“${nearest}”？` : ''}）`)
    .join('、')
  const en = hints
    .map(({ column, nearest }) => `${column.id} (${column.label.en}${nearest ? `; is it "${nearest}"?` : ''})`)
    .join(', ')
  return new LakeError('columns-missing', {
    zh: `文件缺少 ${fact.id} 必需的列：${zh}。文件的表头：${headers.join('、')}。请改表头或指明对应关系；未导入任何数据。`,
    en: `The file lacks columns that ${fact.id} requires: ${en}. Its headers: ${headers.join(', ')}. Rename a header or give a map; nothing was loaded.`,
  })
}

/** The free header nearest to any name of the column, unless all are far from it. */
const nearestHeader = (column: Column, free: readonly string[]): string | undefined => {
  const names = [column.id, column.label.zh, column.label.en, ...column.headers].map(plainName)
  let best: { header: string; distance: number } | undefined
  for (const header of free) {
    for (const name of names) {
      const distance = editDistance(plainName(header), name) / Math.max(name.length, header.length)
      if (distance <= 0.5 && (best === undefined || distance < best.distance)) best = { header, distance }
    }
  }
  return best?.header
}

const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
