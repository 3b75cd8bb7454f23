import type { Label } from '@tend/contract'

/** Chinese unless the request prefers English. */
export function languageOf(acceptLanguage: string | undefined): keyof Label {
  const preferred = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().toLowerCase().split(';q=')
      return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 }
    })
    .filter(({ tag }) => tag.startsWith('zh') || tag.startsWith('en'))
    .sort((a, b) => b.weight - a.weight)
  return preferred[0]?.tag.startsWith('en') ? 'en' : 'zh'
}
