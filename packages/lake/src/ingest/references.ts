import type { Fact, Pack } from '@tend/pack'
import type { Catalog } from '../catalog.ts'
import { LakeError } from '../errors.ts'
import { factRelation, type Lake } from '../lake.ts'
import { identifier } from '../sql-text.ts'

/** For each delivered column that references a fact, SQL of the keys that it may name. */
export const referencesOf = (
  lake: Lake,
  catalog: Catalog,
  pack: Pack,
  fact: Fact,
  isDelivered: (column: string) => boolean,
): ReadonlyMap<string, string> => {
  const references = new Map<string, string>()
  for (const column of fact.columns) {
    if (column.references === undefined || !isDelivered(column.id)) continue
    const target = pack.facts.get(column.references)
    const [key] = target?.key ?? []
    if (target === undefined || key === undefined || target.key.length > 1) {
      throw new LakeError('definition-invalid', {
        zh: `${fact.id}.${column.id} 引用的 ${column.references} 没有单列主键。`,
        en: `${fact.id}.${column.id} references ${column.references}, which has no key of one column.`,
      })
    }
    references.set(column.id, `(select ${identifier(key)} from ${factRelation(lake, catalog, target)})`)
  }
  return references
}

/** Where every row fails because a referenced fact was never loaded, the order of the files is wrong and not the rows. */
export const checkReferences = (
  catalog: Catalog,
  fact: Fact,
  reasons: Readonly<Record<string, number>>,
  rows: number,
): void => {
  if (rows === 0 || reasons['unknown-reference'] !== rows) return
  const referenced = [...new Set(fact.columns.flatMap((column) => column.references ?? []))]
  const absent = referenced.filter((id) => (catalog.files[id] ?? []).length === 0)
  if (absent.length === 0) return
  throw new LakeError('reference-empty', {
    zh: `${fact.id} 的每一行都引用尚未导入的数据：${absent.join('、')}。请先导入它们；未导入任何数据。`,
    en: `Every row of ${fact.id} refers to data that were never loaded: ${absent.join(', ')}. Load them first; nothing was loaded.`,
  })
}
