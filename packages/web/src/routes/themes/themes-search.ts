import { type ThemeState, themeState } from '@tend/contract'
import { oneOf } from '../../search-params.ts'

export type ThemesSearch = { readonly state?: ThemeState }

export const readThemesSearch = (raw: Record<string, unknown>): ThemesSearch => {
  const state = oneOf(themeState.options, raw['state'])
  return state ? { state } : {}
}
