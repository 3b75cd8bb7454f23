import { type ErrorCode, errorCodes, renderMessage } from '@tend/contract'
import type { Language } from '../../format.ts'

/** Why a call could not be used, in words: the refusal's own sentence, and what exactly it was about. */
export const callRefusal = (reason: string, language: Language): string => {
  const [code = '', ...rest] = reason.split(': ')
  const detail = rest.join(': ')
  const known = errorCodes.find((each): each is ErrorCode => each === code.replaceAll('_', '-'))
  if (!known) return reason
  const sentence = renderMessage(known, language, { detail })
  return detail === '' || sentence.includes(detail) ? sentence : `${sentence} ${detail}`
}
