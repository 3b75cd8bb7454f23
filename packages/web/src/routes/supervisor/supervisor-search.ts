import { type TaskPool, taskPools } from '@tend/contract'
import { oneOf, textParam } from '../../search-params.ts'

export type SupervisorTab = 'pools' | 'people' | 'plans' | 'assign'

export type SupervisorSearch = {
  readonly tab?: SupervisorTab
  readonly unit?: string
  readonly pool?: TaskPool
  readonly label?: string
  readonly assignee?: string
}

export const readSupervisorSearch = (raw: Record<string, unknown>): SupervisorSearch => {
  const found = {
    tab: oneOf(['pools', 'people', 'plans', 'assign'] as const, raw['tab']),
    unit: textParam(raw['unit']),
    pool: oneOf(taskPools, raw['pool']),
    label: textParam(raw['label']),
    assignee: textParam(raw['assignee']),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}
