import { textParams } from '../../search-params.ts'

export type PlaysSearch = { readonly class?: string; readonly stage?: string; readonly play?: string }

export const readPlaysSearch = (raw: Record<string, unknown>): PlaysSearch =>
  textParams(['class', 'stage', 'play'] as const, raw)

export type TodaySearch = { readonly customer?: string }

export const readTodaySearch = (raw: Record<string, unknown>): TodaySearch => textParams(['customer'] as const, raw)
