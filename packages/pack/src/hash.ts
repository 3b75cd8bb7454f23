import { createHash } from 'node:crypto'
import type { Pack } from './definitions.ts'

/**
 * SHA-256 over what a pack says: not where it stands, in which file or order. The order of lists (levels, columns) counts, that of keys does
 * not; an expression counts by its text.
 */
export function hashPack(pack: Omit<Pack, 'hash'>): string {
  const { folders: _, ...content } = pack
  return createHash('sha256')
    .update(JSON.stringify(canonical(content)))
    .digest('hex')
}

function canonical(value: unknown): unknown {
  if (value instanceof Map) return canonical(Object.fromEntries(value))
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  if ('tree' in value && 'text' in value) return value.text
  const fields = Object.entries(value).filter(([key, field]) => key !== 'position' && field !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return fields.map(([key, field]) => [key, canonical(field)])
}
