import { type MessageState, messageStates } from '@tend/contract'
import { oneOf, textParams } from '../../search-params.ts'

export type MessagesSearch = {
  readonly state?: MessageState
  readonly channel?: string
  readonly template?: string
  readonly play?: string
  readonly purpose?: string
  readonly customer?: string
  readonly unit?: string
  readonly from?: string
  readonly to?: string
  /** `seen`: as the customers see them. */
  readonly view?: 'seen'
}

const texts = ['channel', 'template', 'play', 'purpose', 'customer', 'unit', 'from', 'to'] as const

export const readMessagesSearch = (raw: Record<string, unknown>): MessagesSearch => {
  const state = oneOf(messageStates, raw['state'])
  const view = oneOf(['seen'] as const, raw['view'])
  return { ...(state ? { state } : {}), ...(view ? { view } : {}), ...textParams(texts, raw) }
}

export type TemplatesSearch = { readonly template?: string; readonly customer?: string; readonly channel?: string }

export const readTemplatesSearch = (raw: Record<string, unknown>): TemplatesSearch =>
  textParams(['template', 'customer', 'channel'] as const, raw)
