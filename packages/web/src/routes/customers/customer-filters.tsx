import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { levelsInOrder, type Scheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Button, Checkbox, Select } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { LevelTag } from '../../ui/level-tag.tsx'
import { useMe } from '../session/use-me.ts'
import { customerQueries } from './customers.queries.ts'
import { type CustomersSearch, levelsOf, withLevels } from './customers-search.ts'
import { RangeFilters } from './range-filters.tsx'

type Props = { readonly search: CustomersSearch; readonly onChange: (search: CustomersSearch) => void }

export const CustomerFilters = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { schemes, moments, units } = useCatalogue()
  const counts = useLevelCounts(search.unit)
  return (
    <div className="stack filters">
      {schemes.map((scheme) => (
        <SchemeFilter key={scheme.id} scheme={scheme} search={search} onChange={onChange} counts={counts} />
      ))}
      <RangeFilters ranges={search.range ?? []} onChange={(range) => onChange({ ...search, range })} />
      <div>
        <h3 className="eyebrow">{t('customers.moment')}</h3>
        <Select
          className="wide"
          aria-label={t('customers.moment')}
          placeholder={t('customers.anyMoment')}
          allowClear
          value={search.moment ?? null}
          onChange={(moment: string | null) => onChange(replaced(search, 'moment', moment))}
          options={moments.map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
      </div>
      {units.length > 1 ? (
        <div>
          <h3 className="eyebrow">{t('customer.unit')}</h3>
          <Select
            className="wide"
            aria-label={t('customer.unit')}
            placeholder={t('customers.anyUnit')}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={search.unit ?? null}
            onChange={(unit: string | null) => onChange(replaced(search, 'unit', unit))}
            options={units.map(({ unitId, name: unitName }) => ({ value: unitId, label: unitName }))}
          />
        </div>
      ) : null}
      <Button onClick={() => onChange({})}>{t('customers.clear')}</Button>
    </div>
  )
}

const replaced = (
  search: CustomersSearch,
  name: 'moment' | 'unit',
  value: string | null | undefined,
): CustomersSearch => {
  const { [name]: _before, ...rest } = search
  return value ? { ...rest, [name]: value } : rest
}

/** Customers by `scheme:level`, for those who may see boards. */
const useLevelCounts = (unit: string | undefined): ReadonlyMap<string, number> | undefined => {
  const mayCount = useMe().permissions.includes('boards.view')
  const board = useQuery({ ...customerQueries.levels(unit), enabled: mayCount })
  if (!board.data) return undefined
  const counts = new Map<string, number>()
  for (const { scheme, level, customers } of board.data.items) {
    const key = `${scheme}:${level}`
    counts.set(key, (counts.get(key) ?? 0) + customers)
  }
  return counts
}

type SchemeProps = Props & { readonly scheme: Scheme; readonly counts: ReadonlyMap<string, number> | undefined }

const SchemeFilter = ({ scheme, search, onChange, counts }: SchemeProps): ReactElement => {
  const name = useLabel()
  return (
    <fieldset>
      <legend className="eyebrow">{name(scheme.label)}</legend>
      <Checkbox.Group
        className="level-choices"
        value={levelsOf(search.level, scheme.id)}
        onChange={(levels) => onChange({ ...search, level: withLevels(search.level, scheme.id, levels) })}
        options={levelsInOrder(scheme).map(({ id, label, rank }) => ({
          value: id,
          label: (
            <span className="row between grow">
              <LevelTag label={name(label)} rank={rank} levels={scheme.levels.length} variant={scheme.variant} />
              {counts ? (
                <span className="small muted">
                  <Count value={counts.get(`${scheme.id}:${id}`) ?? 0} />
                </span>
              ) : null}
            </span>
          ),
        }))}
      />
    </fieldset>
  )
}
