import type { contentRoutes } from '@tend/contract'
import type { Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'

const missing = () => Promise.reject(new ApiFailure('not-found'))

export const contentHandlers: Handlers<keyof typeof contentRoutes> = {
  listBulletins: missing,
  writeBulletin: missing,
  decideBulletin: missing,
  listTrainings: missing,
  listLearners: missing,
  recordTraining: missing,
  listObjections: missing,
  getSubscriptions: missing,
  setSubscriptions: missing,
}
