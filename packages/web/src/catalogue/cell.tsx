import type { CellValue, ValueUnit } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber, type MoneyStyle } from '../format.ts'
import { useLabel, useLanguage } from '../i18n/index.ts'
import { Count, DateText, Money, Percent, Unknown } from '../ui/figures.tsx'
import { useCatalogue, valueLabel } from './catalogue.ts'

type CellProps = { readonly unit: ValueUnit; readonly value: CellValue | undefined; readonly moneyStyle?: MoneyStyle }

/** One value of the wide row, written as its unit asks. */
export const Cell = ({ unit, value, moneyStyle = 'whole' }: CellProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  if (value === null || value === undefined || value === '') return <Unknown />
  if (typeof value === 'boolean') return <span>{value ? t('value.yes') : t('value.no')}</span>
  if (typeof value === 'string') return unit === 'date' ? <DateText value={value} /> : <span>{value}</span>
  switch (unit) {
    case 'money':
      return <Money minor={value} style={moneyStyle} />
    case 'count':
      return <Count value={value} />
    case 'days':
      return <span className="figure">{t('value.days', { count: value })}</span>
    case 'ratio':
      return <Percent ratio={value} />
    case 'score':
    case 'number':
    case 'date':
    case 'text':
    case 'flag':
      return <span className="figure">{formatNumber(value, language)}</span>
  }
}

/** A value by its name in the wide row: coded values, levels and learned segments read as they are called. */
export const FieldCell = ({ id, ...cell }: CellProps & { readonly id: string }): ReactElement => {
  const name = useLabel()
  const label = valueLabel(useCatalogue(), id, cell.value)
  return label ? <span>{name(label)}</span> : <Cell {...cell} />
}

/** Figures stand on the right, so that their places line up. */
export const isFigure = (unit: ValueUnit): boolean =>
  unit === 'money' || unit === 'count' || unit === 'days' || unit === 'ratio' || unit === 'score' || unit === 'number'
