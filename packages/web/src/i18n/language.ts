import type { Language } from '../format.ts'

const key = 'tend.language'

/** Chinese unless this person chose otherwise on this device. */
export const rememberedLanguage = (): Language => (localStorage.getItem(key) === 'en' ? 'en' : 'zh')

export const rememberLanguage = (language: Language): void => {
  localStorage.setItem(key, language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}
