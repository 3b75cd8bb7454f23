import { textParam } from '../../search-params.ts'

export type AuditSearch = {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
}

export const readAuditSearch = (raw: Record<string, unknown>): AuditSearch => {
  const names = ['actor', 'action', 'subject'] as const
  return Object.fromEntries(
    names.map((name) => [name, textParam(raw[name])]).filter(([, value]) => value !== undefined),
  )
}
