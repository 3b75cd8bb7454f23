import { createClient } from '@tend/contract'
import { rememberedLanguage } from '../i18n/language.ts'

/** The one client of the app; errors come back in the language that is on the screen. */
export const api = createClient({ baseUrl: '', lang: rememberedLanguage })

/** Names a command, so that a click that arrives twice is done once. */
export const newKey = (): string =>
  globalThis.crypto.randomUUID?.() ??
  Array.from(globalThis.crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
