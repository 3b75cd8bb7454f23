import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from '../format.ts'
import { en } from './en.ts'
import { rememberedLanguage, rememberLanguage } from './language.ts'
import { zh } from './zh.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof zh }
  }
}

/** Both languages ship with the app: switching needs no request and shows no half-translated screen. */
export const startTranslations = (): void => {
  const lng = rememberedLanguage()
  rememberLanguage(lng)
  void i18next.use(initReactI18next).init({
    lng,
    fallbackLng: 'zh',
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  })
}

export const changeLanguage = (language: Language): void => {
  rememberLanguage(language)
  void i18next.changeLanguage(language)
}

export const useLanguage = (): Language => (useTranslation().i18n.language === 'en' ? 'en' : 'zh')

/** A text that a pack gives in both languages. */
export type Label = { readonly zh: string; readonly en: string }

export const useLabel = (): ((label: Label) => string) => {
  const language = useLanguage()
  return (label) => label[language]
}
