import { oneOf, textParams } from '../../search-params.ts'

export const caseStates = ['open', 'due', 'late', 'answered', 'done', 'all'] as const
export type CaseFilter = (typeof caseStates)[number]

export type CasesSearch = {
  readonly tab?: 'benefits' | 'register'
  readonly scope?: 'mine'
  readonly state?: CaseFilter
  readonly kind?: string
  readonly unit?: string
  readonly customer?: string
  readonly grant?: 'offered' | 'given' | 'refused' | 'expired' | 'to-approve'
}

export const readCasesSearch = (raw: Record<string, unknown>): CasesSearch => {
  const tab = oneOf(['benefits', 'register'] as const, raw['tab'])
  const scope = oneOf(['mine'] as const, raw['scope'])
  const state = oneOf(caseStates, raw['state'])
  const grant = oneOf(['offered', 'given', 'refused', 'expired', 'to-approve'] as const, raw['grant'])
  return {
    ...(tab ? { tab } : {}),
    ...(scope ? { scope } : {}),
    ...(state ? { state } : {}),
    ...(grant ? { grant } : {}),
    ...textParams(['kind', 'unit', 'customer'] as const, raw),
  }
}
