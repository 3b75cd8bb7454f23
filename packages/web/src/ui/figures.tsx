import type { ReactElement, ReactNode } from 'react'
import {
  dayOf,
  formatCount,
  formatDate,
  formatInstant,
  formatMoney,
  formatPercent,
  type MoneyStyle,
} from '../format.ts'
import { useLanguage } from '../i18n/index.ts'
import { useInstitution } from './institution.tsx'

/** A dash that a screen reader says as nothing known. */
export const Unknown = (): ReactElement => <span className="muted">–</span>

const Figure = ({ children, title }: { children: ReactNode; title?: string }): ReactElement => (
  <span className="figure" title={title}>
    {children}
  </span>
)

type MoneyProps = { readonly minor: number | null | undefined; readonly style?: MoneyStyle }

/** An amount in minor units of the institution's currency; a rounded one tells the exact one on hover. */
export const Money = ({ minor, style = 'whole' }: MoneyProps): ReactElement => {
  const language = useLanguage()
  const { currency } = useInstitution()
  if (minor === null || minor === undefined) return <Unknown />
  const exact = formatMoney(minor, currency, language, 'exact')
  return (
    <Figure {...(style === 'exact' ? {} : { title: exact })}>{formatMoney(minor, currency, language, style)}</Figure>
  )
}

export const Count = ({ value }: { value: number | null | undefined }): ReactElement => {
  const language = useLanguage()
  return value === null || value === undefined ? <Unknown /> : <Figure>{formatCount(value, language)}</Figure>
}

/** A share between 0 and 1. */
export const Percent = ({ ratio, digits = 1 }: { ratio: number | null | undefined; digits?: number }): ReactElement => {
  const language = useLanguage()
  return ratio === null || ratio === undefined ? <Unknown /> : <Figure>{formatPercent(ratio, language, digits)}</Figure>
}

/** A business date, or an instant on the institution's clock where `withTime` is asked for. */
export const DateText = ({
  value,
  withTime = false,
}: {
  value: string | null | undefined
  withTime?: boolean
}): ReactElement => {
  const { timeZone } = useInstitution()
  if (!value) return <Unknown />
  return (
    <time className="figure" dateTime={value}>
      {withTime ? formatInstant(value, timeZone) : formatDate(value)}
    </time>
  )
}

/** The calendar day of an instant on the institution's clock. */
export const Day = ({ of }: { of: string }): ReactElement => {
  const { timeZone } = useInstitution()
  return (
    <time className="figure" dateTime={of}>
      {dayOf(of, timeZone)}
    </time>
  )
}
