import type { dayZh } from './day-zh.ts'
import type { Texts } from './zh.ts'

export const dayEn: Texts<typeof dayZh> = {
  desk: {
    allModules: 'All modules',
  },
}
