import type { playRoutes } from '@tend/contract'
import type { Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'

const missing = () => Promise.reject(new ApiFailure('not-found'))

export const playHandlers: Handlers<keyof typeof playRoutes> = {
  getStrategy: missing,
  customerPlays: missing,
  previewTheme: missing,
  startTheme: missing,
  listThemes: missing,
  getTheme: missing,
  listThemeLeftOut: missing,
  stopTheme: missing,
}
