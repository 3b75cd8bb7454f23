import type { StudioPack } from '@tend/contract'
import type { Language } from '../../format.ts'
import { labelIn } from './pack-names.ts'

const words = {
  benefit: { zh: '权益', en: 'benefit' },
  calendar: { zh: '自然周期', en: 'calendar' },
  case: { zh: '事项', en: 'case' },
  channels: { zh: '渠道', en: 'by' },
  count: { zh: '个数', en: 'count' },
  day: { zh: '每天', en: 'a day' },
  days: { zh: '天数', en: 'days' },
  for: { zh: '适用', en: 'for' },
  from: { zh: '从', en: 'from' },
  half_year: { zh: '每半年', en: 'half a year' },
  max: { zh: '最多', en: 'at most' },
  message: { zh: '消息', en: 'message' },
  min: { zh: '至少', en: 'at least' },
  month: { zh: '每月', en: 'a month' },
  months: { zh: '月数', en: 'months' },
  offset: { zh: '往前推', en: 'before that' },
  per: { zh: '', en: 'in' },
  purposes: { zh: '目的', en: 'for the purpose' },
  quarter: { zh: '每季', en: 'a quarter' },
  task: { zh: '任务', en: 'task' },
  terms: { zh: '词语', en: 'terms' },
  to: { zh: '到', en: 'to' },
  week: { zh: '每周', en: 'a week' },
  why: { zh: '原因', en: 'why' },
  year: { zh: '每年', en: 'a year' },
} as const

/** A list or a map of a definition as people say it: purposes, channels, templates and levels by their names in this pack, one member of a list of maps a line. */
export const flowInWords = (value: unknown, pack: StudioPack, language: Language): readonly string[] =>
  (Array.isArray(value) && value.some(isMap) ? value : [value]).map((each) => tell({ pack, language }, each))

type Told = { readonly pack: StudioPack; readonly language: Language }

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `under` is the key that holds the value: of a scheme, whose levels are told by their names. */
const tell = (told: Told, value: unknown, under = ''): string => {
  const isChinese = told.language === 'zh'
  if (Array.isArray(value)) return value.map((each) => tell(told, each, under)).join(isChinese ? '、' : ', ')
  if (isMap(value)) {
    if (typeof value['zh'] === 'string' && typeof value['en'] === 'string') return value[told.language] as string
    const parts = Object.entries(value).map(([key, held]) => `${nameOf(told, key)} ${tell(told, held, key)}`.trim())
    return parts.join(isChinese ? '，' : ', ')
  }
  if (typeof value !== 'string') return String(value)
  const level = told.pack.names.find(({ id }) => id === under)?.values.find(({ id }) => id === value)
  return level?.label[told.language] ?? nameOf(told, value)
}

const nameOf = ({ pack, language }: Told, id: string): string =>
  Object.hasOwn(words, id) ? words[id as keyof typeof words][language] : labelIn(pack, id, language)
