import type { DefinitionKind } from '@tend/contract'
import { oneOf, textParam } from '../../search-params.ts'

export const definitionKinds: readonly DefinitionKind[] = [
  'schemes',
  'moments',
  'indicators',
  'models',
  'guards',
  'plays',
  'forms',
  'outcomes',
  'purposes',
  'channels',
  'policies',
  'messages',
  'templates',
  'modules',
  'benefits',
  'cases',
  'objections',
  'trainings',
  'bulletins',
  'facts',
]

const versionParam = (value: unknown): number | undefined => {
  const text = textParam(value)
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}

/** `version`: the draft that is being edited, carried from page to page until it is left. */
export type StudioSearch = {
  readonly kind?: DefinitionKind
  readonly search?: string
  readonly version?: number
}

export const readStudioSearch = (raw: Record<string, unknown>): StudioSearch => {
  const kind = oneOf(definitionKinds, raw['kind'])
  const search = textParam(raw['search'])
  const version = versionParam(raw['version'])
  return { ...(kind ? { kind } : {}), ...(search ? { search } : {}), ...(version ? { version } : {}) }
}

export type DefinitionSearch = { readonly version?: number; readonly as?: 'form' | 'text' }

export const readDefinitionSearch = (raw: Record<string, unknown>): DefinitionSearch => {
  const version = versionParam(raw['version'])
  const as = oneOf(['form', 'text'] as const, raw['as'])
  return { ...(version ? { version } : {}), ...(as ? { as } : {}) }
}

const versionTabs = ['diff', 'issues', 'simulation'] as const

export type VersionSearch = {
  readonly tab?: (typeof versionTabs)[number]
  readonly job?: string
  readonly scheme?: string
}

export const readVersionSearch = (raw: Record<string, unknown>): VersionSearch => {
  const tab = oneOf(versionTabs, raw['tab'])
  const job = textParam(raw['job'])
  const scheme = textParam(raw['scheme'])
  return { ...(tab ? { tab } : {}), ...(job ? { job } : {}), ...(scheme ? { scheme } : {}) }
}

/** `subject` is `moment:id`, `score:id` or `level:scheme:level`; months as `2026-01`. */
export type BacktestSearch = {
  readonly subject?: string
  readonly from?: string
  readonly to?: string
  readonly job?: string
  readonly version?: number
}

export const readBacktestSearch = (raw: Record<string, unknown>): BacktestSearch => {
  const subject = textParam(raw['subject'])
  const month = (value: unknown): string | undefined => {
    const text = textParam(value)
    return text && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : undefined
  }
  const from = month(raw['from'])
  const to = month(raw['to'])
  const job = textParam(raw['job'])
  const version = versionParam(raw['version'])
  return {
    ...(subject && /^(moment|score|level):[a-z]/.test(subject) ? { subject } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(job ? { job } : {}),
    ...(version ? { version } : {}),
  }
}
