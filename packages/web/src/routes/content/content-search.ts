import { type BulletinState, bulletinState } from '@tend/contract'
import { oneOf, textParams } from '../../search-params.ts'

export type ContentSearch = {
  readonly tab?: 'trainings' | 'learners' | 'objections'
  readonly state?: BulletinState
  readonly category?: string
  readonly unit?: string
  readonly training?: string
}

export const readContentSearch = (raw: Record<string, unknown>): ContentSearch => {
  const tab = oneOf(['trainings', 'learners', 'objections'] as const, raw['tab'])
  const state = oneOf(bulletinState.options, raw['state'])
  return {
    ...(tab ? { tab } : {}),
    ...(state ? { state } : {}),
    ...textParams(['category', 'unit', 'training'] as const, raw),
  }
}
