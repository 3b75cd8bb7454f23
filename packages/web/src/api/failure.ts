import { ApiError } from '@tend/contract'
import type { Language } from '../format.ts'

export const codeOf = (error: unknown): string | undefined => (error instanceof ApiError ? error.code : undefined)

/** The field or the thing that the server could not take, by its name. */
export const detailOf = (error: unknown): string | undefined =>
  error instanceof ApiError && typeof error.details?.detail === 'string' ? error.details.detail : undefined

export const isForbidden = (error: unknown): boolean => codeOf(error) === 'forbidden'
export const isNotFound = (error: unknown): boolean => codeOf(error) === 'not-found'
export const isSignedOut = (error: unknown): boolean => codeOf(error) === 'sign-in-required'

export const requestIdOf = (error: unknown): string | undefined =>
  error instanceof ApiError ? (error.requestId ?? undefined) : undefined

const fallback: Record<Language, string> = {
  zh: '页面出现意外情况，请重试；若仍出现，请联系管理员。',
  en: 'Something unexpected happened on this page. Try again; if it stays, tell your administrator.',
}

/** What to tell a person: the server's own sentence with the fields it names, never a stack trace. */
export const messageOf = (error: unknown, language: Language): string => {
  if (!(error instanceof ApiError)) return fallback[language]
  const issues = error.details?.issues?.map(
    ({ path, message }) => `${path.replace(/^(body|query|params)\./, '')}: ${message}`,
  )
  return issues && issues.length > 0 ? `${error.message} ${issues.join('; ')}` : error.message
}

/** Requests that a second try cannot help are not tried twice. */
export const shouldRetry = (failures: number, error: unknown): boolean =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500)
