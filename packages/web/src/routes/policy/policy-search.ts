import { policyGroups } from '@tend/contract'
import { oneOf, textParams } from '../../search-params.ts'

export type PolicyGroup = (typeof policyGroups)[number]

export type PolicySearch = {
  readonly tab?: 'rules' | 'left-out'
  readonly purpose?: string
  readonly channel?: string
  readonly scheme?: string
  readonly unit?: string
  readonly by?: 'unit'
  /** The list that is open beside the board. */
  readonly group?: PolicyGroup
  readonly level?: string
  readonly theme?: string
}

export const readPolicySearch = (raw: Record<string, unknown>): PolicySearch => {
  const tab = oneOf(['rules', 'left-out'] as const, raw['tab'])
  const by = oneOf(['unit'] as const, raw['by'])
  const group = oneOf(policyGroups, raw['group'])
  return {
    ...(tab ? { tab } : {}),
    ...(by ? { by } : {}),
    ...(group ? { group } : {}),
    ...textParams(['purpose', 'channel', 'scheme', 'unit', 'level', 'theme'] as const, raw),
  }
}
