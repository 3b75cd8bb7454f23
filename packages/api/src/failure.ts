import { type ErrorCode, type ErrorDetails, errorCatalogue } from '@tend/contract'

/** An answer outside 2xx that somebody decided on; everything else that is thrown becomes `internal-error`. */
export class ApiFailure extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails | undefined

  constructor(code: ErrorCode, details?: ErrorDetails, options?: ErrorOptions) {
    super(errorCatalogue[code].message.en, options)
    this.name = 'ApiFailure'
    this.code = code
    this.details = details
  }
}
