import { type ErrorCode, errorCodes, renderMessage } from '@tend/contract'
import { formatInstant, type Language } from '../../format.ts'

/** Why a call could not be used, in words: the refusal's own sentence, and what exactly it was about. */
export const callRefusal = (reason: string, language: Language, timeZone: string): string => {
  const [code = '', ...rest] = reason.split(': ')
  const about = rest.join(': ')
  const detail = isInstant.test(about) ? formatInstant(about, timeZone) : about
  const known = errorCodes.find((each): each is ErrorCode => each === code.replaceAll('_', '-'))
  if (!known) return reason
  const sentence = renderMessage(known, language, { detail })
  return detail === '' || sentence.includes(detail) ? sentence : `${sentence} ${detail}`
}

const isInstant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
