import { type OverdueStage, overdueStages, type TaskPool, type TaskSelection, taskPools } from '@tend/contract'
import { oneOf, textParams } from '../../search-params.ts'

export const supervisorTabs = [
  'pools',
  'modules',
  'people',
  'plans',
  'overdue',
  'results',
  'assign',
  'absences',
  'dialler',
] as const
export type SupervisorTab = (typeof supervisorTabs)[number]

export type SupervisorSearch = {
  readonly tab?: SupervisorTab
  readonly unit?: string
  readonly by?: 'unit'
  readonly pool?: TaskPool
  readonly label?: string
  readonly module?: string
  readonly channel?: string
  readonly theme?: string
  readonly overdue?: OverdueStage
  readonly assignee?: string
  /** Only what the policy of contact holds back. */
  readonly held?: 'yes'
  /** Whose basic data are open beside the list. */
  readonly person?: string
  readonly from?: string
  readonly to?: string
}

const texts = ['unit', 'label', 'module', 'channel', 'theme', 'assignee', 'person', 'from', 'to'] as const

export const readSupervisorSearch = (raw: Record<string, unknown>): SupervisorSearch => {
  const tab = oneOf(supervisorTabs, raw['tab'])
  const by = oneOf(['unit'] as const, raw['by'])
  const pool = oneOf(taskPools, raw['pool'])
  const held = oneOf(['yes'] as const, raw['held'])
  const overdue = oneOf(overdueStages, raw['overdue'])
  return {
    ...(tab ? { tab } : {}),
    ...(by ? { by } : {}),
    ...(pool ? { pool } : {}),
    ...(overdue ? { overdue } : {}),
    ...(held ? { held } : {}),
    ...textParams(texts, raw),
  }
}

/** The filters of the list as a bulk command takes them: what is seen is what is moved. */
export const selectionOf = (search: SupervisorSearch): TaskSelection => {
  const { unit, pool, label, module, channel, theme, overdue, assignee } = search
  const wanted = { unit, pool, label, module, channel, theme, overdue, assignee }
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
}
