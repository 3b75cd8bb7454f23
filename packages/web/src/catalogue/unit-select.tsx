import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterSelect } from '../ui/filters.tsx'
import { useCatalogue } from './catalogue.ts'

type Props = { readonly value: string | undefined; readonly onChange: (unit: string | undefined) => void }

/** A unit with all below it; who sees one unit only has nothing to choose. */
export const UnitSelect = ({ value, onChange }: Props): ReactElement | null => {
  const { t } = useTranslation()
  const { units } = useCatalogue()
  if (units.length < 2) return null
  return (
    <FilterSelect
      label={t('customer.unit')}
      placeholder={t('customers.anyUnit')}
      width={220}
      value={value}
      onChange={onChange}
      options={units.map(({ unitId, name }) => ({ value: unitId, label: name }))}
    />
  )
}
