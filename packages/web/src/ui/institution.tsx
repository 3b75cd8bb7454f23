import { createContext, useContext } from 'react'
import type { Currency } from '../format.ts'

/** What every figure and instant on the screen depends on: the institution's currency and clock. */
export type Institution = { readonly currency: Currency; readonly timeZone: string }

export const InstitutionContext = createContext<Institution>({
  currency: { code: 'CNY', decimals: 2 },
  timeZone: 'Asia/Shanghai',
})

export const useInstitution = (): Institution => useContext(InstitutionContext)
